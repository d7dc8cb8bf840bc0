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

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/retry"
)

// Something happens while an operation's query runs.
func TestPoolQueryEnds(t *testing.T) { onEach(t, testPoolQueryEnds) }

func testPoolQueryEnds(t *testing.T, k *kind) {
	tests := []struct {
		fault string
		query string
		end   func(t *testing.T, address string, cancel context.CancelFunc)
		ctx   time.Duration // its time; 0 is no limit
		is    error
		state string
	}{
		{fault: "it fails", query: k.fails, state: k.failed},
		{fault: "the context is cancelled", query: k.forever, is: context.Canceled,
			end: func(t *testing.T, address string, cancel context.CancelFunc) {
				k.awaitForever(t, address)
				cancel()
			}},
		{fault: "the deadline is over", query: k.forever, ctx: 50 * time.Millisecond, is: context.DeadlineExceeded},
		{fault: "an administrator cancels it", query: k.forever, state: k.cancelled,
			end: func(t *testing.T, address string, _ context.CancelFunc) {
				k.run(t, address, k.cancel, k.awaitForever(t, address))
			}},
		{fault: "an administrator ends the session", query: k.forever, state: k.ended,
			end: func(t *testing.T, address string, _ context.CancelFunc) {
				k.run(t, address, k.end, k.awaitForever(t, address))
			}},
	}
	for _, test := range tests {
		for name, operation := range operations {
			t.Run(name+"/"+test.fault, func(t *testing.T) {
				t.Parallel()
				pool, address := k.pooled(t, dbpool.Config{})
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
				if err == nil || test.is != nil && !errors.Is(err, test.is) {
					t.Errorf("got %v, want %v", err, test.is)
				}
				if k.state(err) != test.state {
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
func TestPoolIdleSessionsEnd(t *testing.T) { onEach(t, testPoolIdleSessionsEnd) }

func testPoolIdleSessionsEnd(t *testing.T, k *kind) {
	pool, address := k.pooled(t, dbpool.Config{})
	var sessions [2]int
	err := pool.With(t.Context(), func(ctx context.Context, first *sql.Conn) error {
		return pool.With(ctx, func(ctx context.Context, second *sql.Conn) error {
			return errors.Join(
				first.QueryRowContext(ctx, k.session).Scan(&sessions[0]),
				second.QueryRowContext(ctx, k.session).Scan(&sessions[1]))
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, session := range sessions {
		k.run(t, address, k.end, session)
	}
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
func TestPoolServerEnds(t *testing.T) { onEach(t, testPoolServerEnds) }

func testPoolServerEnds(t *testing.T, k *kind) {
	k.at(t) // skips where there is none
	own, err := k.start(k.lasting...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := own.Stop(); err != nil {
			t.Error(err)
		}
	}()
	k.run(t, own.Address, "CREATE DATABASE shop")
	address := k.database(own.Address, "shop")
	k.run(t, address, "CREATE TABLE users (id SERIAL PRIMARY KEY, name VARCHAR(20) NOT NULL)")
	again := retry.Removal()
	again.Logger = quiet
	users := 0
	for how, end := range map[string]func() error{"is stopped": own.Halt, "is killed": own.Kill} {
		for name, operation := range operations {
			t.Run(name+"/the server "+how, func(t *testing.T) {
				pool := k.open(t, address, dbpool.Config{})
				var fault sync.WaitGroup
				fault.Go(func() {
					k.awaitForever(t, address)
					if err := end(); err != nil {
						t.Error(err)
					}
				})
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				if err := operation(ctx, pool, k.forever); err == nil || ctx.Err() != nil {
					t.Errorf("the query ended with %v", err)
				}
				fault.Wait()
				err := operation(t.Context(), pool, "SELECT 1")
				if err == nil || errors.Is(err, dbpool.ErrExhausted) || !strings.Contains(err.Error(), "dbpool: database: connect: ") {
					t.Errorf("without a server: %v", err)
				}

				// What a killed server left may keep the next one waiting.
				if err := retry.Do(t.Context(), "start again", again, func(context.Context) error { return own.Start() }); err != nil {
					t.Fatal(err)
				}
				users += inserted[name]
				checkHealthy(t, pool, users)
			})
		}
	}
}

// A transaction waits for a lock that another holds.
func TestPoolLocked(t *testing.T) { onEach(t, testPoolLocked) }

func testPoolLocked(t *testing.T, k *kind) {
	pool, _ := k.pooled(t, dbpool.Config{})
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
func TestPoolConflict(t *testing.T) { onEach(t, testPoolConflict) }

func testPoolConflict(t *testing.T, k *kind) {
	pool, _ := k.pooled(t, dbpool.Config{})
	policy := retry.Policy{Attempts: 20, Delay: time.Millisecond, Jitter: 1, Logger: quiet, Retryable: func(err error) bool { return k.state(err) == "40001" }}
	serializable := &sql.TxOptions{Isolation: sql.LevelSerializable}
	var work sync.WaitGroup
	for range 4 {
		work.Go(func() {
			err := retry.Do(t.Context(), "make ada the last", policy, func(ctx context.Context) error {
				return pool.InTx(ctx, serializable, func(ctx context.Context, tx *sql.Tx) error {
					var last int
					if err := tx.QueryRowContext(ctx, "SELECT MAX(id) FROM users").Scan(&last); err != nil {
						return err
					}
					_, err := tx.ExecContext(ctx, fmt.Sprintf("UPDATE users SET id = %d WHERE name = 'ada'", last+1))
					return err
				})
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
	var id int
	if err := pool.DB().QueryRowContext(t.Context(), "SELECT id FROM users WHERE name = 'ada'").Scan(&id); err != nil || id != 3+4 {
		t.Errorf("ada's number is %d, want that of four transactions one after the other (%v)", id, err)
	}
	checkHealthy(t, pool, 3)
}

// The server lets no more in than the role may have. The pool gets on with the
// connections that it has, and says which error the others met.
func TestPoolTooManyConnections(t *testing.T) { onEach(t, testPoolTooManyConnections) }

func testPoolTooManyConnections(t *testing.T, k *kind) {
	pool, address := k.pooled(t, dbpool.Config{})
	role := fmt.Sprintf("limited_%d", time.Now().UnixNano())
	for _, statement := range k.limited {
		k.run(t, address, statement, role)
	}
	defer k.run(t, address, k.drop, role)
	limited := k.open(t, k.as(address, role), dbpool.Config{Name: "limited"})
	nothing := func(context.Context, *sql.Conn) error { return nil }
	err := limited.With(t.Context(), func(ctx context.Context, _ *sql.Conn) error {
		err := limited.With(ctx, nothing)
		if k.state(err) != k.refused || !strings.HasPrefix(err.Error(), "dbpool: limited: connect: ") {
			t.Errorf("got %v, want SQLSTATE %s", err, k.refused)
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
func TestPoolExhausted(t *testing.T) { onEach(t, testPoolExhausted) }

func testPoolExhausted(t *testing.T, k *kind) {
	pool, address := k.pooled(t, dbpool.Config{Kept: 1, Overflow: 1})
	ctx, cancel := context.WithCancel(t.Context())
	var work sync.WaitGroup
	for range 2 {
		work.Go(func() {
			if err := operations["Rows"](ctx, pool, k.forever); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	k.awaitForever(t, address)
	err := retry.Do(t.Context(), "exhaust", retry.Policy{Attempts: 100, Delay: time.Millisecond, Logger: quiet}, func(ctx context.Context) error {
		soon, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
		defer cancel()
		err := pool.With(soon, func(context.Context, *sql.Conn) error { return nil })
		if errors.Is(err, dbpool.ErrExhausted) && strings.Contains(err.Error(), `running "`+k.forever) {
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
func TestPoolLeaks(t *testing.T) { onEach(t, testPoolLeaks) }

func testPoolLeaks(t *testing.T, k *kind) {
	admin := k.at(t)
	database := fmt.Sprintf("leaks_%d", time.Now().UnixNano())
	k.run(t, admin, "CREATE DATABASE %s", database)
	pool := k.open(t, k.database(admin, database), dbpool.Config{
		DrainTimeout: dbpool.None,
		Remove:       dbpool.RemoveBy(connector(t, k.driver, admin), "DROP DATABASE "+database),
	})
	late, err := k.leakAll(t, pool.DB())
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
	if left := names(t, k.name, admin, fmt.Sprintf(k.databases, database)); len(left) > 0 {
		t.Error("the database is still there")
	}
}

// leakAll opens one of everything, and returns how its owner would close it.
func (k *kind) leakAll(t *testing.T, db *sql.DB) (late func() error, err error) {
	conn, err := db.Conn(t.Context())
	if err != nil {
		return nil, err
	}
	tx, err := db.Begin()
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	rows, err := db.Query(k.rows)
	if err != nil {
		return nil, errors.Join(err, conn.Close(), tx.Rollback())
	}
	rows.Next()
	// Last, on a connection that is idle then: on one in use it is not seen.
	stmt, err := db.Prepare(k.prepared)
	if err != nil {
		return nil, errors.Join(err, conn.Close(), tx.Rollback(), rows.Close())
	}
	return func() error { return errors.Join(rows.Close(), stmt.Close(), tx.Rollback(), conn.Close()) }, nil
}
