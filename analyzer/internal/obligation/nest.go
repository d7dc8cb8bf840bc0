package obligation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A holding says how a resource holds the connection of what it came from.
type holding uint8

const (
	holdsNothing holding = iota
	// holdsAsTx: a transaction on a connection of the pool.
	holdsAsTx
	// holdsOfPool: rows on a connection of the pool.
	holdsOfPool
	// holdsOfConn: rows on a connection that its owner shares.
	holdsOfConn
)

// A nested is a call that asks for a connection while one is held.
type nested struct {
	call   ssa.CallInstruction
	first  ssa.CallInstruction // the one that holds it
	holder string              // its name
	from   lender
	holding
	strict bool
}

// A lender is what a resource was acquired from, and works on.
type lender struct {
	place
	conn ssa.Value // nil if another function acquired it
	pool bool
}

// lenderOf returns what a site's resource was acquired from: the zero lender if
// that is not known. Of a transaction it is the pool, also if it was begun on a
// connection that came from there.
func (p *pkg) lenderOf(s *site) lender {
	from := p.acquiredFrom(s)
	if s.res.isTx() {
		return p.poolBehind(from)
	}
	return from
}

// acquiredFrom returns what the site's call, or one that it makes, was called on.
func (p *pkg) acquiredFrom(s *site) lender {
	if len(s.from) > 0 {
		return lender{place: p.at(s.call.Common(), s.from[0].Place), pool: s.from[0].Pool}
	}
	if !p.commonCallee(s.call.Common()).recv {
		return lender{}
	}
	conn := p.connection(callArgs(s.call.Common())[0])
	if p.index.Resource(conn.Type()) == nil {
		return lender{}
	}
	return lender{p.placeOf(conn), conn, p.isPool(conn.Type())}
}

// poolBehind returns the pool that l, a connection, was acquired from; l itself if
// that is something else, or not known. One that was hijacked comes from no pool.
func (p *pkg) poolBehind(l lender) lender {
	if l.pool || l.path != "" {
		return l
	}
	made, index := l.root, 0
	if ext, ok := made.(*ssa.Extract); ok {
		made, index = ext.Tuple, ext.Index
	}
	call, ok := made.(*ssa.Call)
	if !ok {
		return l
	}
	for _, s := range p.sitesOf(call) {
		if s.index == index && !s.res.isTx() {
			if from := p.acquiredFrom(s); from.pool {
				return from
			}
		}
	}
	return l
}

// isTx reports whether the resource is a transaction of the table.
func (res *resource) isTx() bool { return res.entry != nil && res.entry.IsRelease("Rollback") }

// holds returns how the resource holds a connection of what it came from.
func (p *pkg) holds(res *resource, from lender) holding {
	if res.entry == nil || from.isZero() {
		return holdsNothing
	}
	streams := res.entry.Busy || res.entry.Drain+res.entry.DoneBy != ""
	switch {
	case res.isTx() && from.pool && !p.isTxByName(from.place):
		return holdsAsTx
	case res.isTx() || !streams:
		return holdsNothing
	case from.pool:
		return holdsOfPool
	}
	return holdsOfConn
}

// noteNested notes that c asks for a connection of what the resource that is
// alive came from.
func (t *tracker) noteNested(s *flow.State, c *flow.Call) {
	if t.holding == holdsNothing || s.Mark.Status != live || c.Instr == t.site.call {
		return
	}
	if slices.Contains(t.pkg.asked(c.Instr), t.from.place) {
		t.nested = append(t.nested, t.nestedAt(c.Instr))
	}
	if t.holding == holdsAsTx {
		t.noteRunner(c)
	}
}

// noteNestedIn is [tracker.noteNested] for what a closure does that is called meanwhile,
// and has nothing to do with the resource itself.
func (t *tracker) noteNestedIn(s *flow.State, closure *ssa.Function) {
	if t.holding == holdsNothing || s.Mark.Status != live {
		return
	}
	for _, call := range t.pkg.callsNow(closure) {
		if slices.Contains(t.pkg.asked(call), t.from.place) {
			t.nested = append(t.nested, t.nestedAt(call))
		}
	}
}

func (t *tracker) nestedAt(call ssa.CallInstruction) nested {
	strict := t.holding == holdsOfPool && !t.pkg.isSingle(t.from.conn)
	return nested{call, t.site.call, t.name(), t.from, t.holding, strict}
}

// noteRunner notes that the function calls a func parameter while the
// transaction is open.
func (t *tracker) noteRunner(c *flow.Call) {
	fact, ok := t.from.place.asFact(t.root)
	if !ok {
		return
	}
	note := func(v ssa.Value) {
		if i := slices.Index(t.root.Params, asParameter(v)); i >= 0 {
			t.runs[i] = fact
		}
	}
	common := c.Instr.Common()
	if !common.IsInvoke() && common.StaticCallee() == nil {
		note(common.Value)
	}
	k := t.pkg.calleeOf(c)
	for i, a := range callArgs(common) {
		if k.param(i).Call == CallNow {
			note(a)
		}
	}
}

// asParameter returns the parameter that v is, but for its type; else nil.
func asParameter(v ssa.Value) *ssa.Parameter {
	if x, ok := v.(*ssa.ChangeType); ok {
		v = x.X
	}
	param, _ := v.(*ssa.Parameter)
	return param
}

// nestFindings reports the calls that ask for a connection while one is held,
// once each.
func (p *pkg) nestFindings() []Finding {
	var all []nested
	for _, t := range p.trackers {
		all = append(all, t.nested...)
	}
	for _, fn := range p.funcs {
		for _, call := range p.callsNow(fn) {
			all = append(all, p.nestedInTx(call)...)
		}
	}
	slices.SortStableFunc(all, func(a, b nested) int {
		return cmp.Or(cmp.Compare(a.call.Pos(), b.call.Pos()), cmp.Compare(order(a.strict), order(b.strict)),
			cmp.Compare(a.holding, b.holding), cmp.Compare(a.first.Pos(), b.first.Pos()))
	})
	all = slices.CompactFunc(all, func(a, b nested) bool { return a.call.Pos() == b.call.Pos() })
	var found []Finding
	for _, n := range all {
		if n.holding != holdsOfConn && p.inTest(n.call) {
			continue // a test that waits for ever shows it, and may well look at what others see
		}
		if n.holding != holdsOfConn || !p.onlySQLite() {
			found = append(found, p.nestFinding(n))
		}
	}
	return found
}

// isPgx reports whether the connection is one of pgx itself, which refuses.
func (l lender) isPgx() bool {
	return l.conn != nil && strings.Contains(l.conn.Type().String(), "github.com/jackc/pgx")
}

func (p *pkg) nestFinding(n nested) Finding {
	src, first := p.source(n.call), p.source(n.first)
	f := Finding{Rule: "poolnest", Pos: src.pos, End: src.end, Strict: n.strict}
	what := src.callee()
	if k := p.commonCallee(n.call.Common()); k.table == nil && !n.call.Common().IsInvoke() {
		asks := "asks for a connection of its own"
		if n.holding == holdsOfConn {
			asks = "works on the same connection"
		}
		what += ", which " + asks + "," // a helper
	}
	switch {
	case n.holding == holdsAsTx:
		f.Message = fmt.Sprintf("%s is not part of the transaction %s, and waits for ever when the pool has no other connection; use %[2]s",
			what, n.holder)
	case n.holding == holdsOfConn && n.from.isPgx():
		f.Message = fmt.Sprintf("%s fails with \"conn busy\": %s is open on the same connection; close it first", what, n.holder)
	case n.holding == holdsOfConn:
		f.Message = fmt.Sprintf("%s finds the connection busy while %s is open: drivers of PostgreSQL and MySQL fail; close %[2]s first", what, n.holder)
	case !n.strict:
		f.Message = fmt.Sprintf("%s waits for ever: %s holds the only connection that SetMaxOpenConns(1) allows; close it first", what, n.holder)
	default:
		f.Message = fmt.Sprintf("%s takes a second connection while %s holds one: when all are held like that, everybody waits for ever", what, n.holder)
	}
	f.Related = []Related{{Pos: first.pos, End: first.end, Message: n.holder + " holds a connection from here on"}}
	return f
}
