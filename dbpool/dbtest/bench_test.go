package dbtest_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool/dbtest"
)

// thirtyTables is a schema as a small service has it: 30 tables, each with an index.
func thirtyTables() string {
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, "CREATE TABLE t%d (id INTEGER PRIMARY KEY, name TEXT NOT NULL, created TIMESTAMP);\n", i)
		fmt.Fprintf(&b, "CREATE INDEX i%d ON t%d (name);\n", i, i)
	}
	return b.String()
}

// BenchmarkSQLite reports how much longer a test takes that gets a fresh
// database of thirty tables, writes to it, and ends, than the same with a
// database in memory: in turns, the shortest of each.
//
//	go test -run '^$' -bench SQLite -benchtime 1x ./dbpool/dbtest
func BenchmarkSQLite(b *testing.B) {
	schema := thirtyTables()
	source := dbtest.SQLite(new(sqlite.Driver), dbtest.Files(fstest.MapFS{"schema.sql": {Data: []byte(schema)}}), dbtest.Dir(b.TempDir()))
	insert := func(db *sql.DB) error {
		_, err := db.Exec("INSERT INTO t1 (name) VALUES ('a')")
		return err
	}
	fresh := func() error {
		return source.Run(b.Context(), "bench", func(_ context.Context, db *dbtest.DB) error { return insert(db.DB) })
	}
	memory := func() error {
		db, err := sql.Open("sqlite", ":memory:")
		if err != nil {
			return err
		}
		db.SetMaxOpenConns(1)
		_, err = db.Exec("BEGIN;" + schema + "COMMIT")
		return errors.Join(err, insert(db), db.Close())
	}
	for range b.N {
		shortest := [2]time.Duration{time.Hour, time.Hour}
		for range 100 {
			for i, f := range []func() error{memory, fresh} {
				start := time.Now()
				if err := f(); err != nil {
					b.Fatal(err)
				}
				shortest[i] = min(shortest[i], time.Since(start))
			}
		}
		b.ReportMetric(shortest[0].Seconds()*1000, "memory-ms")
		b.ReportMetric(shortest[1].Seconds()*1000, "fresh-ms")
		b.ReportMetric(float64(shortest[1])/float64(shortest[0]), "fresh/memory")
	}
}
