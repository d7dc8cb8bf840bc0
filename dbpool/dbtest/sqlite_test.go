package dbtest_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"modernc.org/sqlite"

	"github.com/leakvet/leakvet/dbpool/dbtest"
	"github.com/leakvet/leakvet/dbpool/internal/sourcetest"
	"github.com/leakvet/leakvet/dbpool/teardown"
)

// sqliteIn returns SQLite with its files in a directory.
func sqliteIn(dir string) sourcetest.Database {
	return sourcetest.Database{
		New: func(s dbtest.Schema, o ...dbtest.Option) *dbtest.Source {
			return dbtest.SQLite(new(sqlite.Driver), s, append(o, dbtest.Dir(dir))...)
		},
		List: func(t *testing.T) []string {
			running, err := filepath.Glob(dir + "/*/*.db")
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(running)
			return running
		},
		Open:  func(dsn string) (*sql.DB, error) { return sql.Open("sqlite", dsn) },
		Child: "TestSQLiteChild",
	}
}

func TestSQLite(t *testing.T) {
	sourcetest.Run(t, sqliteIn(t.TempDir()))
}

// dirEnv tells child processes where the files are.
const dirEnv = "DBTEST_DIR"

func TestSQLiteChild(t *testing.T) {
	sourcetest.Child(t, func(*testing.T) sourcetest.Database { return sqliteIn(os.Getenv(dirEnv)) })
}

func TestSQLiteProcesses(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(dirEnv, dir)
	sourcetest.Processes(t, sqliteIn(dir))
}

// What cannot be removed fails the test, after ten seconds of trying; here they
// take no time.
func TestSQLiteCleanupFails(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		source := sqliteIn(dir).New(dbtest.Empty())
		err := source.Run(t.Context(), "stuck", func(_ context.Context, db *dbtest.DB) error {
			path := strings.TrimPrefix(db.DSN, "file://")
			return os.MkdirAll(filepath.Join(path+"-journal", "not empty"), 0o700)
		})
		if _, ok := errors.AsType[*teardown.StepError](err); !ok || !strings.Contains(err.Error(), "could not remove database "+dir) {
			t.Error(err)
		}
	})
}
