package dbpool_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/track"
)

// leaks are what code that uses DB can leave open.
var leaks = map[string]func(t *testing.T, db *sql.DB) (close func() error){
	"Conn": func(t *testing.T, db *sql.DB) func() error {
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return conn.Close
	},
	"Tx": func(t *testing.T, db *sql.DB) func() error {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		return tx.Rollback
	},
	"Stmt": func(t *testing.T, db *sql.DB) func() error {
		stmt, err := db.Prepare("SELECT id FROM users WHERE age > ?")
		if err != nil {
			t.Fatal(err)
		}
		return stmt.Close
	},
	"Rows": func(t *testing.T, db *sql.DB) func() error {
		rows, err := db.Query("SELECT id FROM users")
		if err != nil {
			t.Fatal(err)
		}
		return rows.Close
	},
}

// What is left open is named with its stack, and closed.
func TestCloseReclaims(t *testing.T) {
	for kind, leak := range leaks {
		t.Run(kind, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				removed := ""
				pool := openFake(t, f, dbpool.Config{Name: "users", Remove: func(context.Context) error {
					removed = f.open()
					return nil
				}})
				late := leak(t, pool.DB())
				err := pool.Close(t.Context())

				failed, ok := errors.AsType[*dbpool.LeakError](err)
				if !ok || len(failed.Closed) != 1 || string(failed.Closed[0].Kind) != kind || len(failed.Busy) != 0 {
					t.Fatalf("Close: %v", err)
				}
				for _, want := range []string{
					"could not close pool users: dbpool: users: 1 not closed by the owner, closed now:\n    " + kind,
					"dbpool_test.init.func", "reclaim_test.go:", // the leak's place
				} {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("%q is not in: %v", want, err)
					}
				}
				if removed != "map[]" {
					t.Errorf("open when the database was removed: %q, want nothing", removed)
				}
				if err := late(); err != nil {
					t.Errorf("the owner's late Close: %v", err)
				}
				if n := pool.Stats().InUse; n != 0 || f.open() != "map[]" {
					t.Errorf("in the end %d in use, open: %s", n, f.open())
				}
			})
		})
	}
}

// A query that heeds no context is named but not touched, and the database is
// not removed under it.
func TestCloseLeavesBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		answer := make(chan struct{})
		f.set("exec", func(context.Context) error { <-answer; return nil })
		pool := openFake(t, f, dbpool.Config{Remove: func(context.Context) error {
			t.Error("the database was removed under a query")
			return nil
		}})
		var work sync.WaitGroup
		work.Go(func() {
			if _, err := pool.DB().ExecContext(t.Context(), "VACUUM"); err != nil {
				t.Errorf("the query: %v", err)
			}
		})
		synctest.Wait()
		err := pool.Close(t.Context())
		failed, ok := errors.AsType[*dbpool.LeakError](err)
		if !ok || len(failed.Busy) != 1 || failed.InUse != 1 || !strings.Contains(err.Error(), `1 still in use:
    Conn held 10s by dbpool_test.TestCloseLeavesBusy`) || !strings.Contains(err.Error(), `running "VACUUM" for 10s`) {
			t.Errorf("Close: %v", err)
		}
		if !strings.Contains(err.Error(), "could not remove the database of pool database: not tried: 1 connections are still in use") {
			t.Errorf("Close: %v", err)
		}
		close(answer)
		work.Wait()
		if f.open() != "map[]" {
			t.Errorf("open after the query: %s", f.open())
		}
	})
}

// Without tracking nothing can be named; it is counted, and its database not
// removed.
func TestCloseUntracked(t *testing.T) {
	for _, after := range []time.Duration{3 * time.Second, time.Minute} {
		t.Run(after.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				removed := false
				pool := openTracked(t, newFake(), track.Off, dbpool.Config{Remove: func(context.Context) error { removed = true; return nil }})
				release := leaks["Rows"](t, pool.DB())
				var owner sync.WaitGroup
				owner.Go(func() {
					time.Sleep(after)
					if err := release(); err != nil {
						t.Error(err)
					}
				})
				err := pool.Close(t.Context())
				inTime := after < 10*time.Second
				if (err == nil) != inTime || removed != inTime {
					t.Errorf("removed: %t, Close: %v", removed, err)
				}
				if !inTime && !strings.Contains(err.Error(), "1 connections still in use; with track.Off nobody knows by whom") {
					t.Errorf("Close: %v", err)
				}
				owner.Wait()
			})
		})
	}
}
