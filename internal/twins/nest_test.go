package twins_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// openJobs opens a database with a table jobs and one row.
func openJobs(t *testing.T, maxConns int) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "app.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	db.SetMaxOpenConns(maxConns)
	for _, statement := range []string{"PRAGMA journal_mode=WAL", "CREATE TABLE jobs (id INTEGER)", "INSERT INTO jobs VALUES (1)"} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func begin(t *testing.T, db *sql.DB) *sql.Tx {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

func countJobs(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	if err := db.QueryRow("SELECT count(*) FROM jobs").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// waitsForEver reports whether ask is still waiting after a year: the clock of
// the bubble stands still for as long as anything else can happen.
func waitsForEver(t *testing.T, ask func(context.Context) error) bool {
	ctx, cancel := context.WithTimeout(t.Context(), 365*24*time.Hour)
	defer cancel()
	return errors.Is(ask(ctx), context.DeadlineExceeded)
}

func insert(ctx context.Context, to interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}) error {
	_, err := to.ExecContext(ctx, "INSERT INTO jobs VALUES (2)")
	return err
}

func TestPoolInsideTransactionWaitsForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := openJobs(t, 1)
		tx := begin(t, db)
		defer tx.Rollback()
		if !waitsForEver(t, func(ctx context.Context) error { return insert(ctx, db) }) {
			t.Error("wrong: the pool had a connection to give")
		}
		if waitsForEver(t, func(ctx context.Context) error { return insert(ctx, tx) }) {
			t.Error("right: the transaction waits")
		}
	})
}

func TestPoolInsideTransactionIsNotPartOfIt(t *testing.T) {
	db := openJobs(t, 2)
	tx := begin(t, db)
	wrong := insert(t.Context(), db)
	if err := errors.Join(wrong, tx.Rollback()); err != nil {
		t.Fatal(err)
	}
	if n := countJobs(t, db); n != 2 {
		t.Errorf("wrong: %d rows, want 2: what the pool wrote is not rolled back", n)
	}
	tx = begin(t, db)
	right := insert(t.Context(), tx)
	if err := errors.Join(right, tx.Rollback()); err != nil {
		t.Fatal(err)
	}
	if n := countJobs(t, db); n != 2 {
		t.Errorf("right: %d rows, want 2: the transaction is rolled back", n)
	}
}

func TestPoolInsideTransactionMeetsItsLock(t *testing.T) {
	db := openJobs(t, 2)
	tx := begin(t, db)
	defer tx.Rollback()
	if err := insert(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	if err := insert(t.Context(), db); err == nil || !strings.Contains(err.Error(), "locked") {
		t.Errorf("wrong: got %v, want the database to be locked", err)
	}
	if err := insert(t.Context(), tx); err != nil {
		t.Errorf("right: %v", err)
	}
}

func TestPoolInsideRowsWaitsForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := openJobs(t, 1)
		rows, err := db.Query("SELECT id FROM jobs")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			if !waitsForEver(t, func(ctx context.Context) error { return insert(ctx, db) }) {
				t.Error("wrong: the pool had a connection to give")
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if waitsForEver(t, func(ctx context.Context) error { return insert(ctx, db) }) {
			t.Error("right: the pool has nothing to give, although the rows are at their end")
		}
	})
}
