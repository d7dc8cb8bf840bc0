package dbpool_test

import (
	"bytes"
	"context"
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
