package servertest_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"testing"
	"testing/fstest"
	"time"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/dbtest"
	"github.com/leakvet/leakvet/dbpool/retry"
)

// The pool on a real server, and faults that are real too. Package dbtest, which
// makes the databases, fails a test that leaves a session on one.

var quiet = slog.New(slog.DiscardHandler)

const insert = "INSERT INTO users (name) VALUES ('edsger')"

// usersSchema has three users.
var usersSchema = dbtest.Files(fstest.MapFS{"users.sql": {Data: []byte(`
	CREATE TABLE users (id SERIAL PRIMARY KEY, name VARCHAR(20) NOT NULL);
	INSERT INTO users (name) VALUES ('ada'), ('grace'), ('mary');
`)}})

// pooled returns a pool on a new database, and the address of that.
func (k *kind) pooled(t testing.TB, config dbpool.Config) (*dbpool.Pool, string) {
	t.Helper()
	db := k.source(k.driver, k.at(t), usersSchema).New(t.(dbtest.TB))
	return k.open(t, db.DSN, config), db.DSN
}

// open opens a pool. The test closes it; if it fails before, its end does.
func (k *kind) open(t testing.TB, address string, config dbpool.Config) *dbpool.Pool {
	t.Helper()
	config.Logger = quiet
	pool, err := dbpool.Open(t.Context(), k.name, address, config)
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
func opened(t testing.TB, name, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open(name, address)
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
// returns its number. It leaves no connection, which the end of the server would
// break.
func (k *kind) awaitForever(t *testing.T, address string) (session int) {
	t.Helper()
	db, err := sql.Open(k.name, address)
	if err != nil {
		t.Fatal(err)
	}
	session, err = retry.Value(t.Context(), "find "+k.forever, retry.Policy{Attempts: 1000, Delay: 10 * time.Millisecond, Factor: 1, Logger: quiet},
		func(ctx context.Context) (session int, err error) {
			err = db.QueryRowContext(ctx, k.running, k.forever).Scan(&session)
			return session, err
		})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return session
}
