package drops

import (
	"context"
	"database/sql"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func badDatabase(t *testing.T, admin *sql.DB, name string) {
	t.Cleanup(func() {
		_, err := admin.Exec("DROP DATABASE " + name) // want "cleanupretry: admin.Exec drops a database and is tried once: the server refuses while a session is still ending"
		require.NoError(t, err)
	})
}

// It fails for other reasons than sessions.
func badForce(t *testing.T, admin *sql.DB, name string) {
	t.Cleanup(func() {
		_, err := admin.ExecContext(context.Background(), fmt.Sprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", name)) // want "cleanupretry: admin.ExecContext drops a database and is tried once"
		require.NoError(t, err)
	})
}

func badSchema(t *testing.T, admin *sql.DB) {
	defer func() {
		_, err := admin.Exec("DROP SCHEMA tests CASCADE") // want "cleanupretry: admin.Exec drops a schema and is tried once: it fails when it meets a lock"
		require.NoError(t, err)
	}()
}

func dropDatabase(admin *sql.DB, name string) error {
	_, err := admin.Exec("drop database " + name) // want "cleanupretry: admin.Exec drops a database and is tried once"
	return err
}

func goodTable(t *testing.T, db *sql.DB) {
	t.Cleanup(func() {
		_, err := db.Exec("DROP TABLE users")
		require.NoError(t, err)
	})
}

func goodNoCleanup(admin *sql.DB, name string) error {
	if _, err := admin.Exec("DROP DATABASE IF EXISTS " + name); err != nil {
		return err
	}
	_, err := admin.Exec("CREATE DATABASE " + name)
	return err
}

func goodEventually(t *testing.T, admin *sql.DB, name string) {
	t.Cleanup(func() {
		require.Eventually(t, func() bool {
			_, err := admin.Exec("DROP DATABASE " + name)
			return err == nil
		}, 1000, 10)
	})
}
