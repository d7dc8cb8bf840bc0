package tests

import (
	"database/sql"
	"testing"

	"github.com/stretchr/testify/require"
)

// A test that reads half the rows may pass.
func badTest(t *testing.T, db *sql.DB) {
	rows, err := db.Query("SELECT id FROM users WHERE deleted") // want "rowserr: rows.Err"
	require.NoError(t, err)
	t.Cleanup(func() { rows.Close() })
	for rows.Next() {
		var id int
		require.NoError(t, rows.Scan(&id))
		t.Errorf("user %d is still there", id)
	}
}

func goodTest(t *testing.T, db *sql.DB) {
	rows, err := db.Query("SELECT id FROM users WHERE deleted")
	require.NoError(t, err)
	t.Cleanup(func() { rows.Close() })
	for rows.Next() {
		var id int
		require.NoError(t, rows.Scan(&id))
		t.Errorf("user %d is still there", id)
	}
	require.NoError(t, rows.Err())
}
