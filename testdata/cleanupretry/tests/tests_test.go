package tests

import (
	"database/sql"
	"os"
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
