package servertest_test

import (
	"context"
	"database/sql"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/track"
)

// BenchmarkPoolWith reports how much longer a query over loopback takes in With
// than with database/sql alone: short batches in turns, the 5th percentile of each.
//
//	go test -run '^$' -bench PoolWith -benchtime 1x ./dbpool/servertest
func BenchmarkPoolWith(b *testing.B) {
	inner := connector(b, stdlib.GetDefaultDriver(), postgres.at(b))
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	bare := opened(b, "pgx", postgres.at(b))
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
		ns := batches(b, operations)
		b.ReportMetric(ns[0], "bare-ns/op")
		for i, mode := range modes {
			b.ReportMetric(ns[i+1]/ns[0], mode.String()+"-x")
		}
	}
}

func batches(b *testing.B, operations []func() error) []float64 {
	const batch, rounds = 20, 300
	samples := make([][]float64, len(operations))
	for range rounds {
		for i, operation := range operations {
			start := time.Now()
			for range batch {
				if err := operation(); err != nil {
					b.Fatal(err)
				}
			}
			samples[i] = append(samples[i], float64(time.Since(start))/batch)
		}
	}
	ns := make([]float64, len(operations))
	for i, s := range samples {
		slices.Sort(s)
		ns[i] = s[len(s)/20]
	}
	return ns
}
