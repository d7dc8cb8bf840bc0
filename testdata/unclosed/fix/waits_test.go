package fix

import (
	"context"
	"database/sql"
	"testing"
)

// To defer the Close of the connection would let the test hang where it fails: it waits
// for the transaction.
func badWaitsForTx(t *testing.T, db *sql.DB) {
	ctx := context.Background()
	conn, err := db.Conn(ctx) // want "unclosed: conn"
	if err != nil {
		t.Fatal(err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil { // want "undeferred: tx"
		t.Fatal(err)
	}
}

// The deferred cancel would come too late.
func badWaitsForCancel(t *testing.T, db *sql.DB) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	conn, err := db.Conn(ctx) // want "unclosed: conn"
	if err != nil {
		t.Fatal(err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

// The rows get their own fix, and after that the connection has one.
func badWaitsForRows(ctx context.Context, db *sql.DB) (n int, err error) {
	conn, err := db.Conn(ctx) // want "unclosed: conn"
	if err != nil {
		return 0, err
	}
	rows, err := conn.QueryContext(ctx, "SELECT n FROM jobs") // want "unclosed: rows"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}

func badWaitsForNothing(t *testing.T, db *sql.DB) {
	ctx := context.Background()
	conn, err := db.Conn(ctx) // want "unclosed: conn"
	if err != nil {
		t.Fatal(err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Fatal(err)
	}
}
