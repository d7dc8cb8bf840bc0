// Package lib helps tests.
package lib

import (
	"database/sql"
	"testing"
)

// MustExec ends the test if the statement fails.
func MustExec(t testing.TB, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

// MustExecTwice does so by way of another function.
func MustExecTwice(t testing.TB, db *sql.DB, query string) {
	t.Helper()
	MustExec(t, db, query)
	MustExec(t, db, query)
}

// Exec reports the failure, and goes on.
func Exec(t testing.TB, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.Exec(query); err != nil {
		t.Error(err)
	}
}
