package dbpool_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/retry"
	"github.com/leakvet/leakvet/dbpool/teardown"
	"github.com/leakvet/leakvet/dbpool/track"
)

// What Close does about the work that is under way when it is called.
func TestCloseWaits(t *testing.T) {
	sleep := func(d time.Duration) func(context.Context) error {
		return func(context.Context) error { time.Sleep(d); return nil }
	}
	heed := func(ctx context.Context) error { <-ctx.Done(); return context.Cause(ctx) }
	tests := []struct {
		name     string
		body     func(context.Context) error
		patience time.Duration // of the context of Close; 0 is no limit
		took     time.Duration // by Close
		leaked   bool
		bodyErr  error
	}{
		{name: "ends in time", body: sleep(3 * time.Second), took: 3 * time.Second},
		{name: "ends when it is told to", body: heed, took: 10 * time.Second, bodyErr: dbpool.ErrClosed},
		{name: "ends a moment after", body: sleep(10500 * time.Millisecond), took: 10500 * time.Millisecond},
		{name: "does not end", body: sleep(time.Minute), took: 11 * time.Second, leaked: true},
		{name: "caller is in a hurry", body: heed, patience: 2 * time.Second, took: 2 * time.Second, bodyErr: dbpool.ErrClosed},
		{name: "caller is late", body: heed, patience: -1, bodyErr: dbpool.ErrClosed},
	}
	for _, test := range tests {
		for _, name := range []string{"With", "InTx"} {
			t.Run(test.name+"/"+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := newFake()
					pool := openFake(t, f, dbpool.Config{})
					var work sync.WaitGroup
					work.Go(func() {
						err := operations[name](t.Context(), pool, test.body)
						if !test.leaked && test.bodyErr != nil && !errors.Is(err, test.bodyErr) {
							t.Errorf("the work ended with %v, want %v", err, test.bodyErr)
						}
					})
					synctest.Wait()

					ctx := t.Context()
					if test.patience != 0 {
						var cancel context.CancelFunc
						ctx, cancel = context.WithTimeout(ctx, test.patience)
						defer cancel()
					}
					start := time.Now()
					err := pool.Close(ctx)
					if took := time.Since(start); took != test.took {
						t.Errorf("Close took %v, want %v", took, test.took)
					}
					if errors.Is(err, dbpool.ErrLeaked) != test.leaked || (err != nil) != test.leaked {
						t.Errorf("Close: %v", err)
					}
					if f.open() != "map[]" {
						t.Errorf("left open: %s", f.open())
					}
					work.Wait()
				})
			})
		}
	}
}

func TestCloseRefuses(t *testing.T) {
	for name, operation := range operations {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				pool := openFake(t, newFake(), dbpool.Config{Kept: 1, Overflow: dbpool.None})
				nothing := func(context.Context) error { t.Error("called all the same"); return errBody }
				var work sync.WaitGroup
				work.Go(func() { // has the connection
					err := operations["With"](t.Context(), pool, func(context.Context) error { time.Sleep(5 * time.Second); return nil })
					if err != nil {
						t.Errorf("the work that was under way: %v", err)
					}
				})
				synctest.Wait()
				start := time.Now()
				work.Go(func() { // waits for it
					err := operation(t.Context(), pool, nothing)
					if !errors.Is(err, dbpool.ErrClosed) || time.Since(start) != time.Second {
						t.Errorf("the waiting one got %v after %v, want ErrClosed when Close was called", err, time.Since(start))
					}
				})
				time.Sleep(time.Second)
				work.Go(func() {
					if err := pool.Close(t.Context()); err != nil {
						t.Errorf("Close: %v", err)
					}
				})
				synctest.Wait()
				if err := operation(t.Context(), pool, nothing); !errors.Is(err, dbpool.ErrClosed) {
					t.Errorf("a new one got %v, want ErrClosed", err)
				}
				work.Wait()
				if err := operation(t.Context(), pool, nothing); !errors.Is(err, dbpool.ErrClosed) {
					t.Errorf("after Close one got %v, want ErrClosed", err)
				}
				if !pool.Stats().Closed {
					t.Error("Stats does not say that the pool is closed")
				}
			})
		})
	}
}

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
					"dbpool_test.init.func", "close_test.go:", // the leak's place
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

func TestCloseRemoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		attempts := 0
		pool := openFake(t, f, dbpool.Config{
			Remove: func(context.Context) error {
				if f.open() != "map[]" {
					t.Errorf("open when the database is removed: %s", f.open())
				}
				if attempts++; attempts < 3 {
					return errIO
				}
				return nil
			},
			RemoveRetry: &retry.Policy{},
		})
		start := time.Now()
		if err := pool.Close(t.Context()); err != nil || attempts != 3 || time.Since(start) != 3*time.Second {
			t.Errorf("Close: %v after %d attempts in %v; want nil after 3 in 3s", err, attempts, time.Since(start))
		}
	})
}

// All that fails is returned and logged.
func TestCloseFails(t *testing.T) {
	var log bytes.Buffer
	f := newFake()
	f.set("close", fails(errDown))
	pool := openFake(t, f, dbpool.Config{
		Name:        "users",
		Logger:      slog.New(slog.NewTextHandler(&log, nil)),
		Remove:      func(context.Context) error { return errIO },
		RemoveRetry: &retry.Policy{Attempts: 1},
	})
	err := pool.Close(t.Context())
	if !errors.Is(err, errDown) || !errors.Is(err, errIO) {
		t.Errorf("Close: %v, want both errors", err)
	}
	if step, ok := errors.AsType[*teardown.StepError](err); !ok || step.Step != "close pool users" {
		t.Errorf("Close: %#v, want a *StepError", err)
	}
	for _, want := range []string{`step="close pool users"`, `step="remove the database of pool users"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%s is not in the log:\n%s", want, log.String())
		}
	}
}

func TestCloseTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		removals := 0
		pool := openFake(t, newFake(), dbpool.Config{Remove: func(context.Context) error { removals++; return retry.Permanent(errIO) }})
		release := leaks["Conn"](t, pool.DB())
		var closers sync.WaitGroup
		for range 8 {
			closers.Go(func() {
				if err := pool.Close(t.Context()); !errors.Is(err, errIO) {
					t.Errorf("Close: %v", err)
				}
			})
		}
		closers.Wait()
		if err := pool.Close(t.Context()); !errors.Is(err, errIO) || removals != 1 {
			t.Errorf("%d removals, Close at last: %v", removals, err)
		}
		if err := release(); err != nil {
			t.Error(err)
		}
	})
}

// Some goroutines work as fast as they can, one closes. With the race detector.
func TestCloseUnderLoad(t *testing.T) {
	for _, mode := range []track.Mode{track.Off, track.Count, track.Stacks} {
		t.Run(fmt.Sprint(mode), func(t *testing.T) {
			f := newFake()
			pool := openTracked(t, f, mode, dbpool.Config{Kept: 1, Overflow: 1})
			started := make(chan struct{}, 4)
			var work sync.WaitGroup
			for name, operation := range operations {
				work.Go(func() {
					for n := 0; ; n++ {
						err := operation(t.Context(), pool, func(context.Context) error { return nil })
						if errors.Is(err, dbpool.ErrClosed) {
							return
						}
						if err != nil {
							t.Errorf("%s: %v", name, err)
							return
						}
						if n == 20 {
							started <- struct{}{}
						}
					}
				})
			}
			for range operations {
				<-started
			}
			if err := pool.Close(t.Context()); err != nil {
				t.Errorf("Close: %v", err)
			}
			work.Wait()
			if f.open() != "map[]" {
				t.Errorf("open: %s", f.open())
			}
		})
	}
}
