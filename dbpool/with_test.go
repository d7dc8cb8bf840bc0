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

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/track"
)

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

// A query that the function left running is ended, and With does not wait for
// more than that.
func TestForgottenQuery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		pool := openFake(t, f, dbpool.Config{})
		f.set("exec", hangs)
		var query sync.WaitGroup
		err := pool.With(t.Context(), func(ctx context.Context, conn *sql.Conn) error {
			query.Go(func() {
				if _, err := conn.ExecContext(ctx, "VACUUM"); !errors.Is(err, context.Canceled) {
					t.Errorf("the query ended with %v", err)
				}
			})
			synctest.Wait()
			return nil
		})
		query.Wait()
		leak, ok := errors.AsType[*dbpool.LeakError](err)
		if !ok || len(leak.Closed) != 1 || !strings.Contains(err.Error(), `running "VACUUM"`) {
			t.Errorf("got %v, want that a query was running", err)
		}
		f.set("exec", nil)
		checkHealthy(t, f, pool)
	})
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
