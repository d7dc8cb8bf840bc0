// Package parallel is about subtests that go on after their parent.
package parallel

import (
	"context"
	"database/sql"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

type repo struct{ db *sql.DB }

func newRepo(db *sql.DB) *repo { return &repo{db} }

func (r *repo) find() error { return r.db.Ping() }

func badOne(t *testing.T, db *sql.DB) {
	defer db.Close() // want "cleanuptest: db.Close runs when the function returns, before its parallel subtests"
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, db.Ping())
	})
}

func badClosure(t *testing.T, db *sql.DB) {
	defer func() { // want "cleanuptest: func.* runs when the function returns, before its parallel subtests"
		require.NoError(t, db.Close())
	}()
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, db.Ping())
	})
}

func badDerived(t *testing.T, db *sql.DB) {
	defer db.Close() // want "cleanuptest: db.Close runs when the function returns"
	r := newRepo(db)
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, r.find())
	})
}

func badServer(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	defer srv.Close() // want "cleanuptest: srv.Close runs when the function returns"
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		resp, err := http.Get(srv.URL)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
	})
}

func badFolder(t *testing.T) {
	dir, err := os.MkdirTemp("", "x")
	require.NoError(t, err)
	defer os.RemoveAll(dir) // want "cleanuptest: os.RemoveAll runs when the function returns"
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "a"), nil, 0o600))
	})
}

func badContext(t *testing.T, db *sql.DB) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel() // want "cleanuptest: cancel runs when the function returns"
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, db.PingContext(ctx))
	})
}

func setParallel(t *testing.T) {
	t.Helper()
	t.Parallel()
}

func badThroughHelper(t *testing.T, db *sql.DB) {
	defer db.Close() // want "cleanuptest: db.Close runs when the function returns"
	t.Run("a", func(t *testing.T) {
		setParallel(t)
		require.NoError(t, db.Ping())
	})
}

func badInGroup(t *testing.T, open func() *sql.DB) {
	t.Run("group", func(t *testing.T) {
		db := open()
		defer db.Close() // want "cleanuptest: db.Close runs when the function returns"
		t.Run("a", func(t *testing.T) {
			t.Parallel()
			require.NoError(t, db.Ping())
		})
	})
}

func goodSequential(t *testing.T, db *sql.DB) {
	defer db.Close()
	t.Run("a", func(t *testing.T) {
		require.NoError(t, db.Ping())
	})
}

// The group is over when t.Run returns.
func goodGroup(t *testing.T, db *sql.DB) {
	defer db.Close()
	t.Run("group", func(t *testing.T) {
		t.Run("a", func(t *testing.T) {
			t.Parallel()
			require.NoError(t, db.Ping())
		})
	})
}

func goodCleanup(t *testing.T, db *sql.DB) {
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, db.Ping())
	})
}

func goodOwn(t *testing.T, open func() *sql.DB) {
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		db := open()
		defer db.Close()
		require.NoError(t, db.Ping())
	})
}

func goodOther(t *testing.T, db, other *sql.DB) {
	defer db.Close()
	t.Run("a", func(t *testing.T) {
		t.Parallel()
		require.NoError(t, other.Ping())
	})
}

// The test itself is parallel, and waits for its subtests.
func goodParent(t *testing.T, db *sql.DB) {
	t.Parallel()
	defer db.Close()
	t.Run("a", func(t *testing.T) {
		require.NoError(t, db.Ping())
	})
}

func goodBenchmark(b *testing.B, db *sql.DB) {
	defer db.Close()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := db.Ping(); err != nil {
				b.Error(err)
			}
		}
	})
}

// A function of the package runs the subtests.
func badInHelper(t *testing.T) {
	db := open(t)
	defer db.Close() // want "cleanuptest: db.Close runs when the function returns, before its parallel subtests"
	checkAll(t, "users", db)
}

func checkAll(t *testing.T, table string, db *sql.DB) {
	t.Helper()
	for _, column := range []string{"id", "name"} {
		t.Run(column, func(t *testing.T) {
			t.Parallel()
			if _, err := db.Exec("SELECT " + column + " FROM " + table); err != nil {
				t.Error(err)
			}
		})
	}
}

// Its callers say which functions run the subtests.
func suite(check func(*testing.T, *sql.DB)) func(*testing.T) {
	return func(t *testing.T) {
		db := open(t)
		defer db.Close() // want "cleanuptest: db.Close runs when the function returns"
		check(t, db)
	}
}

func TestSuites(t *testing.T) {
	t.Run("ping", suite(checkPing))
	t.Run("columns", suite(checkColumns))
	t.Run("quietly", quietly(checkPing))
}

func checkPing(t *testing.T, db *sql.DB) {
	if err := db.Ping(); err != nil {
		t.Error(err)
	}
}

func checkColumns(t *testing.T, db *sql.DB) { checkAll(t, "users", db) }

// None of its callers has parallel subtests.
func quietly(check func(*testing.T, *sql.DB)) func(*testing.T) {
	return func(t *testing.T) {
		db := open(t)
		defer db.Close()
		check(t, db)
	}
}

// The helper is given another database.
func goodOtherInHelper(t *testing.T, other *sql.DB) {
	db := open(t)
	defer db.Close()
	checkPing(t, db)
	checkAll(t, "users", other)
}

// The helper waits for the subtests: they stand in one that does not run beside it.
func goodGrouped(t *testing.T) {
	db := open(t)
	defer db.Close()
	t.Run("group", func(t *testing.T) { checkAll(t, "users", db) })
}

func open(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	return db
}
