package servertest_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/peterldowns/pgtestdb"

	"github.com/leakvet/leakvet/dbpool/dbtest"
)

// thirtyTables is a schema as a small service has it: 30 tables, each with an index.
func thirtyTables() string {
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, "CREATE TABLE t%d (id BIGSERIAL PRIMARY KEY, name TEXT NOT NULL, created TIMESTAMP);\n", i)
		fmt.Fprintf(&b, "CREATE INDEX i%d ON t%d (name);\n", i, i)
	}
	return b.String()
}

// migrator is the schema for pgtestdb.
type migrator string

func (m migrator) Hash() (string, error) { return "thirty", nil }
func (m migrator) Migrate(ctx context.Context, db *sql.DB, _ pgtestdb.Config) error {
	_, err := db.ExecContext(ctx, string(m))
	return err
}

// oneTest stands for a test: its cleanups run when it has ended.
type oneTest struct {
	testing.TB
	cleanups []func()
}

func (t *oneTest) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

func (t *oneTest) Logf(string, ...any) {} // pgtestdb says where each database is

func (t *oneTest) run(body func(*oneTest) *sql.DB) {
	if _, err := body(t).Exec("INSERT INTO t1 (name) VALUES ('a')"); err != nil {
		t.Fatal(err)
	}
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}

// BenchmarkFreshPostgreSQL compares a test that gets a database, writes to it
// and ends, with dbtest and with pgtestdb on one server: in turns, the shortest
// and the median of each.
//
//	go test -run '^$' -bench Fresh -benchtime 1x .
func BenchmarkFreshPostgreSQL(b *testing.B) {
	address := postgres.at(b)
	schema := thirtyTables()
	source := dbtest.PostgreSQL(stdlib.GetDefaultDriver(), address, dbtest.Files(fstest.MapFS{"schema.sql": {Data: []byte(schema)}}))
	u, err := url.Parse(address)
	if err != nil {
		b.Fatal(err)
	}
	conf := pgtestdb.Config{DriverName: "pgx", User: "postgres", Host: u.Hostname(), Port: u.Port(), Database: "postgres", Options: "sslmode=disable"}
	ours := func() { (&oneTest{TB: b}).run(func(t *oneTest) *sql.DB { return source.New(t).DB }) }
	theirs := func() {
		(&oneTest{TB: b}).run(func(t *oneTest) *sql.DB { return pgtestdb.New(t, conf, migrator(schema)) })
	}
	for b.Loop() {
		report(b, "pgtestdb", "dbtest", 40, theirs, ours)
	}
}

// report measures two functions in turns, and reports the ratios of the second
// to the first.
func report(b *testing.B, first, second string, rounds int, f, g func()) {
	var took [2][]time.Duration
	f() // templates are made, connections opened
	g()
	for range rounds {
		for i, f := range []func(){f, g} {
			start := time.Now()
			f()
			took[i] = append(took[i], time.Since(start))
		}
	}
	for i, name := range []string{first, second} {
		slices.Sort(took[i])
		b.ReportMetric(float64(took[i][0].Microseconds()), name+"-µs")
	}
	b.ReportMetric(float64(took[1][0])/float64(took[0][0]), "ratio-of-shortest")
	b.ReportMetric(float64(took[1][rounds/2])/float64(took[0][rounds/2]), "ratio-of-medians")
}
