// Package manual is the code of the rule's manual.
package manual

import (
	"database/sql"
	"testing"
)

func badQueries(t *testing.T, db *sql.DB, names []string) {
	defer db.Close() // want "cleanuptest: db.Close runs when the function returns, before its parallel subtests, which use what it releases: use t.Cleanup"
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			query(t, db, name)
		})
	}
}

func goodQueries(t *testing.T, db *sql.DB, names []string) {
	t.Cleanup(func() { db.Close() })
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			query(t, db, name)
		})
	}
}

func query(t *testing.T, db *sql.DB, name string) {
	if _, err := db.Exec(name); err != nil {
		t.Error(err)
	}
}
