// Package fix is about fixes.
package fix

import (
	"database/sql"
	"testing"
)

func badTx(t *testing.T, db *sql.DB) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil { // want "undeferred: tx"
		t.Fatal(err)
	}
}

func badLast(t *testing.T, db *sql.DB) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Fatal(err)
	}

	tx.Rollback() // want "undeferred: tx"
}

func badPool(t *testing.T) {
	db, err := sql.Open("pgx", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil { // want "undeferred: db"
		t.Fatal(err)
	}
}

func badMiddle(t *testing.T, db *sql.DB) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Fatal(err)
	}
	tx.Rollback() // want "undeferred: tx"
	if _, err := db.Exec("DELETE FROM jobs"); err != nil {
		t.Fatal(err)
	}
}

func badLastChecked(t *testing.T) {
	db, err := sql.Open("pgx", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}

	if err := db.Close(); err != nil { // want "undeferred: db"
		t.Fatalf("close: %v", err)
	}
}
