package sourcetest

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/leakvet/leakvet/dbpool/dbtest"
)

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

// holdsNothing checks that a source whose databases are gone has no pool open,
// nor has any check before it.
func (d Database) holdsNothing(t *testing.T) {
	source := d.New(plain(schema))
	err := source.Run(t.Context(), t.Name(), func(ctx context.Context, db *dbtest.DB) error { return db.PingContext(ctx) })
	if err != nil {
		t.Error(err)
	}
	stacks := ""
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); runtime.Gosched() {
		buffer := make([]byte, 1<<20)
		stacks = string(buffer[:runtime.Stack(buffer, true)])
		if !strings.Contains(stacks, "database/sql.(*DB).connectionOpener") {
			return
		}
	}
	t.Errorf("a pool is open:\n%s", stacks)
}
