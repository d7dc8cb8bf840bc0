package tests

import (
	"context"
	"database/sql"
	"testing"
	"time"
)

// The deferred cancel rolls back what was begun with its context.
func TestGoodCancelled(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO users VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// The context of the test ends with it.
func TestGoodContextOfTest(t *testing.T) {
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("INSERT INTO users VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

// The context goes on, and so does the transaction.
func TestBadBackground(t *testing.T) {
	ctx := context.Background()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO users VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil { // want "undeferred: tx "
		t.Fatal(err)
	}
}

// It is cancelled at the end only, which is not reached either.
func TestBadCancelledLate(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO users VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil { // want "undeferred: tx "
		t.Fatal(err)
	}
	cancel()
}

// A pool does not end with the context that it was asked with.
func TestBadPoolOutlivesContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.PingContext(ctx); err != nil {
		t.Fatal(err)
	}
	db.Close() // want "undeferred: db "
}

// closeDB closes, and fails the test if it cannot.
func closeDB(t *testing.T, db *sql.DB) {
	t.Helper()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// There is nothing between the acquire and the helper that may fail.
func TestGoodClosingHelper(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	closeDB(t, db)
}

// A ping may fail before it.
func TestBadClosingHelper(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	closeDB(t, db) // want "undeferred: db "
}
