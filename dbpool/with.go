package dbpool

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// errWaited is the cause of the end of a wait that took AcquireTimeout.
var errWaited = errors.New("AcquireTimeout is over")

// With calls f with a connection, and gives that back when f returns, panics or
// calls runtime.Goexit. It returns what f returns.
//
// If no connection comes free in the pool's AcquireTimeout, or before the
// deadline of ctx, the error is an *ExhaustedError that names the holders. After
// Close it is ErrClosed.
//
// The connection is f's alone until f returns, and must not be kept beyond. The
// context that f gets ends with ctx, with f, and when Close has waited for f
// long enough. What f opened on the connection and forgot - rows, a
// transaction, a query that still runs - is ended with that, and reported by an
// error that is a *LeakError. Rows that f opened with another context keep the
// connection until that ends or they are closed. With track.Off nothing is known of what f
// forgot, and With waits, as database/sql does, until such rows are closed.
func (p *Pool) With(ctx context.Context, f func(context.Context, *sql.Conn) error) (err error) {
	s, err := p.acquire(ctx)
	if err != nil {
		return err
	}
	defer func() { err = join(err, p.release(s)) }()
	return f(s.ctx, s.conn)
}

// acquire returns a scope that has its connection.
func (p *Pool) acquire(ctx context.Context) (*scope, error) {
	own, cancel := context.WithCancelCause(ctx)
	s := p.scopes.enter(own, cancel)
	if s == nil {
		cancel(ErrClosed)
		return nil, p.errClosed()
	}
	conn, lease, err := p.tracked.Conn(s.ctx, p.db)
	s.conn, s.lease = conn, lease
	if err == nil && s.state.CompareAndSwap(waits, works) {
		return s, nil
	}

	// The wait may have been ended in the moment in which it succeeded.
	if conn != nil {
		err = join(context.Cause(s.ctx), conn.Close())
	}
	err = p.refusal(ctx, s.ctx, err, p.scopes.now()-s.begin)
	s.cancel(nil)
	p.scopes.leave(s)
	return nil, err
}

// refusal says why there is no connection: err is why the wait with context own
// ended, which was derived from that of the caller.
func (p *Pool) refusal(caller, own context.Context, err error, waited time.Duration) error {
	switch {
	case p.scopes.isRefused():
		return p.errClosed()
	case errors.Is(context.Cause(own), errWaited):
		err = context.DeadlineExceeded
	case caller.Err() == nil:
		return fmt.Errorf("dbpool: %s: connect: %w", p.config.Name, err)
	case caller.Err() == context.Canceled:
		return fmt.Errorf("dbpool: %s: wait for a connection: %w", p.config.Name, context.Cause(caller))
	}
	return p.timeout(err, waited)
}

// grace is how long to wait for what was just told to end.
const grace = time.Second

// release gives the connection of a scope back, with what was forgotten on it.
func (p *Pool) release(s *scope) error {
	defer p.scopes.leave(s)
	conn, forgotten := s.conn, s.lease.Open()
	// With the context database/sql closes what was opened with it. Until it has,
	// Close of the connection does not return.
	s.cancel(nil)
	if len(forgotten) == 0 {
		return p.closeConn(conn)
	}

	closed := make(chan error, 1)
	go func() { closed <- p.closeConn(conn) }()
	leak := &LeakError{Pool: p.config.Name}
	select {
	case err := <-closed:
		leak.Closed, leak.Err = forgotten, err
	case <-time.After(grace):
		leak.Busy = forgotten
	}
	p.config.Logger.Error("not closed by the function that With called", "pool", p.config.Name, "err", leak)
	return leak
}

func (p *Pool) closeConn(conn *sql.Conn) error {
	if err := conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
		return fmt.Errorf("dbpool: %s: give a connection back: %w", p.config.Name, err)
	}
	return nil
}

// join adds the failure of a cleanup to the result of the work.
func join(err, cleanup error) error {
	switch {
	case cleanup == nil:
		return err
	case err == nil:
		return cleanup
	}
	return errors.Join(err, cleanup)
}
