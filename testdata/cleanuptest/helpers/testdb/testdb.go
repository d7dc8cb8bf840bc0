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
