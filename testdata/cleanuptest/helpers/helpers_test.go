// Package helpers is about helpers in another package.
package helpers

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/cases/cleanuptest/helpers/testdb"
)

func badDeferred(t *testing.T, db *sql.DB) {
	defer testdb.Close(t, db) // want "cleanuptest: testdb.Close runs when the function returns, before its parallel subtests"
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, db.Ping())
	})
}

func goodCleanup(t *testing.T, db *sql.DB) {
	t.Cleanup(func() { testdb.Close(t, db) })
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, db.Ping())
	})
}

func badHandedOut(t *testing.T) {
	db, done := testdb.Open(t, "a")
	defer done() // want "cleanuptest: done runs when the function returns, before its parallel subtests"
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, db.Ping())
		})
	}
}

func goodHandedOut(t *testing.T) {
	db, done := testdb.Open(t, "a")
	t.Cleanup(done)
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, db.Ping())
		})
	}
}

func goodHandedOutInTurn(t *testing.T) {
	db, done := testdb.Open(t, "a")
	defer done()
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) { require.NoError(t, db.Ping()) })
	}
}
