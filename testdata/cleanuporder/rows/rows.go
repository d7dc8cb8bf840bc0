// Package rows is about transactions that end before their rows.
package rows

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jmoiron/sqlx"
)

func badCommitFirst(tx *sql.Tx) (names []string, err error) {
	rows, err := tx.Query("SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if err := tx.Commit(); err != nil { // want "cleanuporder: tx.Commit cuts rows .* off: what was not read by then is missing"
		return nil, err
	}
	for rows.Next() {
		names = append(names, "")
	}
	return names, rows.Err()
}

func badCommitInLoop(tx *sqlx.Tx) (names []string, err error) {
	rows, err := tx.Queryx("SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		names = append(names, "")
		if len(names) == 100 {
			if err := tx.Commit(); err != nil { // want "cleanuporder: tx.Commit cuts rows .* off"
				return nil, err
			}
		}
	}
	return names, rows.Err()
}

func badBusy(ctx context.Context, tx pgx.Tx) (n int, err error) {
	rows, err := tx.Query(ctx, "SELECT 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, tx.Commit(ctx) // want "cleanuporder: tx.Commit fails while rows .* is open: the connection is busy"
}

func goodDrained(tx *sql.Tx) (names []string, err error) {
	rows, err := tx.Query("SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		names = append(names, "")
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return names, tx.Commit()
}

// It wants the first row only.
func goodFirst(tx *sql.Tx) (name string, err error) {
	rows, err := tx.Query("SELECT name FROM users")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if !rows.Next() {
		return "", rows.Err()
	}
	if err := rows.Scan(&name); err != nil {
		return "", err
	}
	return name, tx.Commit()
}

func goodClosed(ctx context.Context, tx pgx.Tx) (n int, err error) {
	rows, err := tx.Query(ctx, "SELECT 1")
	if err != nil {
		return 0, err
	}
	if rows.Next() {
		err = rows.Scan(&n)
	}
	rows.Close()
	if err != nil {
		return 0, err
	}
	return n, tx.Commit(ctx)
}

func goodOther(tx, other *sql.Tx) (n int, err error) {
	rows, err := tx.Query("SELECT name FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if err := other.Commit(); err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}
