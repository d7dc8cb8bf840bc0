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
