package servertest_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/retry"
	"github.com/leakvet/leakvet/dbpool/servertest/internal/server"
)

// Something happens while an operation's query runs.
func TestPoolQueryEnds(t *testing.T) {
	tests := []struct {
		fault string
		query string
		end   func(t *testing.T, address string, cancel context.CancelFunc)
		ctx   time.Duration // its time; 0 is no limit
		is    error
		state string
	}{
		{fault: "it fails", query: "SELECT 1/0 FROM pg_sleep(0)", state: "22012"},
		{fault: "the context is cancelled", query: forever, is: context.Canceled,
			end: func(t *testing.T, address string, cancel context.CancelFunc) {
				awaitForever(t, address)
				cancel()
			}},
		{fault: "the deadline is over", query: forever, ctx: 50 * time.Millisecond, is: context.DeadlineExceeded},
		{fault: "an administrator cancels it", query: forever, state: "57014",
			end: func(t *testing.T, address string, _ context.CancelFunc) {
				run(t, address, "SELECT pg_cancel_backend($1)", awaitForever(t, address))
			}},
		{fault: "an administrator ends the session", query: forever, state: "57P01",
			end: func(t *testing.T, address string, _ context.CancelFunc) {
				run(t, address, "SELECT pg_terminate_backend($1)", awaitForever(t, address))
			}},
	}
	for _, test := range tests {
		for name, operation := range operations {
			t.Run(name+"/"+test.fault, func(t *testing.T) {
				t.Parallel()
				pool, address := pooled(t, dbpool.Config{})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if test.ctx > 0 {
					ctx, cancel = context.WithTimeout(ctx, test.ctx)
					defer cancel()
				}
				var fault sync.WaitGroup
				if test.end != nil {
					fault.Go(func() { test.end(t, address, cancel) })
				}
				err := operation(ctx, pool, test.query)
				fault.Wait()
				if test.is != nil && !errors.Is(err, test.is) {
					t.Errorf("got %v, want %v", err, test.is)
				}
				if test.state != "" && state(err) != test.state {
					t.Errorf("got %v, want SQLSTATE %s", err, test.state)
				}
				users := 3 + inserted[name]
				if test.ctx > 0 && name == "With" { // it may be over before anything was inserted
					users = count(t, pool)
				}
				checkHealthy(t, pool, users)
			})
		}
	}
}

// A session that the server ended while it was idle costs at most one error:
// pgx asks only after a second of idleness whether it is still there.
func TestPoolIdleSessionsEnd(t *testing.T) {
	pool, address := pooled(t, dbpool.Config{})
	nothing := func(context.Context, *sql.Conn) error { return nil }
	err := pool.With(t.Context(), func(ctx context.Context, _ *sql.Conn) error { // two connections
		return pool.With(ctx, nothing)
	})
	if err != nil {
		t.Fatal(err)
	}
	run(t, address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = ''")
	failures := 0
	for range 10 {
		if err := operations["InTx"](t.Context(), pool, "SELECT 1"); err != nil {
			failures++
		}
	}
	if failures > 2 {
		t.Errorf("%d failures of two connections", failures)
	}
	checkHealthy(t, pool, 3+10-failures)
}

// The server goes away in the middle of a query, and comes back.
func TestPoolServerEnds(t *testing.T) {
	postgres.at(t) // skips where there is none
	// What is committed must outlast the server.
	own, err := server.PostgreSQL("fsync=on", "synchronous_commit=on", "full_page_writes=on")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := own.Stop(); err != nil {
			t.Error(err)
		}
	}()
	run(t, own.Address, "CREATE TABLE users (id SERIAL PRIMARY KEY, name TEXT NOT NULL)")
	users := 0
	for how, end := range map[string]func() error{"is stopped": own.Halt, "is killed": own.Kill} {
		for name, operation := range operations {
			t.Run(name+"/the server "+how, func(t *testing.T) {
				pool := openPool(t, own.Address, dbpool.Config{})
				var fault sync.WaitGroup
				fault.Go(func() {
					awaitForever(t, own.Address)
					if err := end(); err != nil {
						t.Error(err)
					}
				})
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				if err := operation(ctx, pool, forever); err == nil || ctx.Err() != nil {
					t.Errorf("the query ended with %v", err)
				}
				fault.Wait()
				err := operation(t.Context(), pool, "SELECT 1")
				if err == nil || errors.Is(err, dbpool.ErrExhausted) || !strings.Contains(err.Error(), "dbpool: database: connect: ") {
					t.Errorf("without a server: %v", err)
				}

				// What a killed server left may keep the next one waiting.
				if err := retry.Do(t.Context(), "start again", retry.Removal(), func(context.Context) error { return own.Start() }); err != nil {
					t.Fatal(err)
				}
				users += inserted[name]
				checkHealthy(t, pool, users)
			})
		}
	}
}

// A transaction waits for a lock that another holds.
func TestPoolLocked(t *testing.T) {
	pool, _ := pooled(t, dbpool.Config{})
	const lock = "SELECT id FROM users WHERE id = 1 FOR UPDATE"
	err := pool.InTx(t.Context(), nil, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, lock); err != nil {
			return err
		}
		for name, operation := range operations {
			soon, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
			defer cancel()
			if err := operation(soon, pool, lock); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, dbpool.ErrExhausted) {
				t.Errorf("%s: got %v, want that the deadline is over", name, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	checkHealthy(t, pool, 4)
}

// Of transactions that cannot both be, one is tried again.
func TestPoolConflict(t *testing.T) {
	pool, _ := pooled(t, dbpool.Config{})
	policy := retry.Policy{Attempts: 20, Delay: time.Millisecond, Jitter: 1, Logger: quiet, Retryable: func(err error) bool { return state(err) == "40001" }}
	serializable := &sql.TxOptions{Isolation: sql.LevelSerializable}
	var work sync.WaitGroup
	for range 4 {
		work.Go(func() {
			err := retry.Do(t.Context(), "add as many again", policy, func(ctx context.Context) error {
				return pool.InTx(ctx, serializable, func(ctx context.Context, tx *sql.Tx) error {
					_, err := tx.ExecContext(ctx, "INSERT INTO users (name) SELECT name FROM users")
					return err
				})
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
	checkHealthy(t, pool, 3<<4) // as if one after the other
}

// The server lets no more in than the role may have. The pool gets on with the
// connections that it has, and says which error the others met.
func TestPoolTooManyConnections(t *testing.T) {
	pool, address := pooled(t, dbpool.Config{})
	role := fmt.Sprintf("limited_%d", time.Now().UnixNano())
	run(t, address, "CREATE ROLE "+role+" LOGIN CONNECTION LIMIT 1")
	defer run(t, address, "DROP ROLE "+role)
	limited := openPool(t, strings.Replace(address, "postgres@", role+"@", 1), dbpool.Config{Name: "limited"})
	nothing := func(context.Context, *sql.Conn) error { return nil }
	err := limited.With(t.Context(), func(ctx context.Context, _ *sql.Conn) error {
		err := limited.With(ctx, nothing)
		if state(err) != "53300" || !strings.HasPrefix(err.Error(), "dbpool: limited: connect: ") {
			t.Errorf("got %v, want SQLSTATE 53300", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := errors.Join(limited.With(t.Context(), nothing), limited.Close(t.Context())); err != nil {
		t.Error(err)
	}
	checkHealthy(t, pool, 3)
}

// Queries hold all connections: whoever waits is told which.
func TestPoolExhausted(t *testing.T) {
	pool, address := pooled(t, dbpool.Config{Kept: 1, Overflow: 1})
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	for range 2 {
		work.Go(func() {
			if err := operations["Rows"](ctx, pool, forever); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	awaitForever(t, address)
	err := retry.Do(t.Context(), "exhaust", retry.Policy{Attempts: 100, Delay: time.Millisecond, Logger: quiet}, func(ctx context.Context) error {
		soon, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
		defer cancel()
		err := pool.With(soon, func(context.Context, *sql.Conn) error { return nil })
		if errors.Is(err, dbpool.ErrExhausted) && strings.Contains(err.Error(), `running "`+forever) {
			return nil
		}
		return fmt.Errorf("not exhausted: %w", errors.Join(err, errors.New("but free")))
	})
	if err != nil {
		t.Error(err)
	}
	cancel()
	work.Wait()
	checkHealthy(t, pool, 3)
}

// Everything that can be left open is. Close names and closes it, and can then
// drop the database; not one session is left on it.
func TestPoolLeaks(t *testing.T) {
	admin := postgres.at(t)
	database := fmt.Sprintf("leaks_%d", time.Now().UnixNano())
	run(t, admin, "CREATE DATABASE "+database)
	pool := openPool(t, strings.Replace(admin, "/postgres?", "/"+database+"?", 1), dbpool.Config{
		DrainTimeout: dbpool.None,
		Remove:       dbpool.RemoveBy(connector(t, stdlib.GetDefaultDriver(), admin), "DROP DATABASE "+database),
	})
	late, err := leakAll(t, pool.DB())
	if err != nil {
		t.Fatal(err)
	}
	err = pool.Close(t.Context())
	leak, ok := errors.AsType[*dbpool.LeakError](err)
	if !ok || len(leak.Closed) != 4 || len(leak.Busy) > 0 {
		t.Errorf("Close: %v, want 4 leaks", err)
	}
	if _, ok := errors.AsType[*retry.Error](err); ok {
		t.Errorf("the database was not dropped: %v", err)
	}
	if err := late(); err != nil {
		t.Errorf("late Close: %v", err)
	}
	if left := names(t, "pgx", admin, "SELECT datname FROM pg_database WHERE datname = '"+database+"'"); len(left) > 0 {
		t.Error("the database is still there")
	}
}

// leakAll opens one of everything, and returns how its owner would close it.
func leakAll(t *testing.T, db *sql.DB) (late func() error, err error) {
	conn, err := db.Conn(t.Context())
	if err != nil {
		return nil, err
	}
	tx, err := db.Begin()
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	rows, err := db.Query("SELECT * FROM generate_series(1, 1000000)")
	if err != nil {
		return nil, errors.Join(err, conn.Close(), tx.Rollback())
	}
	rows.Next()
	// Last, on a connection that is idle then: on one in use it is not seen.
	stmt, err := db.Prepare("SELECT $1::int")
	if err != nil {
		return nil, errors.Join(err, conn.Close(), tx.Rollback(), rows.Close())
	}
	return func() error { return errors.Join(rows.Close(), stmt.Close(), tx.Rollback(), conn.Close()) }, nil
}
