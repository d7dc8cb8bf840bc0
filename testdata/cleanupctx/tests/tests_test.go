package tests

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/leakvet/leakvet/dbpool"
	"github.com/stretchr/testify/require"
	"github.com/stretchr/testify/suite"
)

type client interface {
	Disconnect(context.Context) error
	DropDatabase(context.Context, string) error
	Ping(context.Context) error
}

func badVariable(t *testing.T, c client) {
	ctx := t.Context()
	t.Cleanup(func() {
		require.NoError(t, c.Disconnect(ctx)) // want "cleanupctx: c.Disconnect is given a context that is done by then"
	})
}

func badTimeout(t *testing.T, c client) {
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.Disconnect(ctx); err != nil { // want "cleanupctx: c.Disconnect is given a context that is done by then"
			t.Error(err)
		}
	})
}

func badDrop(t *testing.T, c client) {
	t.Cleanup(func() {
		if err := c.DropDatabase(t.Context(), "a"); err != nil { // want "cleanupctx: c.DropDatabase is given a context that is done by then"
			t.Error(err)
		}
	})
}

func badStatement(t *testing.T, db *sql.DB) {
	t.Cleanup(func() {
		if _, err := db.ExecContext(t.Context(), "DROP TABLE a"); err != nil { // want "cleanupctx: db.ExecContext is given a context that is done by then"
			t.Error(err)
		}
	})
}

func badHelper(tb testing.TB, dsn string) *pgx.Conn {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), dsn)
	require.NoError(tb, err)
	tb.Cleanup(func() {
		require.NoError(tb, conn.Close(tb.Context())) // want "cleanupctx: conn.Close is given a context that is done by then"
	})
	return conn
}

// The subtest's context ends before the test's.
func badOuter(t *testing.T, c client) {
	t.Run("a", func(st *testing.T) {
		t.Cleanup(func() {
			if err := c.Disconnect(st.Context()); err != nil { // want "cleanupctx: c.Disconnect is given a context that is done by then"
				t.Error(err)
			}
		})
	})
}

// All defers run before the first cleanup function.
func badDeferredCancel(t *testing.T, c client) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	require.NoError(t, c.Ping(ctx))
	t.Cleanup(func() {
		if err := c.Disconnect(ctx); err != nil { // want "cleanupctx: c.Disconnect is given a context that is done by then, and cannot finish: its cancel function has been called"
			t.Error(err)
		}
	})
}

func badCancelRegisteredLater(t *testing.T, c client) {
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(func() {
		if err := c.Disconnect(ctx); err != nil { // want "cleanupctx: c.Disconnect is given a context that is done by then"
			t.Error(err)
		}
	})
	t.Cleanup(cancel)
}

type clientSuite struct {
	suite.Suite
	client client
}

func (s *clientSuite) SetupTest() {
	s.T().Cleanup(func() {
		s.Require().NoError(s.client.Disconnect(s.T().Context())) // want "cleanupctx: s.client.Disconnect is given a context that is done by then"
	})
}

func (s *clientSuite) TearDownTest() {
	s.Require().NoError(s.client.Disconnect(s.T().Context())) // it still runs within the test
}

func goodBackground(t *testing.T, c client) {
	t.Cleanup(func() {
		if err := c.Disconnect(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func goodFreshTimeout(t *testing.T, c client) {
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Second)
		defer cancel()
		if err := c.Disconnect(ctx); err != nil {
			t.Error(err)
		}
	})
}

// The test has not ended yet.
func goodDeferred(t *testing.T, c client) {
	defer func() {
		if err := c.Disconnect(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	require.NoError(t, c.Ping(t.Context()))
}

func goodCancelRegisteredFirst(t *testing.T, c client) {
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	t.Cleanup(func() {
		if err := c.Disconnect(ctx); err != nil {
			t.Error(err)
		}
	})
}

// The test's context lives longer than its subtests.
func goodInner(t *testing.T, c client) {
	ctx := t.Context()
	t.Run("a", func(t *testing.T) {
		t.Cleanup(func() {
			if err := c.Disconnect(ctx); err != nil {
				t.Error(err)
			}
		})
	})
}

// The test wants to see what it does.
func goodTried(t *testing.T, c client) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.Error(t, c.Disconnect(ctx))
}

// It only asks.
func goodNoRelease(t *testing.T, c client) {
	t.Cleanup(func() {
		if c.Ping(t.Context()) == nil {
			t.Error("still there")
		}
	})
}

// Its Close takes the end of the context for the end of its patience, and closes.
func goodUndeterred(t *testing.T, pool *dbpool.Pool) {
	t.Cleanup(func() { require.NoError(t, pool.Close(t.Context())) })
}

func dropTable(ctx context.Context, t *testing.T, db *sql.DB, name string) {
	if _, err := db.ExecContext(ctx, "DROP TABLE "+name); err != nil {
		t.Error(err)
	}
}

func badDropped(t *testing.T, db *sql.DB) {
	t.Cleanup(func() { dropTable(t.Context(), t, db, "users") }) // want "cleanupctx: dropTable is given a context that is done by then"
}

func goodDropped(t *testing.T, db *sql.DB) {
	t.Cleanup(func() { dropTable(context.Background(), t, db, "users") })
}
