package dbpool_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/track"
)

var (
	errDown = errors.New("connection refused")
	errSQL  = errors.New("syntax error")
	errBody = errors.New("no such user")
	errIO   = errors.New("i/o error")
)

// operations are what a program does with a pool: a statement, then its own code.
var operations = map[string]func(ctx context.Context, pool *dbpool.Pool, body func(context.Context) error) error{
	"With": func(ctx context.Context, pool *dbpool.Pool, body func(context.Context) error) error {
		return pool.With(ctx, func(ctx context.Context, conn *sql.Conn) error {
			if _, err := conn.ExecContext(ctx, "UPDATE"); err != nil {
				return err
			}
			return body(ctx)
		})
	},
	"InTx": func(ctx context.Context, pool *dbpool.Pool, body func(context.Context) error) error {
		return pool.InTx(ctx, nil, func(ctx context.Context, tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, "UPDATE"); err != nil {
				return err
			}
			return body(ctx)
		})
	},
	"Rows": func(ctx context.Context, pool *dbpool.Pool, body func(context.Context) error) error {
		for _, err := range pool.Rows(ctx, "SELECT") {
			if err != nil {
				return err
			}
			if err := body(ctx); err != nil {
				return err
			}
		}
		return nil
	},
}

// A want is what an operation comes to. In every case nothing stays in use,
// no goroutine stays behind, and the pool goes on working: see check.
type want struct {
	errs   []error // that errors.Is finds; none is success
	not    error   // that it must not find
	text   string  // in the error
	end    string  // what became of the transaction: "commit", "rollback" or nothing
	unwind bool    // the operation does not return: it panics or exits
}

// everywhere is the same outcome of each operation but for the transaction's.
func everywhere(w want, end string) map[string]want {
	tx := w
	tx.end = end
	return map[string]want{"With": w, "InTx": tx, "Rows": w}
}

// matrix is what is guaranteed for each operation and fault.
var matrix = []struct {
	fault string
	calls map[string]fault                      // of the driver that fail
	body  func(cancel context.CancelFunc) error // nil does nothing
	end   time.Duration                         // of the caller's context: 0 never, <0 before
	hold  bool                                  // others hold all connections
	took  time.Duration
	want  map[string]want
}{
	{fault: "none", want: everywhere(want{}, "commit")},

	// Before the work.
	{fault: "idle connection died", calls: map[string]fault{"reset": fails(driver.ErrBadConn)},
		want: everywhere(want{}, "commit")},
	{fault: "server is down", calls: map[string]fault{"reset": fails(driver.ErrBadConn), "connect": fails(errDown)},
		want: everywhere(want{errs: []error{errDown}, text: "dbpool: database: connect: connection refused"}, "")},
	{fault: "server does not answer", calls: map[string]fault{"reset": fails(driver.ErrBadConn), "connect": hangs}, took: 30 * time.Second,
		want: everywhere(want{errs: []error{context.DeadlineExceeded}, not: dbpool.ErrExhausted, text: "no new connection within 30s, with 0 of 15 in use"}, "")},
	{fault: "pool is exhausted", hold: true, took: 30 * time.Second,
		want: everywhere(want{errs: []error{dbpool.ErrExhausted, context.DeadlineExceeded}, text: "dbpool: database: no connection within 30s: 15 of 15 in use\n    15 times Conn held 30s by dbpool_test.holdAll"}, "")},
	{fault: "deadline in the wait", hold: true, end: time.Second, took: time.Second,
		want: everywhere(want{errs: []error{dbpool.ErrExhausted, context.DeadlineExceeded}, text: "no connection within 1s: 15 of 15 in use"}, "")},
	{fault: "context ended before", end: -1,
		want: everywhere(want{errs: []error{context.DeadlineExceeded}, not: dbpool.ErrExhausted}, "")},

	// The work.
	{fault: "statement fails", calls: map[string]fault{"exec": fails(errSQL), "query": fails(errSQL)},
		want: everywhere(want{errs: []error{errSQL}}, "rollback")},
	{fault: "connection dies in the statement", calls: map[string]fault{"exec": fails(driver.ErrBadConn), "query": fails(driver.ErrBadConn), "rollback": fails(driver.ErrBadConn)},
		want: everywhere(want{errs: []error{driver.ErrBadConn}}, "")},
	{fault: "statement outlasts the deadline", calls: map[string]fault{"exec": hangs, "query": hangs}, end: time.Second, took: time.Second,
		want: everywhere(want{errs: []error{context.DeadlineExceeded}, not: dbpool.ErrExhausted}, "rollback")},
	{fault: "body fails", body: func(context.CancelFunc) error { return errBody },
		want: everywhere(want{errs: []error{errBody}}, "rollback")},
	{fault: "body panics", body: func(context.CancelFunc) error { panic("bug") },
		want: everywhere(want{unwind: true}, "rollback")},
	{fault: "body exits", body: func(context.CancelFunc) error { runtime.Goexit(); return nil },
		want: everywhere(want{unwind: true}, "rollback")},
	{fault: "context ends in the body", body: func(cancel context.CancelFunc) error { cancel(); return nil },
		want: map[string]want{
			"With": {}, // nothing failed
			"InTx": {errs: []error{context.Canceled}, end: "rollback"},
		}},

	// The end of the work.
	{fault: "begin fails", calls: map[string]fault{"begin": fails(errIO)},
		want: map[string]want{"InTx": {errs: []error{errIO}, text: "dbpool: database: begin: i/o error"}}},
	{fault: "begin outlasts the deadline", calls: map[string]fault{"begin": hangs}, end: time.Second, took: time.Second,
		want: map[string]want{"InTx": {errs: []error{context.DeadlineExceeded}}}},
	{fault: "commit fails", calls: map[string]fault{"commit": fails(errIO)},
		want: map[string]want{"InTx": {errs: []error{errIO}, text: "dbpool: database: commit: i/o error"}}},
	{fault: "commit outlasts the deadline", calls: map[string]fault{"commit": hangs}, end: time.Second, took: time.Second,
		want: map[string]want{"InTx": {errs: []error{context.DeadlineExceeded}}}},
	{fault: "rollback fails too", calls: map[string]fault{"rollback": fails(errIO)}, body: func(context.CancelFunc) error { return errBody },
		want: map[string]want{"InTx": {errs: []error{errBody, errIO}, text: "no such user\ndbpool: database: rollback: i/o error"}}},
	{fault: "rollback hangs", calls: map[string]fault{"rollback": hangs}, body: func(context.CancelFunc) error { return errBody }, took: 5 * time.Second,
		want: map[string]want{"InTx": {errs: []error{errBody, context.Canceled}}}},
	{fault: "a row fails", calls: map[string]fault{"next": fails(errIO)},
		want: map[string]want{"Rows": {errs: []error{errIO}}}},
	{fault: "a row outlasts the deadline", calls: map[string]fault{"next": hangs}, end: time.Second, took: time.Second,
		want: map[string]want{"Rows": {errs: []error{context.DeadlineExceeded}}}},
	{fault: "closing rows fails", calls: map[string]fault{"rows.Close": fails(errIO)},
		want: map[string]want{"Rows": {errs: []error{errIO}}}},
}

func TestMatrix(t *testing.T) {
	for _, row := range matrix {
		for name, expected := range row.want {
			t.Run(name+"/"+row.fault, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := newFake()
					pool := openFake(t, f, dbpool.Config{})
					release := func() {}
					if row.hold {
						release = holdAll(t, pool)
					}
					for call, what := range row.calls {
						f.set(call, what)
					}
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					if row.end != 0 {
						var cancelEnd context.CancelFunc
						ctx, cancelEnd = context.WithTimeout(ctx, row.end)
						defer cancelEnd()
					}
					body := func(context.Context) error {
						if row.body == nil {
							return nil
						}
						return row.body(cancel)
					}

					start := time.Now()
					err, returned := run(func() error { return operations[name](ctx, pool, body) })
					if took := time.Since(start); took != row.took {
						t.Errorf("took %v, want %v", took, row.took)
					}
					release()
					for call := range row.calls {
						f.set(call, nil)
					}
					expected.check(t, err, returned)
					checkEnd(t, f, expected.end)
					checkHealthy(t, f, pool)
				})
			})
		}
	}
}

// run runs f on a goroutine of its own, and says whether it returned.
func run(f func() error) (err error, returned bool) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() { _ = recover() }()
		err = f()
		returned = true
	}()
	<-ended
	return err, returned
}

func (w want) check(t *testing.T, err error, returned bool) {
	t.Helper()
	if returned == w.unwind {
		t.Errorf("returned: %t, want %t", returned, !w.unwind)
	}
	if len(w.errs) == 0 && err != nil {
		t.Errorf("failed: %v", err)
	}
	for _, target := range w.errs {
		if !errors.Is(err, target) {
			t.Errorf("error %v, want %v in it", err, target)
		}
	}
	if w.not != nil && errors.Is(err, w.not) {
		t.Errorf("error %v, want %v not in it", err, w.not)
	}
	if !strings.Contains(fmt.Sprint(err), w.text) {
		t.Errorf("error %v, want %q in it", err, w.text)
	}
}

// checkEnd checks what became of the transaction.
func checkEnd(t *testing.T, f *fake, end string) {
	t.Helper()
	got := ""
	for _, how := range []string{"commit", "rollback"} {
		got += strings.Repeat(how, f.get(how))
	}
	if got != end {
		t.Errorf("the transaction ended by %q, want %q", got, end)
	}
}

// checkHealthy checks what holds after every operation: nothing is in use, the
// pool works, and leaves nothing behind. That no goroutine is left, synctest.Test
// checks.
func checkHealthy(t *testing.T, f *fake, pool *dbpool.Pool) {
	t.Helper()
	if stats := pool.Stats(); stats.InUse != 0 || stats.Waiting != 0 {
		t.Errorf("%d in use, %d waiting", stats.InUse, stats.Waiting)
	}
	if holders := pool.Holders(); len(holders) > 0 {
		t.Errorf("open: %v", holders)
	}
	if n := f.get("tx") + f.get("rows"); n > 0 {
		t.Errorf("open in the driver: %s", f.open())
	}
	err := pool.With(t.Context(), func(ctx context.Context, conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, "UPDATE")
		return err
	})
	if err != nil {
		t.Errorf("the pool does not work any more: %v", err)
	}
	if err := pool.Close(t.Context()); err != nil {
		t.Errorf("Close: %v", err)
	}
	if f.open() != "map[]" {
		t.Errorf("open in the driver after Close: %s", f.open())
	}
}

// holdAll takes all connections of a pool.
func holdAll(t *testing.T, pool *dbpool.Pool) (release func()) {
	t.Helper()
	var conns []*sql.Conn
	for range pool.Stats().MaxOpenConnections {
		conn, err := pool.DB().Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, conn)
	}
	return func() {
		for _, conn := range conns {
			if err := conn.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// The context may end at every moment: before, in and after each call of the
// driver. Whatever the moment, a transaction is committed and no error is
// returned, or it is not and there is one.
func TestContextEndsAnywhere(t *testing.T) {
	for name, operation := range operations {
		for _, mode := range []track.Mode{track.Off, track.Count, track.Stacks} {
			for at, ended := 1, true; ended; at++ {
				t.Run(fmt.Sprintf("%s/%v/call %d", name, mode, at), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						f := newFake()
						pool := openTracked(t, f, mode, dbpool.Config{})
						ctx, cancel := context.WithCancel(t.Context())
						defer cancel()
						first := f.calls
						f.onCall = func(n int) {
							if n == first+at {
								cancel()
							}
						}
						err := operation(ctx, pool, func(context.Context) error { return nil })
						f.onCall = nil
						ended = f.calls >= first+at
						if err != nil && !errors.Is(err, context.Canceled) {
							t.Errorf("error %v, want that of the context", err)
						}
						if committed := f.get("commit") == 1; name == "InTx" && committed != (err == nil) {
							t.Errorf("committed: %t, error: %v", committed, err)
						}
						checkHealthy(t, f, pool)
					})
				})
			}
		}
	}
}
