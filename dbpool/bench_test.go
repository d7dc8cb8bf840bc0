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
// in InTx, than with database/sql alone: short batches in turns, the 5th
// percentile of each, so that a busy machine disturbs all alike. The last figure
// is database/sql with a time limit of its own, as the pool has one.
//
//	go test -run '^$' -bench With -benchtime 1x ./dbpool
func BenchmarkWith(b *testing.B) {
	bare := benchPool(b, track.Off).DB()
	limited := benchPool(b, track.Off).DB()
	off, count, stacks := benchPool(b, track.Off), benchPool(b, track.Count), benchPool(b, track.Stacks)
	ctx, cancel := context.WithCancel(b.Context()) // as that of a request, it can end
	defer cancel()

	for name, work := range map[string]func(context.Context, dbpool.Querier) error{"row": oneRow, "rows": manyRows} {
		with := func(pool *dbpool.Pool) func() error {
			return func() error {
				return pool.With(ctx, func(ctx context.Context, conn *sql.Conn) error { return work(ctx, conn) })
			}
		}
		b.Run(name, func(b *testing.B) {
			report(b, func() error { return work(ctx, bare) }, with(off), with(count), with(stacks), func() error {
				ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
				defer cancel()
				return work(ctx, limited)
			})
		})
	}

	begin := func(db *sql.DB, ctx context.Context) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if err := oneRow(ctx, tx); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	}
	inTx := func(pool *dbpool.Pool) func() error {
		return func() error {
			return pool.InTx(ctx, nil, func(ctx context.Context, tx *sql.Tx) error { return oneRow(ctx, tx) })
		}
	}
	b.Run("tx", func(b *testing.B) {
		report(b, func() error { return begin(bare, ctx) }, inTx(off), inTx(count), inTx(stacks), func() error {
			ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
			defer cancel()
			return begin(limited, ctx)
		})
	})
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
func report(b *testing.B, bare, off, count, stacks, limited func() error) {
	for range b.N {
		ns, err := turns.Time(50, 400, bare, off, count, stacks, limited)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(ns[0], "bare-ns/op")
		for i, unit := range []string{"off-x", "count-x", "stacks-x", "limited-x"} {
			b.ReportMetric(ns[i+1]/ns[0], unit)
		}
	}
}

// benchPool opens a pool on a new database in a file.
func benchPool(b *testing.B, mode track.Mode) *dbpool.Pool {
	b.Helper()
	path := filepath.Join(b.TempDir(), "users.db")
	connector, err := track.Open(new(sqlite.Driver), path+"?_pragma=journal_mode(WAL)", mode)
	if err != nil {
		b.Fatal(err)
	}
	pool, err := dbpool.OpenDB(b.Context(), connector, dbpool.Config{})
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
