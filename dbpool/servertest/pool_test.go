package servertest_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/dbtest"
	"github.com/leakvet/leakvet/dbpool/retry"
)

// The pool on a real server, and faults that are real too. Package dbtest, which
// makes the databases, fails a test that leaves a session on one.

var quiet = slog.New(slog.DiscardHandler)

const (
	forever = "SELECT pg_sleep(600)"
	insert  = "INSERT INTO users (name) VALUES ('edsger')"
)

// usersSchema has three users.
var usersSchema = dbtest.Files(fstest.MapFS{"users.sql": {Data: []byte(`
	CREATE TABLE users (id SERIAL PRIMARY KEY, name TEXT NOT NULL);
	INSERT INTO users (name) VALUES ('ada'), ('grace'), ('mary');
`)}})

// pooled returns a pool on a new database, and the address of that.
func pooled(t testing.TB, config dbpool.Config) (*dbpool.Pool, string) {
	t.Helper()
	db := dbtest.PostgreSQL(stdlib.GetDefaultDriver(), postgres.at(t), usersSchema).New(t.(dbtest.TB))
	return openPool(t, db.DSN, config), db.DSN
}

// openPool opens a pool. The test closes it; if it fails before, its end does.
func openPool(t testing.TB, address string, config dbpool.Config) *dbpool.Pool {
	t.Helper()
	config.Logger = quiet
	pool, err := dbpool.Open(t.Context(), "pgx", address, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pool.Close(t.Context()); err != nil {
			t.Log(err)
		}
	})
	return pool
}

// operations insert a user, then run a query.
var operations = map[string]func(ctx context.Context, pool *dbpool.Pool, query string) error{
	"With": func(ctx context.Context, pool *dbpool.Pool, query string) error {
		return pool.With(ctx, func(ctx context.Context, conn *sql.Conn) error {
			_, err := conn.ExecContext(ctx, insert)
			if err == nil {
				_, err = conn.ExecContext(ctx, query)
			}
			return err
		})
	},
	"InTx": func(ctx context.Context, pool *dbpool.Pool, query string) error {
		return pool.InTx(ctx, nil, func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, insert)
			if err == nil {
				_, err = tx.ExecContext(ctx, query)
			}
			return err
		})
	},
	"Rows": func(ctx context.Context, pool *dbpool.Pool, query string) error {
		for _, err := range pool.Rows(ctx, query) {
			if err != nil {
				return err
			}
		}
		return nil
	},
}

// inserted is how many users an operation that fails has added: only a
// transaction takes back what it did.
var inserted = map[string]int{"With": 1, "InTx": 0, "Rows": 0}

// checkHealthy checks that the pool works, that nothing is in use, and that the
// users are as many as they should be; and closes it.
func checkHealthy(t *testing.T, pool *dbpool.Pool, users int) {
	t.Helper()
	if n := count(t, pool); n != users {
		t.Errorf("%d users, want %d", n, users)
	}
	if holders := pool.Holders(); len(holders) > 0 || pool.Stats().InUse > 0 {
		t.Errorf("%d in use: %v", pool.Stats().InUse, holders)
	}
	if err := pool.Close(t.Context()); err != nil {
		t.Errorf("Close: %v", err)
	}
}

func count(t *testing.T, pool *dbpool.Pool) (n int) {
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

// opened opens a database without this module's pool; the end of the test closes it.
func opened(t testing.TB, driver, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// awaitForever waits until a session of a database runs the query forever, and
// returns its number.
func awaitForever(t *testing.T, address string) (pid int) {
	t.Helper()
	db := opened(t, "pgx", address)
	pid, err := retry.Value(t.Context(), "find "+forever, retry.Policy{Attempts: 1000, Delay: 10 * time.Millisecond, Factor: 1, Logger: quiet},
		func(ctx context.Context) (pid int, err error) {
			err = db.QueryRowContext(ctx, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = $1 AND pid <> pg_backend_pid()", forever).Scan(&pid)
			return pid, err
		})
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// run executes a statement over a connection of its own.
func run(t *testing.T, address, statement string, args ...any) {
	t.Helper()
	db := opened(t, "pgx", address)
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

// state returns the server's code for an error, "" if it is not from the server.
func state(err error) string {
	failed, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return ""
	}
	return failed.Code
}
