package servertest_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/internal/turns"
	"github.com/leakvet/leakvet/dbpool/track"
)

// BenchmarkPostgreSQL reports how much longer a query over loopback takes on a
// tracked connection, and in With, than with database/sql alone: short batches
// in turns, the 5th percentile of each.
//
//	go test -run '^$' -bench '^BenchmarkPostgreSQL$' -benchtime 1x .
func BenchmarkPostgreSQL(b *testing.B) {
	inner := connector(b, stdlib.GetDefaultDriver(), postgres.at(b))
	bare := opened(b, "pgx", postgres.at(b))
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	query := func(ctx context.Context, q interface {
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}) error {
		var n int
		return q.QueryRowContext(ctx, "SELECT $1::int", 1).Scan(&n)
	}
	names := []string{"bare"}
	operations := []func() error{func() error { return query(ctx, bare) }}
	for _, mode := range []track.Mode{track.Off, track.Count, track.Stacks} {
		pool, err := dbpool.OpenDB(ctx, track.Wrap(inner, mode), dbpool.Config{})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() {
			if err := pool.Close(ctx); err != nil {
				b.Error(err)
			}
		})
		names = append(names, mode.String(), "with-"+mode.String())
		operations = append(operations,
			func() error { return query(ctx, pool.DB()) },
			func() error {
				return pool.With(ctx, func(ctx context.Context, conn *sql.Conn) error { return query(ctx, conn) })
			})
	}
	for b.Loop() {
		ns, err := turns.Time(10, 1000, operations...)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(ns[0], "bare-ns/op")
		for i, name := range names[1:] {
			b.ReportMetric(ns[i+1]/ns[0], name+"-x")
		}
	}
}
