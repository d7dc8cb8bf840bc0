package sourcetest

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/leakvet/leakvet/dbpool/dbtest"
)

// A Database is a kind of database as the checks need it.
type Database struct {
	// New returns a source of databases with a schema.
	New func(dbtest.Schema, ...dbtest.Option) *dbtest.Source
	// List returns the names of all databases that sources made and that are
	// there, but for templates.
	List func(t *testing.T) []string
	// Open opens a database by its DSN, as code under test does.
	Open func(dsn string) (*sql.DB, error)
	// Races says that processes that start at once may each make the template.
	Races bool
	// Child is the name of the test that calls Child.
	Child string
}

const schema = "CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY, b VARCHAR(20));\nINSERT INTO t VALUES (1, 'one');\n"

func plain(text string) dbtest.Schema {
	return dbtest.Files(fstest.MapFS{"schema.sql": {Data: []byte(text)}})
}

// Run runs all checks.
func Run(t *testing.T, d Database) {
	t.Run("isolated", d.isolated)
	t.Run("leaks", d.leaks)
	t.Run("kept", d.kept)
	t.Run("ended by the context", d.endedByContext)
	t.Run("second pool", d.secondPool)
	t.Run("foreign session", d.foreignSession)
	t.Run("schema", d.schema)
	t.Run("run", d.run)
	t.Run("main", d.main)
	t.Run("holds nothing", d.holdsNothing)
}

// unchanged checks at the end of a test that no database is there that was not
// there before.
func (d Database) unchanged(t *testing.T) {
	before := d.List(t)
	t.Cleanup(func() {
		if after := d.List(t); !slices.Equal(before, after) {
			t.Errorf("databases left: %q, before: %q", after, before)
		}
	})
}

func (d Database) isolated(t *testing.T) {
	d.unchanged(t)
	source := d.New(plain(schema))
	t.Run("group", func(t *testing.T) {
		for i := range 8 {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				db := source.New(t)
				var n int
				if err := db.QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil || n != 1 {
					t.Errorf("%d rows to start with: %v", n, err)
				}
				if _, err := db.Exec("INSERT INTO t VALUES (2, 'two')"); err != nil {
					t.Error(err)
				}
			})
		}
	})
}

// Each kind of leak is a function of its own, to be found by name.

func leakRows(db *sql.DB) { _, _ = db.Query("SELECT a FROM t") }           //leakvet:ignore unclosed the leak is what is tested
func leakRow(db *sql.DB)  { _ = db.QueryRow("SELECT a FROM t") }           //leakvet:ignore unclosed the leak is what is tested
func leakStmt(db *sql.DB) { _, _ = db.Prepare("SELECT a FROM t") }         //leakvet:ignore unclosed the leak is what is tested
func leakConn(db *sql.DB) { _, _ = db.Conn(context.Background()) }         //leakvet:ignore unclosed the leak is what is tested
func leakTx(db *sql.DB)   { _, _ = db.BeginTx(context.Background(), nil) } //leakvet:ignore unclosed the leak is what is tested
func leakWrite(db *sql.DB) {
	tx, err := db.Begin() //leakvet:ignore unclosed the leak is what is tested
	if err == nil {
		_, _ = tx.Exec("INSERT INTO t VALUES (3, 'three')")
	}
}

func (d Database) leaks(t *testing.T) {
	d.unchanged(t)
	source := d.New(plain(schema))
	for kind, leak := range map[string]func(*sql.DB){
		"Rows": leakRows, "Row": leakRow, "Stmt": leakStmt, "Conn": leakConn, "Tx": leakTx,
	} {
		t.Run(kind, func(t *testing.T) {
			r := run(t.Name(), func(r *recorder) { leak(source.New(r).DB) })
			said := r.said.String()
			if !r.failed || !strings.Contains(said, "not closed: "+kind+" ") || !strings.Contains(said, "sourcetest.leak"+kind+" (sourcetest.go:") {
				t.Errorf("failed: %v\n%s", r.failed, said)
			}
			if strings.Count(said, "not closed: ") != 1 {
				t.Errorf("more than one leak:\n%s", said)
			}
		})
	}
	t.Run("all at once", func(t *testing.T) {
		r := run(t.Name(), func(r *recorder) {
			db := source.New(r).DB
			leakRows(db)
			leakRow(db)
			leakConn(db)
			leakWrite(db)
		})
		if n := strings.Count(r.said.String(), "not closed: "); n != 4 {
			t.Errorf("%d leaks named, want 4:\n%s", n, &r.said)
		}
	})
	t.Run("none", func(t *testing.T) {
		r := run(t.Name(), func(r *recorder) {
			db := source.New(r)
			rows, err := db.Query("SELECT a FROM t")
			if err == nil {
				err = rows.Close()
			}
			if err != nil {
				r.Errorf("%v", err)
			}
		})
		if r.failed {
			t.Error(&r.said)
		}
	})
}

func (d Database) kept(t *testing.T) {
	for _, test := range []struct {
		name string
		keep dbtest.Keep
		body func(*recorder)
		want bool
	}{
		{"passed", dbtest.KeepFailed, func(*recorder) {}, false},
		{"skipped", dbtest.KeepFailed, (*recorder).SkipNow, false},
		{"failed", dbtest.KeepFailed, func(r *recorder) { r.Errorf("failed") }, true},
		{"fatal", dbtest.KeepFailed, func(r *recorder) { r.Fatalf("failed") }, true},
		{"exited", dbtest.KeepFailed, func(*recorder) { runtime.Goexit() }, true},
		{"panicked", dbtest.KeepFailed, func(*recorder) { panic("oh") }, true},
		{"nil", dbtest.KeepFailed, func(*recorder) { *(*int)(nil) = 1 }, true},
		{"failed but none is kept", dbtest.KeepNone, func(r *recorder) { r.Errorf("failed") }, false},
		{"passed but all are kept", dbtest.KeepAll, func(*recorder) {}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			source := d.New(plain(schema), dbtest.Keeping(test.keep))
			before := d.List(t)
			r := run(t.Name(), func(r *recorder) {
				db := source.New(r)
				if _, err := db.Exec("INSERT INTO t VALUES (7, 'evidence')"); err != nil {
					t.Error(err)
				}
				test.body(r)
			})
			added := len(d.List(t)) - len(before)
			if isSaid := strings.Contains(r.said.String(), "the database is kept: "); isSaid != test.want || (added == 1) != test.want || added > 1 {
				t.Errorf("%d databases are left; it said:\n%s", added, &r.said)
			}
		})
	}
}

func (d Database) endedByContext(t *testing.T) {
	d.unchanged(t)
	source := d.New(plain(schema))
	for range 20 { // who is first, database/sql or the cleanup?
		r := run(t.Name(), func(r *recorder) {
			db := source.New(r)
			tx, err := db.BeginTx(r.Context(), nil) //leakvet:ignore unclosed the context ends it
			if err != nil {
				r.Fatalf("%v", err)
			}
			//leakvet:ignore unclosed the context ends them
			if _, err := tx.Query("SELECT a FROM t"); err != nil {
				r.Fatalf("%v", err)
			}
		})
		if r.failed {
			t.Fatal(&r.said)
		}
	}
}

func (d Database) secondPool(t *testing.T) {
	d.unchanged(t)
	source := d.New(plain(schema))
	for _, closes := range []bool{true, false} {
		var pool *sql.DB
		r := run(t.Name(), func(r *recorder) {
			connector, err := source.New(r).Connector()
			if err != nil {
				r.Fatalf("%v", err)
			}
			pool = sql.OpenDB(connector)
			if err := pool.Ping(); err != nil {
				r.Fatalf("%v", err)
			}
			leakRows(pool)
			if closes {
				pool.Close()
			}
		})
		said := r.said.String()
		if !strings.Contains(said, "sourcetest.leakRows") || strings.Contains(said, "was not closed") == closes {
			t.Errorf("closed: %v\n%s", closes, said)
		}
		pool.Close()
	}
}

func (d Database) foreignSession(t *testing.T) {
	d.unchanged(t)
	source := d.New(plain(schema))
	var pool *sql.DB
	r := run(t.Name(), func(r *recorder) {
		var err error
		if pool, err = d.Open(source.New(r).DSN); err != nil {
			r.Fatalf("%v", err)
		}
		leakWrite(pool)
	})
	if !r.failed || !strings.Contains(r.said.String(), "DB.DSN") {
		t.Errorf("failed: %v\n%s", r.failed, &r.said)
	}
	pool.Close()
}
