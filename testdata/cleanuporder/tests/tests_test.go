// Package tests is about defers, cleanup functions and temporary directories.
package tests

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
)

// All defers run before the first cleanup function.
func badDeferBeforeCleanup(t *testing.T) {
	path := filepath.Join(os.TempDir(), "a.db")
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	defer os.Remove(path) // want "cleanuporder: os.Remove deletes the file of db"
	require.NoError(t, db.Ping())
}

// The cleanup functions run from last to first.
func badCleanupOrder(t *testing.T) {
	dir, err := os.MkdirTemp("", "x")
	require.NoError(t, err)
	db, err := sql.Open("sqlite", filepath.Join(dir, "a.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) }) // want "cleanuporder: os.RemoveAll deletes the file of db"
}

// The directory goes before what was registered before it.
func badTempDir(t *testing.T) {
	var db *sql.DB
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	dir := t.TempDir() // want "cleanuporder: t.TempDir deletes the file of db"
	var err error
	db, err = sql.Open("sqlite", filepath.Join(dir, "a.db"))
	require.NoError(t, err)
}

// The subtest's directory goes when the subtest ends.
func badSubtest(t *testing.T) {
	t.Run("a", func(st *testing.T) {
		db, err := sql.Open("sqlite", filepath.Join(st.TempDir(), "a.db")) // want "cleanuporder: st.TempDir deletes the file of db"
		require.NoError(st, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
	})
}

func badDatabase(t *testing.T, admin *sql.DB, name string) {
	db, err := sql.Open("pgx", "postgres://localhost/"+name)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	defer func() {
		_, err := admin.Exec("DROP DATABASE " + name) // want "cleanuporder: admin.Exec drops the database of db .*, which is still open: the server waits for its connections, and refuses"
		require.NoError(t, err)
	}()
}

func goodTempDir(t *testing.T) {
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "a.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
}

func goodTempDirDefer(t *testing.T) {
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "a.db"))
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
}

func goodCleanupOrder(t *testing.T) {
	dir, err := os.MkdirTemp("", "x")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	db, err := sql.Open("sqlite", filepath.Join(dir, "a.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
}

func goodMixed(t *testing.T) {
	path := filepath.Join(os.TempDir(), "a.db")
	t.Cleanup(func() { require.NoError(t, os.Remove(path)) })
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
}

func goodDatabase(t *testing.T, admin *sql.DB, name string) {
	t.Cleanup(func() {
		_, err := admin.Exec("DROP DATABASE " + name)
		require.NoError(t, err)
	})
	db, err := sql.Open("pgx", "postgres://localhost/"+name)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
}

func goodInOneFunction(t *testing.T, path string) {
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, errors.Join(db.Close(), os.Remove(path)))
	})
}

// The directory has the key of the client, and the database is elsewhere.
func goodKeyInTempDir(t *testing.T) {
	var pool *pgxpool.Pool
	t.Cleanup(func() { pool.Close() })
	key := filepath.Join(t.TempDir(), "key.pem")
	var err error
	pool, err = pgxpool.New(t.Context(), "postgres://db.example.com/app?sslkey="+key)
	require.NoError(t, err)
}

// The database is asked to drop itself, which MySQL does.
func TestGoodDropsItself(t *testing.T) {
	const name = "app_test"
	db, err := sql.Open("mysql", "/"+name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := db.Exec("DROP DATABASE " + name); err != nil {
		t.Error(err)
	}
}
