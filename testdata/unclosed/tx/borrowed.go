package tx

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jmoiron/sqlx"
)

// Whoever lends a transaction rolls it back when the function fails: its rows end with it.
func goodNamesOfBorrowed(tx *sql.Tx) (names []string, err error) {
	rows, err := tx.Query("SELECT name FROM a")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func goodInCallback(inTx func(func(tx *sqlx.Tx) error) error) (n int, err error) {
	err = inTx(func(tx *sqlx.Tx) error {
		rows, err := tx.Queryx("SELECT n FROM a")
		if err != nil {
			return err
		}
		for rows.Next() {
			if err := rows.Scan(&n); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return n, err
}

// One who goes on with it finds the connection busy.
func badFirstOfBorrowed(tx *sql.Tx) (name string, err error) {
	rows, err := tx.Query("SELECT name FROM a") // want "unclosed: rows \\(\\*sql.Rows\\) is not closed on every path: it stays open when rows.Next\\(\\) holds"
	if err != nil {
		return "", err
	}
	if rows.Next() {
		err = rows.Scan(&name)
		return name, nil
	}
	return "", rows.Err()
}

// pgx breaks the connection when it is to roll back under open rows.
func badNamesOfPgx(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, "SELECT name FROM a") // want "unclosed: rows \\(pgx.Rows\\) is not closed on every path"
	if err != nil {
		return err
	}
	for rows.Next() {
		if len(rows.RawValues()) == 0 {
			return sql.ErrNoRows
		}
	}
	return rows.Err()
}

// Rows of a pool have nobody else.
func badOfPool(db *sql.DB) (names []string, err error) {
	rows, err := db.Query("SELECT name FROM a") // want "unclosed: rows \\(\\*sql.Rows\\) is not closed on every path"
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// A transaction that embeds itself.
type endless struct{ *endless }

func (endless) Commit() error                         { return nil }
func (endless) Rollback() error                       { return nil }
func (endless) Query(query string) (*sql.Rows, error) { return nil, nil }

func badOfEndless(tx endless) error {
	rows, err := tx.Query("SELECT name FROM a") // want "unclosed: rows \\(\\*sql.Rows\\) is not closed on every path"
	if err != nil {
		return err
	}
	if !rows.Next() {
		return sql.ErrNoRows
	}
	return rows.Err()
}
