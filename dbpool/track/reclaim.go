package track

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// A Reclaimed says what [Connector.Reclaim] did.
type Reclaimed struct {
	Closed []Holder // closed by it
	Busy   []Holder // left alone: a call into the driver was running, or did not end in time
}

// Reclaim closes, in the driver, what is still held: on each connection the
// newest first, then the connection. Afterwards the owners' calls to Close and
// Rollback succeed, and all others return [ErrReclaimed]. Call it after
// sql.DB.Close, so that nothing is taken again; idle connections belong to the
// pool and are left alone.
//
// A connection that a goroutine is using this very moment is not touched, since
// drivers are not made for that: it is returned as busy. So is one whose
// closing does not return before ctx ends; it goes on in the background. The
// error joins what the driver answered.
func (c *Connector) Reclaim(ctx context.Context) (Reclaimed, error) {
	open := c.Live()
	conns := c.connections()
	slices.SortFunc(conns, func(a, b *conn) int { return cmp.Compare(b.id, a.id) })

	var errs []error
	closed := map[uint64]bool{}
	for _, conn := range conns {
		if !c.closed.Load() && !conn.ledger.is(held) {
			continue
		}
		ok, err := conn.reclaimUntil(ctx)
		closed[conn.id] = ok
		if err != nil {
			errs = append(errs, fmt.Errorf("reclaim connection %d: %w", conn.id, err))
		}
	}
	var done Reclaimed
	for _, h := range open {
		switch ok, tried := closed[h.Conn]; {
		case ok:
			done.Closed = append(done.Closed, h)
		case tried:
			done.Busy = append(done.Busy, h)
		}
	}
	return done, errors.Join(errs...)
}

// reclaimUntil reclaims the connection, and reports whether that came to an end
// before the context did.
func (c *conn) reclaimUntil(ctx context.Context) (ok bool, err error) {
	if ctx.Err() != nil || !c.mu.TryLock() {
		return false, nil
	}
	result := make(chan error, 1)
	go func() {
		defer c.mu.Unlock()
		result <- c.reclaim()
	}()
	select {
	case err := <-result:
		return true, err
	case <-ctx.Done():
		return false, nil
	}
}

// reclaim closes everything on the connection, and it. The connection is locked.
func (c *conn) reclaim() error {
	if c.reclaimed || c.ledger.is(gone) {
		return nil
	}
	var errs []error
	for {
		target := c.ledger.newest()
		if target == nil {
			break
		}
		errs = append(errs, target.reclaim())
	}
	c.reclaimed = true
	return errors.Join(append(errs, c.closeLocked())...)
}

func (l *ledger) is(s state) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state == s
}

// newest returns the closer of what was opened last, nil if nothing is open.
func (l *ledger) newest() reclaimer {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.open) == 0 {
		return nil
	}
	return l.open[len(l.open)-1].target
}
