package dbpool_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"sync"
	"testing"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/track"
)

// A fake is a database without content. Each query has three rows. It fails as
// it is told to, and counts what is open.
type fake struct {
	mu     sync.Mutex
	faults map[string]fault // by the name of the call; guarded by mu
	calls  int              // guarded by mu
	counts map[string]int   // guarded by mu: open conn, tx and rows; commits and rollbacks

	// onCall, if not nil, is called with the number of each call before that.
	onCall func(int)
}

// A fault is what becomes of a call.
type fault func(context.Context) error

func fails(err error) fault { return func(context.Context) error { return err } }

// hangs is a call that does not return before its context ends.
func hangs(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func newFake() *fake { return &fake{faults: map[string]fault{}, counts: map[string]int{}} }

func (f *fake) set(call string, what fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults[call] = what
}

func (f *fake) call(ctx context.Context, name string) error {
	f.mu.Lock()
	f.calls++
	n, what := f.calls, f.faults[name]
	f.mu.Unlock()
	if f.onCall != nil {
		f.onCall(n)
	}
	if what == nil {
		return nil
	}
	return what(ctx)
}

func (f *fake) count(what string, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.counts[what] += n
}

func (f *fake) get(what string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.counts[what]
}

// open lists what is open, as "map[conn:1]".
func (f *fake) open() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	open := maps.Clone(f.counts)
	maps.DeleteFunc(open, func(what string, n int) bool { return n == 0 || what == "commit" || what == "rollback" })
	return fmt.Sprint(open)
}

func (f *fake) Driver() driver.Driver { return nil }

func (f *fake) Connect(ctx context.Context) (driver.Conn, error) {
	if err := f.call(ctx, "connect"); err != nil {
		return nil, err
	}
	f.count("conn", 1)
	return &fakeConn{fake: f}, nil
}

type fakeConn struct{ fake *fake }

func (c *fakeConn) Prepare(string) (driver.Stmt, error) { return &fakeStmt{c}, nil }
func (c *fakeConn) Begin() (driver.Tx, error)           { return nil, errors.New("BeginTx is meant") }
func (c *fakeConn) Ping(ctx context.Context) error      { return c.fake.call(ctx, "ping") }
func (c *fakeConn) ResetSession(ctx context.Context) error {
	return c.fake.call(ctx, "reset")
}
func (c *fakeConn) IsValid() bool { return true }

func (c *fakeConn) Close() error {
	c.fake.count("conn", -1)
	return c.fake.call(context.Background(), "close")
}

func (c *fakeConn) BeginTx(ctx context.Context, _ driver.TxOptions) (driver.Tx, error) {
	if err := c.fake.call(ctx, "begin"); err != nil {
		return nil, err
	}
	c.fake.count("tx", 1)
	return &fakeTx{c, ctx}, nil
}

func (c *fakeConn) ExecContext(ctx context.Context, _ string, _ []driver.NamedValue) (driver.Result, error) {
	return driver.RowsAffected(1), c.fake.call(ctx, "exec")
}

func (c *fakeConn) QueryContext(ctx context.Context, _ string, _ []driver.NamedValue) (driver.Rows, error) {
	if err := c.fake.call(ctx, "query"); err != nil {
		return nil, err
	}
	c.fake.count("rows", 1)
	return &fakeRows{conn: c, ctx: ctx}, nil
}

type fakeStmt struct{ conn *fakeConn }

func (s *fakeStmt) Close() error                               { return nil }
func (s *fakeStmt) NumInput() int                              { return -1 }
func (s *fakeStmt) Exec([]driver.Value) (driver.Result, error) { return driver.RowsAffected(1), nil }
func (s *fakeStmt) Query([]driver.Value) (driver.Rows, error) {
	return s.conn.QueryContext(context.Background(), "", nil)
}

// fakeTx ends with the context that it began with, as pgx has it.
type fakeTx struct {
	conn *fakeConn
	ctx  context.Context
}

func (t *fakeTx) Commit() error   { return t.end("commit") }
func (t *fakeTx) Rollback() error { return t.end("rollback") }

func (t *fakeTx) end(how string) error {
	t.conn.fake.count("tx", -1)
	if t.ctx.Err() != nil {
		return t.ctx.Err()
	}
	if err := t.conn.fake.call(t.ctx, how); err != nil {
		return err
	}
	t.conn.fake.count(how, 1)
	return nil
}

type fakeRows struct {
	conn *fakeConn
	ctx  context.Context
	n    int64
}

func (r *fakeRows) Columns() []string { return []string{"id"} }

func (r *fakeRows) Close() error {
	r.conn.fake.count("rows", -1)
	return r.conn.fake.call(r.ctx, "rows.Close")
}

func (r *fakeRows) Next(dest []driver.Value) error {
	if err := r.conn.fake.call(r.ctx, "next"); err != nil {
		return err
	}
	if r.n == 3 {
		return io.EOF
	}
	r.n++
	dest[0] = r.n
	return nil
}

var quiet = slog.New(slog.DiscardHandler)

// openFake opens a pool over a fake, with stacks.
func openFake(t *testing.T, f *fake, config dbpool.Config) *dbpool.Pool {
	t.Helper()
	return openTracked(t, f, track.Stacks, config)
}

func openTracked(t *testing.T, f *fake, mode track.Mode, config dbpool.Config) *dbpool.Pool {
	t.Helper()
	if config.Logger == nil {
		config.Logger = quiet
	}
	pool, err := dbpool.OpenDB(t.Context(), track.Wrap(f, mode), config)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, pool)
	return pool
}

// closeAtEnd closes a pool for a test that fails before it does so itself. The
// others get the same error a second time, which is theirs to check.
func closeAtEnd(t *testing.T, pool *dbpool.Pool) {
	t.Cleanup(func() {
		if err := pool.Close(t.Context()); err != nil {
			t.Log(err)
		}
	})
}
