package conns

import (
	"context"
	"database/sql"
	"log"
)

func giveBack(conn *sql.Conn) {
	if err := conn.Close(); err != nil {
		log.Print(err)
	}
}

func maybeGiveBack(conn *sql.Conn, done bool) {
	if done {
		conn.Close()
	}
}

func rollback(tx *sql.Tx) {
	if err := tx.Rollback(); err != nil {
		log.Print(err)
	}
}

// A helper closes the connection.
func badHelper(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		giveBack(conn)
		return err
	}
	defer rows.Close()
	rows.Next()
	giveBack(conn) // want "cleanuporder: giveBack waits for ever while rows .* is open"
	return rows.Err()
}

func goodHelper(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer giveBack(conn)
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	rows.Next()
	return rows.Err()
}

// Whether the helper closes is not known here.
func goodMaybe(ctx context.Context, db *sql.DB, done bool) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	rows.Next()
	maybeGiveBack(conn, done)
	return rows.Err()
}

// A rollback does not truncate what is read, as a commit does: it is thrown away.
func goodRollback(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, "SELECT 1")
	if err != nil {
		rollback(tx)
		return err
	}
	defer rows.Close()
	rows.Next()
	rollback(tx)
	return rows.Err()
}
