package track

import (
	"slices"
	"time"
)

// A Lease is one check-out of a connection, by somebody who will want to know
// what was left open on it. The zero Lease, of a connection that is not
// tracked, knows of nothing.
type Lease struct {
	conn    *conn
	returns uint64 // how often the connection had been returned before
}

// NewLease returns the lease of a connection that was just taken, given what
// [sql.Conn.Raw] hands out.
func NewLease(driverConn any) Lease {
	tracked, ok := driverConn.(interface{ unwrap() *conn })
	if !ok {
		return Lease{}
	}
	c := tracked.unwrap()
	returns, checkedOut := c.ledger.lease(c.trace(), c.owner.now)
	if checkedOut {
		c.owner.held.inc()
	}
	return Lease{c, returns}
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

// lease checks the connection out if database/sql handed it over without telling
// the driver, and returns how often it was returned before.
func (l *ledger) lease(trace bool, now func() time.Duration) (returns uint64, checkedOut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if checkedOut = l.state == opened; checkedOut {
		l.checkOutLocked(trace, now())
	}
	return l.returns, checkedOut
}

// isLeftOpen reports whether, in the lease that began after so many returns,
// something is running or open but statements.
func (l *ledger) isLeftOpen(returns uint64, running bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.returns == returns &&
		(running || slices.ContainsFunc(l.open, func(r *record) bool { return r.kind != KindStmt }))
}
