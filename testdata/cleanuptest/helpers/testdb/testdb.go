// Package testdb closes for tests.
package testdb

import (
	"database/sql"
	"testing"
)

// Close closes the pool.
func Close(tb testing.TB, db *sql.DB) {
	tb.Helper()
	if err := db.Close(); err != nil {
		tb.Error(err)
	}
}

// Open returns a pool, and what closes it.
func Open(t *testing.T, dsn string) (*sql.DB, func()) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	return db, func() { Close(t, db) }
}
