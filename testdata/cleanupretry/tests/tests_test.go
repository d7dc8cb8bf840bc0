package tests

import (
	"database/sql"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func badAfterTests(m *testing.M) {}

func TestMain(m *testing.M) {
	code := m.Run()
	if err := os.Remove("tests.db"); err != nil { // want "cleanupretry: os.Remove of a database is tried once"
		code = 1
	}
	os.Exit(code)
}

func badSubtest(t *testing.T) {
	path := filepath.Join(os.TempDir(), "x")
	t.Run("a", func(t *testing.T) {
		t.Cleanup(func() { require.NoError(t, os.Remove(path)) }) // want "cleanupretry: os.Remove of a database is tried once"
		db, err := sql.Open("sqlite", path)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
	})
}

// The package testing tries again by itself.
func goodTempDir(t *testing.T) {
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "x.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
}

// It is deleted again after this.
func goodInTempDir(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	defer os.RemoveAll(dir)
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
}

// A helper has made the path there, or is handed one.
func stateIn(t *testing.T, name string) string { return path.Join(t.TempDir(), name) }

func goodMadeByHelper(t *testing.T) {
	dir := stateIn(t, "x.db")
	db, err := sql.Open("sqlite", dir)
	require.NoError(t, err)
	defer func() {
		require.NoError(t, db.Close())
		require.NoError(t, os.RemoveAll(dir))
	}()
}

func removeState(t *testing.T, dir, name string) {
	require.NoError(t, os.RemoveAll(filepath.Join(dir, name)+".db"))
}

func goodHanded(t *testing.T) {
	dir := t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(dir, "x.db"))
	require.NoError(t, err)
	defer removeState(t, dir, "x")
	defer func() { require.NoError(t, db.Close()) }()
}
