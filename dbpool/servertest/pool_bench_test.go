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

// BenchmarkPoolWith reports how much longer a query over loopback takes in With
// than with database/sql alone.
//
//	go test -run '^$' -bench PoolWith -benchtime 1x .
func BenchmarkPoolWith(b *testing.B) {
	inner := connector(b, stdlib.GetDefaultDriver(), postgres.at(b))
	bare := opened(b, "pgx", postgres.at(b))
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	query := func(q interface {
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}) error {
		var n int
		return q.QueryRowContext(ctx, "SELECT $1::int", 1).Scan(&n)
	}
	operations := []func() error{func() error { return query(bare) }}
	modes := []track.Mode{track.Off, track.Count, track.Stacks}
	for _, mode := range modes {
		pool, err := dbpool.OpenDB(ctx, track.Wrap(inner, mode), dbpool.Config{})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() {
			if err := pool.Close(ctx); err != nil {
				b.Error(err)
			}
		})
		operations = append(operations, func() error {
			return pool.With(ctx, func(_ context.Context, conn *sql.Conn) error { return query(conn) })
		})
	}
	for range b.N {
		ns, err := turns.Time(20, 300, operations...)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(ns[0], "bare-ns/op")
		for i, mode := range modes {
			b.ReportMetric(ns[i+1]/ns[0], mode.String()+"-x")
		}
	}
}
