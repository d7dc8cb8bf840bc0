package tests

import (
	"context"
	"database/sql"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var db *sql.DB

func TestBadPool(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	db.Close() // want "undeferred: db "
}

func TestBadTx(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Fatalf("delete: %v", err)
	}
	if err := tx.Commit(); err != nil { // want "undeferred: tx .* is not committed or rolled back when the test fails before tx.Commit"
		t.Fatal(err)
	}
}

func TestBadFailNow(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Error(err)
		t.FailNow()
	}
	tx.Rollback() // want "undeferred: tx "
}

func TestBadRequire(t *testing.T) {
	tx, err := db.Begin()
	require.NoError(t, err)
	_, err = tx.Exec("DELETE FROM jobs")
	require.NoError(t, err)
	require.NoError(t, tx.Rollback()) // want "undeferred: tx "
}

func TestBadRequireEqual(t *testing.T) {
	rows, err := db.Query("SELECT 1")
	require.NoError(t, err)
	require.True(t, rows.Next())
	rows.Close() // want "undeferred: rows "
	require.NoError(t, rows.Err())
}

func TestBadPgx(t *testing.T) {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, os.Getenv("DSN"))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pool.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Ping(ctx); err != nil {
		t.Fatal(err)
	}
	conn.Release() // want "undeferred: conn "
	pool.Close()   // want "undeferred: pool "
}

func TestBadSkip(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() {
		t.Skip("short")
	}
	tx.Rollback() // want "undeferred: tx "
}

func TestBadSubtest(t *testing.T) {
	t.Run("tx", func(t *testing.T) {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
			t.Fatal(err)
		}
		tx.Rollback() // want "undeferred: tx "
	})
}

func mustExec(t *testing.T, tx *sql.Tx, query string) {
	t.Helper()
	if _, err := tx.Exec(query); err != nil {
		t.Fatal(err)
	}
}

func TestBadHelper(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, tx, "DELETE FROM jobs")
	tx.Rollback() // want "undeferred: tx "
}

func TestGoodDeferred(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	mustExec(t, tx, "DELETE FROM jobs")
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func TestGoodCleanup(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

func TestGoodClosedFirst(t *testing.T) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	ok := rows.Next()
	rows.Close()
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if !ok {
		t.Fatal("no row")
	}
}

func TestGoodError(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Error(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
}

func TestGoodAssert(t *testing.T) {
	tx, err := db.Begin()
	require.NoError(t, err)
	_, err = tx.Exec("DELETE FROM jobs")
	assert.NoError(t, err)
	require.NoError(t, tx.Rollback())
}

func TestGoodReleasedBeforeFatal(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		tx.Rollback()
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// A file is taken back soon enough: only the strict profile reports it.
func TestGoodFile(t *testing.T) {
	f, err := os.Open("tests.go")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Stat(); err != nil {
		t.Fatal(err)
	}
	f.Close()
}

// Nobody waits for the server.
func TestGoodServer(t *testing.T) {
	srv := httptest.NewServer(nil)
	if srv.URL == "" {
		t.Fatal("no address")
	}
	srv.Close()
}

// A defer would wait for the end of the test.
func TestGoodLoop(t *testing.T) {
	for range 3 {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
			t.Fatal(err)
		}
		tx.Rollback()
	}
}

// What the test registers too late is its own matter.
func TestGoodRegistered(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tx.Rollback() })
}

func TestGoodHanded(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	finish(t, tx)
}

func finish(t *testing.T, tx *sql.Tx) {
	t.Cleanup(func() { tx.Rollback() })
	if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
		t.Fatal(err)
	}
}

func TestGoodDrained(t *testing.T) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	rows.Close()
}

// What fails is the subtest, and the test goes on.
func TestGoodSubtests(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"DELETE FROM jobs", "DELETE FROM users"} {
		t.Run(q, func(t *testing.T) {
			if _, err := tx.Exec(q); err != nil {
				t.Fatal(err)
			}
		})
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
}

// A func that is called at once fails the test itself.
func TestBadCheck(t *testing.T) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	check := func(t *testing.T, q string) {
		if _, err := tx.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	check(t, "DELETE FROM jobs")
	if err := tx.Rollback(); err != nil { // want "undeferred: tx "
		t.Error(err)
	}
}
