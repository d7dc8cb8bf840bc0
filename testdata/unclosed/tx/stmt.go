package tx

import (
	"context"
	"database/sql"
)

// The transaction ends its statements, and with these their rows.
func goodStmtOfTx(db *sql.DB) (bool, error) {
	tx, err := db.Begin()
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	stmt, err := tx.Prepare("SELECT 1")
	if err != nil {
		return false, err
	}
	rows, err := stmt.Query()
	if err != nil {
		return false, err
	}
	return rows.Next(), rows.Err()
}

// It does so with a statement of the pool that it was made to work on, too.
func goodStmtInTx(db *sql.DB, prepared *sql.Stmt) (bool, error) {
	tx, err := db.Begin()
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	rows, err := tx.Stmt(prepared).Query()
	if err != nil {
		return false, err
	}
	return rows.Next(), rows.Err()
}

// A statement of the pool is not the transaction's.
func badStmtOfPool(db *sql.DB) (bool, error) {
	tx, err := db.Begin()
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	stmt, err := db.Prepare("SELECT 1")
	if err != nil {
		return false, err
	}
	defer stmt.Close()
	rows, err := stmt.Query() // want "unclosed: rows .*is never closed"
	if err != nil {
		return false, err
	}
	return rows.Next(), rows.Err()
}

// The transaction goes on, with rows that are open.
func badStmtOfOpenTx(tx *sql.Tx) (bool, error) {
	stmt, err := tx.Prepare("SELECT 1")
	if err != nil {
		return false, err
	}
	defer stmt.Close()
	rows, err := stmt.Query() // want "unclosed: rows .*is never closed"
	if err != nil {
		return false, err
	}
	return rows.Next(), rows.Err()
}

// The transaction of each round ends its statement, late as it is.
func goodStmtOfRound(dbs []*sql.DB) error {
	for _, db := range dbs {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback() // the business of deferloop
		stmt, err := tx.Prepare("DELETE FROM t")
		if err != nil {
			return err
		}
		if _, err := stmt.Exec(); err != nil {
			return err
		}
	}
	return nil
}

// The statement of each round is of a connection, which it outlives.
func badStmtOfRound(ctx context.Context, conn *sql.Conn, queries []string) error {
	for _, query := range queries {
		stmt, err := conn.PrepareContext(ctx, query) // want "unclosed: stmt .*is never closed|unclosed: stmt .*acquires it again"
		if err != nil {
			return err
		}
		if _, err := stmt.Exec(); err != nil {
			return err
		}
	}
	return nil
}
