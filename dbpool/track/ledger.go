package track

import (
	"context"
	"slices"
	"sync"
	"time"
)

// state is where a connection is, as far as its driver is told.
type state uint8

const (
	idle   state = iota // in the pool
	opened              // made by the pool's own goroutine for whoever waits
	held                // checked out
	gone                // closed, or about to be
)

// A record is one open resource. It is used again after the resource is
// closed, so nothing may keep a pointer to it beyond that.
type record struct {
	kind   Kind
	query  string
	since  time.Duration   // after the registry's epoch: half the price of a time.Time
	ctx    context.Context // ends the resource by itself; nil if none does
	stack  stack
	on     *record   // the statement that rows came from, if any
	target reclaimer // closes the resource
}

// A reclaimer closes a driver object on behalf of whoever forgot it. The
// connection is locked when it is called.
type reclaimer interface{ reclaim() error }

// A ledger holds what is open on one connection. Its lock is only ever held for
// a few instructions, never during a call into the driver, so that the registry
// can be read while a query runs.
type ledger struct {
	mu    sync.Mutex
	state state
	// returns counts how often the connection was returned to the pool.
	returns uint64
	self    record    // the check-out of the connection itself
	leased  bool      // it was by [Connector.Conn]
	open    []*record // oldest first
	spare   []*record // for reuse

	lastQuery string
	lastSince time.Duration
}

// checkOut notes that the connection left the pool; from is nil without Stacks.
// It returns how often the connection was returned before.
func (l *ledger) checkOut(from *stack, leased bool, now time.Duration) (returns uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state, l.leased = held, leased
	l.self.kind, l.self.since = KindConn, now
	if from != nil {
		l.self.stack.copy(from)
	}
	return l.returns
}

// begin notes that a query starts, and reports whether the connection is known
// to be checked out.
func (l *ledger) begin(query string, now time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lastQuery, l.lastSince = query, now
	return l.state == held
}

// checkIn notes that the connection is idle or gone, and reports whether it was
// checked out.
func (l *ledger) checkIn(to state) (was bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	was = l.state == held
	l.returns++
	l.state, l.lastQuery = to, ""
	if to == gone {
		l.open, l.spare = nil, nil // the driver closes what is on the connection
	}
	return was
}

// add notes a resource that is now open; from is nil without Stacks.
func (l *ledger) add(ctx context.Context, kind Kind, query string, on *record, target reclaimer, from *stack) *record {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.take()
	r.kind, r.query, r.ctx, r.on, r.target = kind, query, ctx, on, target
	r.since = l.lastSince
	if from != nil {
		r.stack.copy(from)
	}
	l.open = append(l.open, r)
	return r
}

// take returns a record to fill in.
func (l *ledger) take() *record {
	n := len(l.spare)
	if n == 0 {
		return new(record)
	}
	r := l.spare[n-1]
	l.spare = l.spare[:n-1]
	return r
}

// maxSpare bounds how many records a connection keeps for reuse.
const maxSpare = 8

// remove forgets a resource that is closed.
func (l *ledger) remove(r *record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	// What is closed is mostly what was opened last.
	for i := len(l.open) - 1; i >= 0; i-- {
		if l.open[i] == r {
			l.open = slices.Delete(l.open, i, i+1)
			break
		}
	}
	for _, other := range l.open {
		if other.on == r {
			other.on = nil
		}
	}
	r.query, r.ctx, r.on, r.target = "", nil, nil, nil
	if len(l.spare) < maxSpare {
		l.spare = append(l.spare, r)
	}
}
