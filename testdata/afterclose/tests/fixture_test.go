package tests

import (
	"database/sql"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// A defer in a helper runs before the test can use what it gets.
func badFixture(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	defer db.Close()
	_, err = db.Exec("CREATE TABLE jobs (id INTEGER)")
	require.NoError(t, err)
	return db // want "afterclose: db "
}

// A cleanup runs at the end of the test.
func goodFixture(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	_, err = db.Exec("CREATE TABLE jobs (id INTEGER)")
	require.NoError(t, err)
	return db
}

// A closed file is what the test is about, and Close is what it asks.
func goodCloseAgain(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "jobs")
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.ErrorIs(t, f.Close(), os.ErrClosed)
}
