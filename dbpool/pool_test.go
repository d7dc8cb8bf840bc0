package dbpool_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/track"
)

func TestConfig(t *testing.T) {
	tests := []struct {
		config dbpool.Config
		err    string
	}{
		{dbpool.Config{Kept: -1}, "dbpool: Config.Kept is -1: use 1 or more, or 0 for 5"},
		{dbpool.Config{Overflow: -2}, "dbpool: Config.Overflow is -2: use 1 or more, 0 for 10, or None"},
		{dbpool.Config{AcquireTimeout: -time.Second}, "dbpool: Config.AcquireTimeout is -1s: use a positive duration, or 0 for 30s"},
		{dbpool.Config{Recycle: -time.Second}, "dbpool: Config.Recycle is -1s: use a positive duration, 0 for 30m, or None"},
		{dbpool.Config{IdleTimeout: -time.Second}, "dbpool: Config.IdleTimeout is -1s: use a positive duration, or 0 for none"},
		{dbpool.Config{DrainTimeout: -time.Second}, "dbpool: Config.DrainTimeout is -1s: use a positive duration, 0 for 10s, or None"},
		{dbpool.Config{Kept: -1, Overflow: -2}, "dbpool: Config.Kept is -1: use 1 or more, or 0 for 5\n" +
			"dbpool: Config.Overflow is -2: use 1 or more, 0 for 10, or None"},
	}
	for _, test := range tests {
		f := newFake()
		pool, err := dbpool.OpenDB(t.Context(), f, test.config)
		if err == nil {
			t.Fatalf("%v: opened, closed again: %v", test.config, pool.Close(t.Context()))
		}
		if err.Error() != test.err {
			t.Errorf("got %v, want %s", err, test.err)
		}
		if f.calls > 0 {
			t.Errorf("%v: connected all the same", test.config)
		}
	}
}

func TestLimits(t *testing.T) {
	tests := []struct {
		name       string
		config     dbpool.Config
		open, idle int // connections at the peak, and after it
	}{
		{"default", dbpool.Config{}, 15, 5},
		{"own", dbpool.Config{Kept: 2, Overflow: 1}, 3, 2},
		{"none", dbpool.Config{Kept: 2, Overflow: dbpool.None}, 2, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFake()
			pool := openFake(t, f, test.config)
			release := holdAll(t, pool)
			if n := f.get("conn"); n != test.open {
				t.Errorf("%d connections at the peak, want %d", n, test.open)
			}
			release()
			if n := f.get("conn"); n != test.idle {
				t.Errorf("%d connections kept, want %d", n, test.idle)
			}
			checkHealthy(t, f, pool)
		})
	}
}

func TestRecycle(t *testing.T) {
	tests := []struct {
		name   string
		config dbpool.Config
		wait   time.Duration
		closed bool
	}{
		{"young", dbpool.Config{}, 29 * time.Minute, false},
		{"old", dbpool.Config{}, 31 * time.Minute, true},
		{"never", dbpool.Config{Recycle: dbpool.None}, 24 * time.Hour, false},
		{"idle", dbpool.Config{IdleTimeout: time.Minute}, 3 * time.Minute, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				pool := openFake(t, f, test.config)
				time.Sleep(test.wait)
				stats := pool.Stats()
				if closed := stats.MaxLifetimeClosed+stats.MaxIdleTimeClosed > 0; closed != test.closed {
					t.Errorf("closed: %t, want %t", closed, test.closed)
				}
				checkHealthy(t, f, pool)
			})
		})
	}
}

func TestOpenFails(t *testing.T) {
	for name, what := range map[string]struct {
		call string
		fault
		err error
	}{
		"down":        {"connect", fails(errDown), errDown},
		"no answer":   {"connect", hangs, context.DeadlineExceeded},
		"no database": {"ping", fails(errSQL), errSQL},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				f.set(what.call, what.fault)
				pool, err := dbpool.OpenDB(t.Context(), f, dbpool.Config{Name: "users"})
				if err == nil {
					t.Fatalf("opened, closed again: %v", pool.Close(t.Context()))
				}
				if !errors.Is(err, what.err) || !strings.HasPrefix(err.Error(), "dbpool: users: connect: ") {
					t.Errorf("got %v", err)
				}
				if f.open() != "map[]" {
					t.Errorf("left open: %s", f.open())
				}
			})
		})
	}
}

func TestOpenUnknownDriver(t *testing.T) {
	pool, err := dbpool.Open(t.Context(), "nosuch", "", dbpool.Config{})
	if err == nil {
		t.Fatalf("opened, closed again: %v", pool.Close(t.Context()))
	}
	if !strings.Contains(err.Error(), `"nosuch"`) {
		t.Errorf("got %v", err)
	}
}

// One place that holds everything, another that holds one, and who waits.
func TestExhausted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := openFake(t, newFake(), dbpool.Config{Name: "users", Kept: 3, Overflow: dbpool.None})
		closeTx := leaks["Tx"](t, pool.DB())
		time.Sleep(time.Minute)
		var closeRows []func() error
		for range 2 {
			closeRows = append(closeRows, leaks["Rows"](t, pool.DB()))
		}

		var waiting sync.WaitGroup
		for range 3 {
			waiting.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				_ = operations["With"](ctx, pool, nil)
			})
		}
		synctest.Wait()
		if n := pool.Stats().Waiting; n != 3 {
			t.Errorf("%d waiting, want 3", n)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		err := operations["With"](ctx, pool, nil)
		waiting.Wait()

		exhausted, ok := errors.AsType[*dbpool.ExhaustedError](err)
		if !ok || exhausted.Pool != "users" || exhausted.Limit != 3 || exhausted.Waited != 2*time.Second || exhausted.Waiting != 3 {
			t.Errorf("got %#v", err)
		}
		if len(exhausted.Holders) != 3 || exhausted.Holders[0].Kind != track.KindTx || len(exhausted.Holders[0].Stack()) == 0 {
			t.Errorf("holders: %v", exhausted.Holders)
		}
		want := []string{
			"dbpool: users: no connection within 2s: 3 of 3 in use, 3 more callers wait\n    Tx held 1m2s by dbpool_test.init.func",
			"\n    2 times Rows \"SELECT id FROM users\" held 2s by dbpool_test.init.func",
			"\n    \tgithub.com/leakvet/leakvet/dbpool_test.TestExhausted.func1\n    \t\t",
			"/pool_test.go:",
		}
		for _, part := range want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q is not in: %v", part, err)
			}
		}
		if n := pool.Stats().Exhausted; n != 4 {
			t.Errorf("%d waits counted, want 4", n)
		}
		for _, release := range append(closeRows, closeTx) {
			if err := release(); err != nil {
				t.Error(err)
			}
		}
		if err := pool.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestExplain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := openFake(t, newFake(), dbpool.Config{})
		wait := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			return pool.DB().PingContext(ctx)
		}
		release := holdAll(t, pool)
		err := pool.Explain(wait())
		if !errors.Is(err, dbpool.ErrExhausted) || !errors.Is(err, context.DeadlineExceeded) ||
			!strings.HasPrefix(err.Error(), "dbpool: database: no connection: 15 of 15 in use\n    15 times Conn held 1s by ") {
			t.Errorf("a wait that ran out: %v", err)
		}
		if again := pool.Explain(err); again.Error() != err.Error() {
			t.Errorf("an error that is explained: %v", again)
		}
		for _, other := range []error{nil, errSQL, context.Canceled} {
			if err := pool.Explain(other); !errors.Is(err, other) || errors.Is(err, dbpool.ErrExhausted) {
				t.Errorf("%v became %v", other, err)
			}
		}
		release()
		if err := pool.Explain(context.DeadlineExceeded); errors.Is(err, dbpool.ErrExhausted) {
			t.Errorf("a slow query became %v", err)
		}
		if err := pool.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// What the function forgets is closed for it, and said.
func TestForgotten(t *testing.T) {
	forget := map[string]func(context.Context, *sql.Conn) error{
		"Rows": func(ctx context.Context, conn *sql.Conn) error {
			//leakvet:ignore unclosed forgetting it is the case
			_, err := conn.QueryContext(ctx, "SELECT id FROM users")
			return err
		},
		"Tx": func(ctx context.Context, conn *sql.Conn) error {
			//leakvet:ignore unclosed forgetting it is the case
			_, err := conn.BeginTx(ctx, nil)
			return err
		},
	}
	ends := map[string]func() error{
		"returns": func() error { return nil },
		"fails":   func() error { return errBody },
		"panics":  func() error { panic("bug") },
	}
	for kind, forget := range forget {
		for how, end := range ends {
			t.Run(kind+"/"+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var log bytes.Buffer
					f := newFake()
					pool := openFake(t, f, dbpool.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))})
					err, returned := run(func() error {
						return pool.With(t.Context(), func(ctx context.Context, conn *sql.Conn) error {
							return errors.Join(forget(ctx, conn), end())
						})
					})
					leak, ok := errors.AsType[*dbpool.LeakError](err)
					switch {
					case !returned: // a panic goes on; the log has the rest
					case !ok, len(leak.Closed) != 1, string(leak.Closed[0].Kind) != kind, !errors.Is(err, dbpool.ErrLeaked):
						t.Errorf("got %v, want a leak of %s", err, kind)
					}
					if how == "fails" && !errors.Is(err, errBody) {
						t.Errorf("got %v, want the function's error too", err)
					}
					if want := "1 not closed by the owner, closed now:\\n    " + kind; !strings.Contains(log.String(), want) {
						t.Errorf("%q is not in the log: %s", want, log.String())
					}
					synctest.Wait() // for database/sql to roll back
					checkHealthy(t, f, pool)
				})
			})
		}
	}
}

// Rows of a context that With does not own keep the connection; it comes back
// when they are closed.
func TestForgottenElsewhere(t *testing.T) {
	f := newFake()
	pool := openFake(t, f, dbpool.Config{})
	var rows *sql.Rows
	err := pool.With(t.Context(), func(_ context.Context, conn *sql.Conn) (err error) {
		rows, err = conn.QueryContext(t.Context(), "SELECT id FROM users")
		return err
	})
	leak, ok := errors.AsType[*dbpool.LeakError](err)
	if !ok || len(leak.Busy) != 1 || leak.Busy[0].Kind != track.KindRows || !strings.Contains(err.Error(), "1 still in use:\n    Rows ") {
		t.Fatalf("got %v, want a leak of Rows", err)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	if err := pool.Close(t.Context()); err != nil || f.open() != "map[]" {
		t.Errorf("Close: %v; open: %s", err, f.open())
	}
}

func TestConnClosedByFunction(t *testing.T) {
	f := newFake()
	pool := openFake(t, f, dbpool.Config{})
	err := pool.With(t.Context(), func(_ context.Context, conn *sql.Conn) error { return conn.Close() })
	if err != nil {
		t.Error(err)
	}
	checkHealthy(t, f, pool)
}

// A statement that DB prepared may be used in a scope, and stays open.
func TestStatementSurvives(t *testing.T) {
	f := newFake()
	pool := openFake(t, f, dbpool.Config{})
	stmt, err := pool.DB().PrepareContext(t.Context(), "SELECT id FROM users")
	if err != nil {
		t.Fatal(err)
	}
	err = pool.InTx(t.Context(), nil, func(ctx context.Context, tx *sql.Tx) error {
		var id int
		return tx.StmtContext(ctx, stmt).QueryRowContext(ctx).Scan(&id)
	})
	if err != nil {
		t.Error(err)
	}
	if err := stmt.Close(); err != nil {
		t.Error(err)
	}
	checkHealthy(t, f, pool)
}

func TestTxEndedByFunction(t *testing.T) {
	for name, end := range map[string]func(*sql.Tx) error{"commit": (*sql.Tx).Commit, "rollback": (*sql.Tx).Rollback} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			pool := openFake(t, f, dbpool.Config{})
			err := pool.InTx(t.Context(), nil, func(_ context.Context, tx *sql.Tx) error { return end(tx) })
			if !errors.Is(err, sql.ErrTxDone) { // the pool cannot promise what it did not do
				t.Errorf("got %v, want ErrTxDone", err)
			}
			err = pool.InTx(t.Context(), nil, func(_ context.Context, tx *sql.Tx) error { return errors.Join(end(tx), errBody) })
			if !errors.Is(err, errBody) || errors.Is(err, sql.ErrTxDone) {
				t.Errorf("got %v, want just the function's error", err)
			}
			checkHealthy(t, f, pool)
		})
	}
}

func TestRows(t *testing.T) {
	f := newFake()
	pool := openFake(t, f, dbpool.Config{})
	sources := map[string]func(func(dbpool.Querier) error) error{
		"DB": func(use func(dbpool.Querier) error) error { return use(pool.DB()) },
		"Conn": func(use func(dbpool.Querier) error) error {
			return pool.With(t.Context(), func(_ context.Context, conn *sql.Conn) error { return use(conn) })
		},
		"Tx": func(use func(dbpool.Querier) error) error {
			return pool.InTx(t.Context(), nil, func(_ context.Context, tx *sql.Tx) error { return use(tx) })
		},
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			for stop, want := range map[int]int{0: 6, 2: 3} { // all of 1+2+3, or until 2
				err := source(func(q dbpool.Querier) error {
					sum := 0
					for rows, err := range dbpool.Rows(t.Context(), q, "SELECT id FROM users") {
						if err != nil {
							return err
						}
						var id int
						if err := rows.Scan(&id); err != nil {
							return err
						}
						if sum += id; id == stop {
							break
						}
					}
					if sum != want {
						t.Errorf("sum %d, want %d", sum, want)
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
			f.set("query", fails(errSQL))
			defer f.set("query", nil)
			err := source(func(q dbpool.Querier) error {
				for _, err := range dbpool.Rows(t.Context(), q, "SELECT id FROM users") {
					return err
				}
				return nil
			})
			if !errors.Is(err, errSQL) {
				t.Errorf("got %v, want the query's error", err)
			}
		})
	}
	checkHealthy(t, f, pool)
}

// A release that fails after the loop was left is not silent.
func TestRowsLeft(t *testing.T) {
	var log bytes.Buffer
	f := newFake()
	f.set("rows.Close", fails(errIO))
	pool := openFake(t, f, dbpool.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	for _, err := range pool.Rows(t.Context(), "SELECT id FROM users") {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if !strings.Contains(log.String(), `msg="release of rows failed" pool=database err="i/o error"`) {
		t.Errorf("log: %s", log.String())
	}
	checkHealthy(t, f, pool)
}
