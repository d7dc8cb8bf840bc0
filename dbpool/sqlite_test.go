package dbpool_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/retry"
	"github.com/leakvet/leakvet/dbpool/track"
)

// The pool on a real database, and faults that are real too.

// forever is a query that runs until it is interrupted.
const forever = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT COUNT(*) FROM n"

// journals are the modes in which SQLite keeps what belongs to a database.
var journals = []string{"WAL", "DELETE"}

// openSQLite opens a pool over a new database that is removed by Close.
func openSQLite(t *testing.T, dir, journal string, config dbpool.Config) *dbpool.Pool {
	t.Helper()
	path := filepath.Join(dir, "users.db")
	config.Remove = dbpool.RemoveSQLite(path)
	config.Logger = quiet
	pool, err := dbpool.Open(t.Context(), "sqlite", path+"?_pragma=journal_mode("+journal+")", config)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, pool)
	execute(t, pool, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
	execute(t, pool, "INSERT INTO users (name) VALUES ('ada'), ('grace'), ('mary')")
	return pool
}

func execute(t *testing.T, pool *dbpool.Pool, statement string) {
	t.Helper()
	err := pool.With(t.Context(), func(ctx context.Context, conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, statement)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// countUsers is how many rows there are.
func countUsers(t *testing.T, pool *dbpool.Pool) (n int) {
	t.Helper()
	for rows, err := range pool.Rows(t.Context(), "SELECT COUNT(*) FROM users") {
		if err != nil {
			t.Fatal(err)
		}
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// checkNothingLeft checks that the pool left no descriptor, file or goroutine.
func checkNothingLeft(t *testing.T, dir string) {
	t.Helper()
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("files left: %v (%v)", files, err)
	}
	for _, name := range descriptors(t, dir) {
		t.Errorf("descriptor left: %s", name)
	}
	// A goroutine that was told to end may need a moment.
	for start := time.Now(); ; runtime.Gosched() {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		if !strings.Contains(string(stacks), "database/sql.") {
			return
		}
		if time.Since(start) > 5*time.Second {
			t.Errorf("goroutines left:\n%s", stacks)
			return
		}
	}
}

// descriptors lists the open files below a folder.
func descriptors(t *testing.T, dir string) (names []string) {
	t.Helper()
	links, err := filepath.Glob("/proc/self/fd/*") // elsewhere than on Linux there are none
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range links {
		if name, err := os.Readlink(link); err == nil && strings.HasPrefix(name, dir) {
			names = append(names, name)
		}
	}
	return names
}

// Everything that can be left open is, and a transaction holds the write lock.
// Close leaves nothing.
func TestSQLiteLeaks(t *testing.T) {
	for _, journal := range journals {
		t.Run(journal, func(t *testing.T) {
			dir := t.TempDir()
			pool := openSQLite(t, dir, journal, dbpool.Config{DrainTimeout: dbpool.None})
			closers := map[string]func() error{}
			for kind, leak := range leaks {
				if kind != "Stmt" {
					closers[kind] = leak(t, pool.DB())
				}
			}
			stmt, err := pool.DB().Prepare("SELECT name FROM users WHERE id > ?")
			if err != nil {
				t.Fatal(err)
			}
			closers["Stmt"] = stmt.Close
			if len(descriptors(t, dir)) == 0 && runtime.GOOS == "linux" {
				t.Fatal("no descriptors, though the database is open")
			}

			err = pool.Close(t.Context())
			leak, ok := errors.AsType[*dbpool.LeakError](err)
			if !ok || len(leak.Closed) != 4 || len(leak.Busy) != 0 {
				t.Fatalf("Close: %v, want 4 leaks", err)
			}
			for kind := range closers {
				if !strings.Contains(err.Error(), "\n    "+kind+" ") {
					t.Errorf("%s is not named in: %v", kind, err)
				}
			}
			for kind, late := range closers {
				if err := late(); err != nil {
					t.Errorf("late Close of %s: %v", kind, err)
				}
			}
			checkNothingLeft(t, dir)
		})
	}
}

// A writer in another pool has the database locked.
func TestSQLiteLocked(t *testing.T) {
	for _, journal := range journals {
		t.Run(journal, func(t *testing.T) {
			dir := t.TempDir()
			pool := openSQLite(t, dir, journal, dbpool.Config{})
			other, err := sql.Open("sqlite", filepath.Join(dir, "users.db")+"?_txlock=immediate")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := other.Close(); err != nil {
					t.Error(err)
				}
			})
			tx, err := other.Begin()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = tx.Rollback() }()
			insert := func(ctx context.Context) error {
				return pool.InTx(ctx, nil, func(ctx context.Context, tx *sql.Tx) error {
					_, err := tx.ExecContext(ctx, "INSERT INTO users (name) VALUES ('edsger')")
					return err
				})
			}
			if err := insert(t.Context()); !isSQLite(err, sqlite3.SQLITE_BUSY) {
				t.Errorf("got %v, want SQLITE_BUSY", err)
			}

			// The lock goes while the transaction is tried again.
			attempts := 0
			policy := retry.Policy{Attempts: 10, Delay: time.Millisecond, Logger: quiet, Retryable: func(err error) bool {
				return isSQLite(err, sqlite3.SQLITE_BUSY)
			}}
			err = retry.Do(t.Context(), "insert", policy, func(ctx context.Context) error {
				if attempts++; attempts == 3 {
					if err := tx.Rollback(); err != nil {
						t.Error(err)
					}
				}
				return insert(ctx)
			})
			if n := countUsers(t, pool); err != nil || attempts != 3 || n != 4 {
				t.Errorf("%d users after %d attempts, %v; want 4 after 3", n, attempts, err)
			}
			if err := other.Close(); err != nil {
				t.Error(err)
			}
			if err := pool.Close(t.Context()); err != nil {
				t.Error(err)
			}
			checkNothingLeft(t, dir)
		})
	}
}

func isSQLite(err error, code int) bool {
	failed, ok := errors.AsType[*sqlite.Error](err)
	return ok && failed.Code()&0xff == code
}

// A query that does not end holds the pool. The error of whoever waits names it;
// its own deadline ends it, and so does Close.
func TestSQLiteSlowQuery(t *testing.T) {
	dir := t.TempDir()
	pool := openSQLite(t, dir, "WAL", dbpool.Config{
		Kept: 1, Overflow: dbpool.None, DrainTimeout: dbpool.None,
	})
	running := make(chan struct{})
	slow := func(ctx context.Context) error {
		return pool.With(ctx, func(ctx context.Context, conn *sql.Conn) error {
			close(running)
			_, err := conn.ExecContext(ctx, forever)
			return err
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	work.Go(func() {
		if err := slow(ctx); err == nil {
			t.Error("the query ended without an error")
		}
	})
	<-running
	soon, cancelSoon := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancelSoon()
	err := pool.With(soon, func(context.Context, *sql.Conn) error { return nil })
	if !errors.Is(err, dbpool.ErrExhausted) || !strings.Contains(err.Error(), `running "WITH RECURSIVE`) {
		t.Errorf("got %v, want the query that holds the connection", err)
	}
	cancel()
	work.Wait()
	if n := countUsers(t, pool); n != 3 {
		t.Errorf("%d users after the query was ended", n)
	}

	running = make(chan struct{})
	work.Go(func() {
		if err := slow(t.Context()); err == nil {
			t.Error("the query ended without an error")
		}
	})
	<-running
	if err := pool.Close(t.Context()); err != nil {
		t.Errorf("Close: %v", err)
	}
	work.Wait()
	checkNothingLeft(t, dir)
}

// The context ends before each of the statements of a transaction, and in the
// middle of each: it is committed whole or not at all, and nothing is left.
func TestSQLiteContextEnds(t *testing.T) {
	statements := []string{
		"INSERT INTO users (name) VALUES ('edsger')",
		"SELECT COUNT(*) FROM users",
		"INSERT INTO users (name) VALUES ('tony')",
	}
	for _, mode := range []track.Mode{track.Off, track.Stacks} {
		for at := range len(statements) + 1 {
			for _, within := range []bool{false, true} {
				t.Run(fmt.Sprintf("%v/statement %d/within %t", mode, at, within), func(t *testing.T) {
					dir := t.TempDir()
					pool := openSQLite(t, dir, "WAL", dbpool.Config{})
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					err := pool.InTx(ctx, nil, func(ctx context.Context, tx *sql.Tx) error {
						for i, statement := range statements {
							if i == at {
								if within {
									defer time.AfterFunc(time.Millisecond, cancel).Stop()
									statement = forever
								} else {
									cancel()
								}
							}
							if _, err := tx.ExecContext(ctx, statement); err != nil {
								return err
							}
						}
						return nil
					})
					want := 3
					if at == len(statements) {
						want = 5
					}
					if n := countUsers(t, pool); n != want || (err == nil) != (want == 5) {
						t.Errorf("%d users, error %v; want %d", n, err, want)
					}
					if err := pool.Close(t.Context()); err != nil {
						t.Error(err)
					}
					checkNothingLeft(t, dir)
				})
			}
		}
	}
}
