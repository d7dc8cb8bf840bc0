// Package fix is about fixes.
package fix

import (
	"context"
	"database/sql"
	"os"
	"testing"

	"github.com/leakvet/leakvet/dbpool/retry"
)

func badFile(t *testing.T) {
	t.Cleanup(func() {
		if err := os.Remove("state.db"); err != nil { // want "cleanupretry: os.Remove of a database"
			t.Error(err)
		}
	})
}

func goodFile(t *testing.T) {
	t.Cleanup(func() {
		err := retry.Do(context.Background(), "remove", retry.Removal(), func(context.Context) error { return os.Remove("state.db") })
		if err != nil {
			t.Error(err)
		}
	})
}

func badDropped(t *testing.T) {
	defer os.Remove("state.db") // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
}

func badServer(t *testing.T, db *sql.DB) {
	defer db.Exec("DROP DATABASE app") // want "cleanupretry: db.Exec drops a database" "cleanuperr: the error of db.Exec is dropped"
}
