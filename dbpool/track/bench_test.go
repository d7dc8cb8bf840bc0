package track_test

import (
	"context"
	"database/sql"
	"testing"

	"modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool/internal/turns"
	"github.com/leakvet/leakvet/dbpool/track"
)

// BenchmarkOverhead reports how much longer an operation on SQLite in memory
// takes than with the driver alone: short batches in turns, the 5th percentile
// of each, so that a busy machine disturbs all alike.
//
//	go test -run '^$' -bench Overhead -benchtime 1x ./dbpool/track
func BenchmarkOverhead(b *testing.B) {
	for name, operation := range map[string]func(*sql.DB) error{
		"QueryRow": queryRow,
		"Query100": query100,
		"Exec":     execOne,
		"BeginTx":  beginRollback,
		"CheckOut": checkOut,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ns := interleaved(b, operation)
				b.ReportMetric(ns[0], "bare-ns/op")
				b.ReportMetric(ns[1]/ns[0], "off-x")
				b.ReportMetric(ns[2]/ns[0], "count-x")
				b.ReportMetric(ns[3]/ns[0], "stacks-x")
			}
		})
	}
}

func queryRow(db *sql.DB) error {
	var n int
	return db.QueryRow("SELECT b FROM t WHERE a = ?", 7).Scan(&n)
}

func query100(db *sql.DB) error {
	rows, err := db.Query("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x < 100) SELECT x FROM c")
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 0; rows.Next(); {
		if err := rows.Scan(&n); err != nil {
			return err
		}
	}
	return rows.Err()
}

func execOne(db *sql.DB) error {
	_, err := db.Exec("UPDATE t SET b = b + 1 WHERE a = ?", 7)
	return err
}

func beginRollback(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	return tx.Rollback()
}

func checkOut(db *sql.DB) error {
	conn, err := db.Conn(context.Background())
	if err != nil {
		return err
	}
	return conn.Close()
}

// interleaved returns the time of an operation in ns: with the driver alone,
// and with each mode.
func interleaved(b *testing.B, operation func(*sql.DB) error) []float64 {
	bare, err := track.Open(new(sqlite.Driver), "file::memory:", track.Off)
	if err != nil {
		b.Fatal(err)
	}
	dbs := []*sql.DB{sql.OpenDB(bare)}
	for _, mode := range []track.Mode{track.Off, track.Count, track.Stacks} {
		dbs = append(dbs, sql.OpenDB(track.Wrap(bare, mode)))
	}
	for _, db := range dbs {
		db.SetMaxOpenConns(1)
		if _, err := db.Exec("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER); INSERT INTO t VALUES (7, 1)"); err != nil {
			b.Fatal(err)
		}
	}
	var operations []func() error
	for _, db := range dbs {
		operations = append(operations, func() error { return operation(db) })
	}
	ns, err := turns.Time(50, 400, operations...)
	if err != nil {
		b.Fatal(err)
	}
	for _, db := range dbs {
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
	return ns
}
