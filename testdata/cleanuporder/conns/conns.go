// Package conns is about connections that are closed before what is open on them.
package conns

import (
	"context"
	"database/sql"
	"errors"
)

func badPlain(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	found := rows.Next()
	conn.Close() // want "cleanuporder: conn.Close waits for ever while rows .* is open"
	rows.Close()
	if !found {
		return sql.ErrNoRows
	}
	return rows.Err()
}

func badTx(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	defer tx.Rollback()
	defer conn.Close() // want "cleanuporder: conn.Close waits for ever while tx .* is open"
	if _, err := tx.ExecContext(ctx, "DELETE FROM a"); err != nil {
		return err
	}
	return tx.Commit()
}

func badClosure(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	defer func() {
		conn.Close() // want "cleanuporder: conn.Close waits for ever while rows .* is open"
		rows.Close()
	}()
	if !rows.Next() {
		return rows.Err()
	}
	var n int
	return rows.Scan(&n)
}

// The loop may be left with the rows open.
func badEarlyReturn(ctx context.Context, conn *sql.Conn) (n int, err error) {
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	defer func() {
		err = errors.Join(err, conn.Close()) // want "cleanuporder: conn.Close waits for ever while rows .* is open"
	}()
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}

func goodOrder(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return tx.Commit()
}

// The rows are read to their end whatever happens.
func goodDrained(ctx context.Context, conn *sql.Conn) (n int, err error) {
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	defer conn.Close()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func goodClosedBefore(ctx context.Context, conn *sql.Conn) error {
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	found := rows.Next()
	if err := rows.Close(); err != nil {
		return err
	}
	if !found {
		return sql.ErrNoRows
	}
	return conn.Close()
}

func goodOtherConn(ctx context.Context, conn, other *sql.Conn) error {
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	defer other.Close()
	if !rows.Next() {
		return rows.Err()
	}
	return nil
}

// A statement may outlive its connection: it stays on the server, but nothing waits.
func goodStmt(ctx context.Context, conn *sql.Conn) error {
	stmt, err := conn.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	defer conn.Close()
	_, err = stmt.ExecContext(ctx)
	return err
}
