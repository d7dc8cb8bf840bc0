package tests

import (
	"context"
	"database/sql"
	"testing"
	"time"
)

var db *sql.DB

func TestBadIsolation(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("INSERT INTO jobs VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE jobs SET seen = 1"); err != nil { // want "poolnest: db.Exec is not part of the transaction tx"
		t.Fatal(err)
	}
}

// It wants to see that the second one waits.
func TestBadSingle(t *testing.T) {
	pool, err := sql.Open("pgx", "")
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	rows, err := pool.Query("SELECT id FROM jobs")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := pool.ExecContext(ctx, "UPDATE jobs SET seen = 1"); err == nil { // want "poolnest: pool.ExecContext waits for ever: rows holds the only connection"
		t.Error("it had a connection")
	}
}

func TestGoodInTx(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec("INSERT INTO jobs VALUES (1)"); err != nil {
		t.Fatal(err)
	}
}
