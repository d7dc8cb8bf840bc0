package sourcetest

import (
	"context"
	"database/sql"
	"errors"
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
		r := run(t.Name(), func(r *recorder) {
			connector, err := source.New(r).Connector()
			if err != nil {
				r.Fatalf("%v", err)
			}
			pool := sql.OpenDB(connector) //leakvet:ignore undisposed closed in one of two cases
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

func (d Database) schema(t *testing.T) {
	d.unchanged(t)
	ctx := context.Background()
	nothing := func(context.Context, *dbtest.DB) error { return nil }
	for name, test := range map[string]struct {
		schema dbtest.Schema
		want   string // of the error; "" for success
	}{
		"empty":      {dbtest.Empty(), ""},
		"two files":  {dbtest.Files(fstest.MapFS{"2.sql": {Data: []byte("INSERT INTO u VALUES (1)")}, "1.sql": {Data: []byte("CREATE TABLE u (a INT)")}}), ""},
		"no files":   {dbtest.Files(fstest.MapFS{}), "no file matches"},
		"wrong":      {plain("CREATE TABLE"), "schema.sql: "},
		"none again": {dbtest.Migrations(fstest.MapFS{}, nothing), "no files"},
		"leak": {dbtest.Migrations(fstest.MapFS{"x": {}}, func(_ context.Context, db *dbtest.DB) error {
			_, err := db.Exec(schema)
			leakRows(db.DB)
			return err
		}), "sourcetest.leakRows"},
		"error": {dbtest.Migrations(fstest.MapFS{"y": {}}, func(context.Context, *dbtest.DB) error {
			return errors.New("no luck")
		}), "apply the schema: no luck"},
	} {
		t.Run(name, func(t *testing.T) {
			source := d.New(test.schema)
			for range 2 {
				err := source.Run(ctx, t.Name(), nothing)
				if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
					t.Errorf("%v, want %q", err, test.want)
				}
			}
		})
	}
}

func (d Database) run(t *testing.T) {
	source := d.New(plain(schema), dbtest.Keeping(dbtest.KeepNone))
	d.unchanged(t)
	errBody := errors.New("body")
	for _, test := range []struct {
		name string
		body func(context.Context, *dbtest.DB) error
		want []string
	}{
		{"success", func(ctx context.Context, db *dbtest.DB) error { return db.PingContext(ctx) }, nil},
		{"failure", func(context.Context, *dbtest.DB) error { return errBody }, []string{"body"}},
		{"leak", func(_ context.Context, db *dbtest.DB) error { leakTx(db.DB); return nil }, []string{"leakTx"}},
		{"both", func(_ context.Context, db *dbtest.DB) error { leakTx(db.DB); return errBody }, []string{"body", "leakTx"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := source.Run(context.Background(), t.Name(), test.body)
			if (err == nil) != (test.want == nil) {
				t.Fatal(err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%v does not say %q", err, want)
				}
			}
		})
	}
	t.Run("panic", func(t *testing.T) {
		defer func() {
			if recover() != "oh" {
				t.Error("the panic is gone")
			}
		}()
		_ = source.Run(context.Background(), t.Name(), func(context.Context, *dbtest.DB) error { panic("oh") })
	})
}

type tests int

func (code tests) Run() int { return int(code) }

func (d Database) main(t *testing.T) {
	source := d.New(plain(schema), dbtest.Keeping(dbtest.KeepNone))
	d.unchanged(t)
	nothing := func(*dbtest.DB) {}
	for _, test := range []struct {
		name  string
		tests tests
		use   func(*dbtest.DB)
		want  int
	}{
		{"success", 0, nothing, 0},
		{"tests failed", 2, nothing, 2},
		{"leak", 0, func(db *dbtest.DB) { leakRows(db.DB) }, 1},
		{"both", 2, func(db *dbtest.DB) { leakRows(db.DB) }, 2},
	} {
		if code := source.Main(test.tests, test.use); code != test.want {
			t.Errorf("%s: exit code %d, want %d", test.name, code, test.want)
		}
	}
}
