package track

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Live returns what is open, oldest first. A connection that is held because
// rows or a transaction are open on it is not listed besides these, nor is a
// statement that database/sql prepared behind a query.
//
// To find the statements that were not closed, call it before sql.DB.Close,
// which closes them in the driver.
func (c *Connector) Live() []Holder {
	now := c.now()
	var listed []Holder
	var stmts statements
	for _, conn := range c.connections() {
		seen := conn.look(now)
		if seen.heldByItself(c.closed.Load()) {
			listed = append(listed, seen.self)
		}
		for _, r := range seen.open {
			if r.Kind == KindStmt {
				stmts.add(r, seen.state)
			} else {
				listed = append(listed, r.Holder)
			}
		}
	}
	listed = append(listed, stmts.unclosed()...)
	slices.SortStableFunc(listed, func(a, b Holder) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Conn, b.Conn))
	})
	return listed
}

// connections returns those that are not closed.
func (c *Connector) connections() []*conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	conns := make([]*conn, 0, len(c.conns))
	for conn := range c.conns {
		conns = append(conns, conn)
	}
	return conns
}

// snapshot is a copy of a ledger, for a report.
type snapshot struct {
	state  state
	self   Holder
	via    string // the function of database/sql that checked the connection out
	leased bool   // that was by [Connector.Conn]
	open   []opening
}

// opening is a resource with what decides whether it is listed.
type opening struct {
	Holder
	via string // the function of database/sql that opened it; empty without stacks
	fed bool   // a statement with rows open
}

// look copies the ledger. It does not wait for a query that is running.
func (c *conn) look(now time.Duration) snapshot {
	inside := !c.mu.TryLock()
	if !inside {
		c.mu.Unlock()
	}
	l := &c.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	running := time.Duration(0)
	if inside {
		running = max(now-l.lastSince, 1)
	}
	s := snapshot{state: l.state, leased: l.leased}
	holder := func(r *record) (Holder, string) {
		h := Holder{
			Kind: r.kind, Query: r.query, Since: c.owner.epoch.Add(r.since), Age: now - r.since, Conn: c.id,
			LastQuery: l.lastQuery, Running: running, Ending: l.ending(r),
			stack: slices.Clone(r.stack.pcs[:r.stack.n]),
		}
		_, via := symbolise(h.stack)
		if h.Kind == KindRows && strings.Contains(via, "QueryRow") {
			h.Kind = KindRow
		}
		return h, via
	}
	s.self, s.via = holder(&l.self)
	s.self.Ending = !s.isExplicit() && !l.isOccupied()
	for _, r := range l.open {
		h, via := holder(r)
		fed := slices.ContainsFunc(l.open, func(other *record) bool { return other.on == r })
		s.open = append(s.open, opening{h, via, fed})
	}
	return s
}

// ending reports whether a context has ended that releases r: its own, or that
// of the transaction it is in.
func (l *ledger) ending(r *record) bool {
	done := func(r *record) bool { return r.ctx != nil && r.ctx.Err() != nil }
	return done(r) || slices.ContainsFunc(l.open, func(other *record) bool {
		return other.kind == KindTx && done(other)
	})
}

// isExplicit reports whether the connection was checked out as a *sql.Conn.
func (s *snapshot) isExplicit() bool { return s.leased || strings.HasPrefix(s.via, "(*DB).Conn") }

// isOccupied reports whether rows or a transaction are open.
func (l *ledger) isOccupied() bool {
	return slices.ContainsFunc(l.open, func(r *record) bool { return r.kind != KindStmt })
}

// heldByItself reports whether the connection is held by a *sql.Conn or by a
// query that is running, not by what is listed for it anyway.
func (s *snapshot) heldByItself(poolClosed bool) bool {
	switch {
	case s.state == gone, s.state != held && !poolClosed:
		return false
	case s.isExplicit():
		return true
	default:
		return !slices.ContainsFunc(s.open, func(o opening) bool { return o.Kind != KindStmt })
	}
}

// statements gathers the driver's statements. One *sql.Stmt may be several of
// them: it is prepared again on each connection that it is used on.
type statements struct {
	prepared []Holder // by a call of Prepare, and surely not closed
	again    []Holder // all others that are surely not closed
	origin   map[string]Holder
}

func (s *statements) add(o opening, on state) {
	isPrepare := strings.Contains(o.via, "Prepare")
	// (*Tx) and (*Conn) close their statements in the driver at once, (*DB) only
	// when the connection is idle again.
	isDirect := isPrepare && !strings.HasPrefix(o.via, "(*DB)")
	isIdle := on == idle || on == opened
	if first, ok := s.origin[o.Query]; !ok || o.Since.Before(first.Since) {
		if s.origin == nil {
			s.origin = map[string]Holder{}
		}
		s.origin[o.Query] = o.Holder
	}
	switch {
	case o.fed, !isDirect && !isIdle:
	case isPrepare:
		s.prepared = append(s.prepared, o.Holder)
	default:
		s.again = append(s.again, o.Holder)
	}
}

// unclosed lists every statement once, by the place that prepared it if that is
// known.
func (s *statements) unclosed() []Holder {
	listed := s.prepared
	for _, h := range s.again {
		if !slices.ContainsFunc(listed, func(l Holder) bool { return l.Query == h.Query }) {
			listed = append(listed, s.origin[h.Query])
		}
	}
	return listed
}
