package track

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"
)

// ErrReclaimed is what a connection, transaction, statement or row answers
// after [Connector.Reclaim] has closed it under its forgetful owner. Closing it
// and rolling it back still succeed.
var ErrReclaimed = errors.New("track: used after it was reclaimed: it had been left open when its pool was closed")

// conn wraps a driver's connection. It has the optional interfaces whose
// absence can be imitated; exact adds the others.
type conn struct {
	inner driver.Conn
	owner *Connector
	id    uint64

	// mu is held while a goroutine is inside the driver. database/sql lets in one
	// at a time anyway; this is for Reclaim, which comes from the side.
	mu        sync.Mutex
	reclaimed bool // guarded by mu

	// here is where the goroutine that is inside came from, with Stacks. fresh says
	// that it was captured at the check-out, which happened in the same call of
	// database/sql, as in db.Query: one stack does for both. Guarded by mu.
	here  stack
	fresh bool

	ledger ledger
}

// connected notes who asked for the new connection.
func (c *conn) connected(ctx context.Context) {
	if c.takenBy(ctx) {
		return
	}
	c.here.capture()
	if c.here.within(sqlOpener) {
		c.ledger.state = opened
		return
	}
	c.checkOutHere()
}

// checkOutHere notes that the connection left the pool, for a call that here is
// the stack of.
func (c *conn) checkOutHere() {
	var from *stack
	if c.owner.mode == Stacks {
		c.fresh = !c.here.within(sqlConn)
		from = &c.here
	}
	c.ledger.checkOut(from, false, c.owner.now())
	c.owner.held.inc()
}

// locate captures the stack of the caller, unless the check-out just did. Each
// frame between database/sql and the capture costs, so it is called early.
func (c *conn) locate() {
	if c.owner.mode == Stacks && !c.fresh {
		c.here.capture()
	}
	c.fresh = false
}

// checkIn notes that the connection is no longer held.
func (c *conn) checkIn(to state) {
	c.fresh = false
	if c.ledger.checkIn(to) {
		c.owner.held.dec()
	}
}

// enter locks the connection for a call into the driver that does not start
// anything.
func (c *conn) enter() error {
	c.mu.Lock()
	if c.reclaimed {
		c.mu.Unlock()
		return ErrReclaimed
	}
	return nil
}

// begin locks the connection for a call that starts a query.
func (c *conn) begin(query string) error {
	if err := c.enter(); err != nil {
		return err
	}
	if c.ledger.begin(query, c.owner.now()) {
		return nil
	}
	// This is the first sign that the connection left the pool: database/sql hands
	// one that its own goroutine opened to whoever waits without telling the driver.
	if c.owner.mode == Stacks {
		c.here.capture()
	}
	c.checkOutHere()
	return nil
}

func (c *conn) leave() { c.mu.Unlock() }

// opened notes a resource that the driver just gave out, to whom locate found.
func (c *conn) opened(ctx context.Context, kind Kind, query string, on *record, target reclaimer) *record {
	if ctx.Done() == nil {
		ctx = nil // it never ends, so it need not be kept
	}
	var from *stack
	if c.owner.mode == Stacks {
		from = &c.here
	}
	return c.ledger.add(ctx, kind, query, on, target, from)
}

func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if err := c.begin(query); err != nil {
		return nil, err
	}
	defer c.leave()
	inner, err := prepareContext(ctx, c.inner, query)
	if err != nil {
		return nil, err
	}
	c.locate()
	s := &stmt{inner: inner, conn: c, query: query}
	s.rec = c.opened(context.Background(), KindStmt, query, nil, s)
	return s.exact(), nil
}

func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if err := c.begin("BEGIN"); err != nil {
		return nil, err
	}
	defer c.leave()
	inner, err := beginTx(ctx, c.inner, opts)
	if err != nil {
		return nil, err
	}
	c.locate()
	t := &tx{inner: inner, conn: c}
	t.rec = c.opened(ctx, KindTx, "", nil, t)
	return t, nil
}

func (c *conn) Ping(ctx context.Context) error {
	if err := c.begin("ping"); err != nil {
		return err
	}
	defer c.leave()
	if pinger, ok := c.inner.(driver.Pinger); ok {
		return pinger.Ping(ctx)
	}
	return nil
}

// ResetSession is called when the connection leaves the pool again.
func (c *conn) ResetSession(ctx context.Context) error {
	if err := c.enter(); err != nil {
		return driver.ErrBadConn
	}
	defer c.leave()
	// Whatever the driver answers: on ErrBadConn, Close follows; any other error
	// database/sql ignores.
	if !c.takenBy(ctx) {
		if c.owner.mode == Stacks {
			c.here.capture()
		}
		c.checkOutHere()
	}
	if resetter, ok := c.inner.(driver.SessionResetter); ok {
		return resetter.ResetSession(ctx)
	}
	return nil
}

// IsValid is called when the connection returns to the pool.
func (c *conn) IsValid() bool {
	if c.enter() != nil {
		return false
	}
	defer c.leave()
	c.checkIn(idle)
	if validator, ok := c.inner.(driver.Validator); ok {
		return validator.IsValid()
	}
	return true
}

// CheckNamedValue leaves the choice to database/sql if the driver has none.
func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	if err := c.enter(); err != nil {
		return err
	}
	defer c.leave()
	if checker, ok := c.inner.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

func (c *conn) Close() error {
	if c.enter() != nil {
		return nil
	}
	defer c.leave()
	return c.closeLocked()
}

func (c *conn) closeLocked() error {
	c.checkIn(gone)
	defer c.owner.forget(c) // last: whoever drains waits for the driver too
	return c.inner.Close()
}

// Prepare and Begin are part of driver.Conn; database/sql does not call them on
// a connection that can do it with a context.

func (c *conn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

func (c *conn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

// Raw calls f with the driver's own connection, given what [sql.Conn.Raw] hands
// out, and keeps Reclaim away from the connection until f returns. A connection
// that is not tracked is passed on as it is, so code that uses Raw works with
// and without tracking:
//
//	err := conn.Raw(func(dc any) error {
//		return track.Raw(dc, func(dc any) error {
//			pgxConn := dc.(*stdlib.Conn).Conn()
//			...
//		})
//	})
func Raw(driverConn any, f func(driverConn any) error) error {
	tracked, ok := driverConn.(interface{ unwrap() *conn })
	if !ok {
		return f(driverConn)
	}
	c := tracked.unwrap()
	if err := c.begin("raw"); err != nil {
		return err
	}
	defer c.leave()
	return f(c.inner)
}

func (c *conn) unwrap() *conn { return c }
