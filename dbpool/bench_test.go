package dbpool_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/internal/turns"
	"github.com/leakvet/leakvet/dbpool/track"
)

// BenchmarkWith reports how much longer a query takes in With, and a transaction
// in InTx, than with database/sql alone: as many operations of each in short
// batches that take turns, the 5th percentile of each, so that a busy machine
// disturbs all alike. The context is one that can end, as that of a request. The
// last figures are of database/sql alone again: with a context that ends with the
// function and a connection of its own, which is what With promises and the least
// that it can cost, and with a limit to the wait besides, as the pool has one.
//
//	go test -run '^$' -bench With -benchtime 1x ./dbpool
func BenchmarkWith(b *testing.B) {
	for _, database := range []struct {
		name, dsn string
		config    dbpool.Config
	}{
		{"file", "users.db", dbpool.Config{}}, // as it is without options
		{"wal", "users.db?_pragma=journal_mode(WAL)", dbpool.Config{}},
		{"memory", ":memory:", dbpool.Config{Kept: 1, Overflow: dbpool.None}}, // one connection is one database
	} {
		open := func(mode track.Mode) *dbpool.Pool { return benchPool(b, database.dsn, database.config, mode) }
		bare, least, limited := open(track.Off).DB(), open(track.Off).DB(), open(track.Off).DB()
		pools := []*dbpool.Pool{open(track.Off), open(track.Count), open(track.Stacks)}
		ctx, cancel := context.WithCancel(b.Context())
		defer cancel()

		for name, work := range map[string]struct {
			plain  func(context.Context, *sql.DB) error
			byHand func(context.Context, *sql.DB) error
			pooled func(context.Context, *dbpool.Pool) error
		}{
			"row":  {plain(oneRow), byHand(oneRow), with(oneRow)},
			"rows": {plain(manyRows), byHand(manyRows), with(manyRows)},
			"tx":   {plainTx, plainTx, inTx},
		} {
			operations := []func() error{func() error { return work.plain(ctx, bare) }}
			for _, pool := range pools {
				operations = append(operations, func() error { return work.pooled(ctx, pool) })
			}
			operations = append(operations, func() error {
				ctx, cancel := context.WithCancel(ctx)
				defer cancel()
				return work.byHand(ctx, least)
			}, func() error {
				ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
				defer cancel()
				return work.byHand(ctx, limited)
			})
			b.Run(database.name+"/"+name, func(b *testing.B) { report(b, operations) })
		}
	}
}

func plain(work func(context.Context, dbpool.Querier) error) func(context.Context, *sql.DB) error {
	return func(ctx context.Context, db *sql.DB) error { return work(ctx, db) }
}

func byHand(work func(context.Context, dbpool.Querier) error) func(context.Context, *sql.DB) error {
	return func(ctx context.Context, db *sql.DB) (err error) {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, conn.Close()) }()
		return work(ctx, conn)
	}
}

func with(work func(context.Context, dbpool.Querier) error) func(context.Context, *dbpool.Pool) error {
	return func(ctx context.Context, pool *dbpool.Pool) error {
		return pool.With(ctx, func(ctx context.Context, conn *sql.Conn) error { return work(ctx, conn) })
	}
}

func plainTx(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := oneRow(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func inTx(ctx context.Context, pool *dbpool.Pool) error {
	return pool.InTx(ctx, nil, func(ctx context.Context, tx *sql.Tx) error { return oneRow(ctx, tx) })
}

func oneRow(ctx context.Context, q dbpool.Querier) error {
	return sum(ctx, q, "SELECT id FROM users WHERE id = ?", 2)
}

func manyRows(ctx context.Context, q dbpool.Querier) error {
	return sum(ctx, q, "SELECT id FROM users ORDER BY id LIMIT ?", 50)
}

func sum(ctx context.Context, q dbpool.Querier, query string, arg int) error {
	rows, err := q.QueryContext(ctx, query, arg)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for id := 0; rows.Next(); {
		if err := rows.Scan(&id); err != nil {
			return err
		}
	}
	return rows.Err()
}

// report reports the time of the first operation, and of the others as ratios.
func report(b *testing.B, operations []func() error) {
	for b.Loop() {
		ns, err := turns.Time(50, 400, operations...)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(ns[0], "bare-ns/op")
		for i, unit := range []string{"off-x", "count-x", "stacks-x", "least-x", "limited-x"} {
			b.ReportMetric(ns[i+1]/ns[0], unit)
		}
	}
}

// benchPool opens a pool on a new database.
func benchPool(b *testing.B, dsn string, config dbpool.Config, mode track.Mode) *dbpool.Pool {
	b.Helper()
	if dsn != ":memory:" {
		dsn = filepath.Join(b.TempDir(), dsn)
	}
	connector, err := track.Open(new(sqlite.Driver), dsn, mode)
	if err != nil {
		b.Fatal(err)
	}
	pool, err := dbpool.OpenDB(b.Context(), connector, config)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := pool.Close(context.WithoutCancel(b.Context())); err != nil {
			b.Error(err)
		}
	})
	for _, statement := range []string{
		"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 100) INSERT INTO users SELECT i, 'user ' || i FROM n",
	} {
		if _, err := pool.DB().ExecContext(b.Context(), statement); err != nil {
			b.Fatal(err)
		}
	}
	return pool
}
