package track

import (
	"context"
	"database/sql"
	"slices"
	"sync"
)

// A Lease is one check-out of a connection, by somebody who will want to know
// what was left open on it. The zero Lease, of a connection that is not
// tracked, knows of nothing. It is safe for concurrent use.
type Lease struct {
	conn    *conn
	returns uint64 // how often the connection had been returned before
}

// taking is the context in which a connection is taken on a lease.
type taking struct {
	context.Context
	by    *Connector
	from  *stack // nil without Stacks
	lease Lease  // of the connection that was found
}

// stacks are those of taking, for reuse. They are not part of it since a driver
// may keep a context.
var stacks = sync.Pool{New: func() any { return new(stack) }}

// Conn takes a connection of db, which must be a pool over c, like
// [sql.DB.Conn], and returns the lease of it too. The connection belongs to the
// caller, who must close it. With [Stacks] this costs less than [sql.DB.Conn],
// as the stack is captured nearer to the caller.
func (c *Connector) Conn(ctx context.Context, db *sql.DB) (*sql.Conn, Lease, error) {
	if c.mode == Off {
		conn, err := db.Conn(ctx)
		return conn, Lease{}, err
	}
	t := &taking{Context: ctx, by: c}
	if c.mode == Stacks {
		t.from = stacks.Get().(*stack)
		t.from.capture()
		defer func() { stacks.Put(t.from) }()
	}
	conn, err := db.Conn(t)
	if err == nil && t.lease.isOver() {
		// It is not one that was found broken first. The pool's own goroutine opened
		// it, and database/sql handed it over without telling the driver. An error
		// says that it is closed; then it has no lease.
		_ = conn.Raw(t.handedOver)
	}
	return conn, t.lease, err
}

func (t *taking) handedOver(driverConn any) error {
	tracked, ok := driverConn.(interface{ unwrap() *conn })
	if !ok {
		return nil
	}
	c := tracked.unwrap()
	if err := c.enter(); err != nil {
		return err
	}
	defer c.leave()
	c.takenBy(t)
	return nil
}

// takenBy checks the connection out on a lease, if that is what ctx is for, and
// reports whether it is.
func (c *conn) takenBy(ctx context.Context) bool {
	t, ok := ctx.(*taking)
	if !ok || t.by != c.owner {
		return false
	}
	t.lease = Lease{c, c.ledger.checkOut(t.from, true, c.owner.now())}
	c.owner.held.inc()
	return true
}

// isOver reports whether the connection was given back.
func (l Lease) isOver() bool {
	if l.conn == nil {
		return true
	}
	l.conn.ledger.mu.Lock()
	defer l.conn.ledger.mu.Unlock()
	return l.conn.ledger.returns != l.returns
}

// Open lists the transactions and rows that are open on the connection; if
// there are none but a call into the driver is running, the connection itself.
// It does not wait for that, and is cheap where there is nothing to list. Once
// the connection was given back there is nothing.
func (l Lease) Open() (open []Holder) {
	if l.conn == nil {
		return nil
	}
	running := !l.conn.mu.TryLock()
	if !running {
		l.conn.mu.Unlock()
	}
	if !l.conn.ledger.isLeftOpen(l.returns, running) {
		return nil
	}
	seen := l.conn.look(l.conn.owner.now())
	for _, o := range seen.open {
		if o.Kind != KindStmt {
			open = append(open, o.Holder)
		}
	}
	if len(open) == 0 && running {
		open = append(open, seen.self)
	}
	return open
}

// isLeftOpen reports whether, in the lease that began after so many returns,
// something is running or open but statements.
func (l *ledger) isLeftOpen(returns uint64, running bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.returns == returns &&
		(running || slices.ContainsFunc(l.open, func(r *record) bool { return r.kind != KindStmt }))
}
