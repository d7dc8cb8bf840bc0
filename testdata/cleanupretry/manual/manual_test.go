// Package manual is the code of the rule's manual.
package manual

import (
	"context"
	"database/sql"
	"os"
	"testing"

	"github.com/leakvet/leakvet/dbpool/retry"
)

func badFile(t *testing.T, path string) *sql.DB {
	t.Cleanup(func() {
		if err := os.Remove(path); err != nil { // want "cleanupretry: os.Remove of a database is tried once: it fails, and the file stays, while a connection is still closing"
			t.Error(err)
		}
	})
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func goodFile(t *testing.T, path string) *sql.DB {
	t.Cleanup(func() {
		err := retry.Do(context.Background(), "remove "+path, retry.Removal(), func(context.Context) error {
			return os.Remove(path)
		})
		if err != nil {
			t.Error(err)
		}
	})
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	return db
}
