package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// Of io.Pipe's two ends the one that is read owes only while a goroutine has the
// other and may wait there. Whoever gets it is thought to read it, to its end or as
// far as need be: what is owed is that somebody gets it, or closes it.

// hasPeer reports whether r is one end of two.
func (r *resource) hasPeer() bool { return r.entry != nil && r.entry.Peer != "" }

// isIdle reports whether nothing waits yet when the site has been passed: it makes
// both ends. A function that hands out one of them has started what waits at the other.
func (p *pkg) isIdle(s *site) bool {
	obj, _ := calledFunc(s.call.Common())
	return s.res.hasPeer() && obj != nil && p.index.Acquires(obj) == s.res.entry
}

// wake notes that a goroutine, which c starts, has the other end.
func (t *tracker) wake(s *flow.State, c *flow.Call) {
	if s.Mark.Idle && t.pkg.hands(c.Instr.Common(), t.site) {
		s.Mark.Idle = false
	}
}

// wakeLater does that if c is a call that runs argument i, a func, in a goroutine.
func (t *tracker) wakeLater(s *flow.State, c *flow.Call, k callee, i int) {
	if k.spawns(i) {
		t.wake(s, c)
	}
}

// spawns reports whether the callee runs argument i, a func, in a goroutine.
func (k callee) spawns(i int) bool {
	return k.param(i).Call == CallLater && !k.lists(func(c *contract.FuncContract) []int { return c.Teardowns }, i)
}

// hands reports whether a call hands on the other end of what the site is about: as an
// operand, or by a closure.
func (p *pkg) hands(common *ssa.CallCommon, s *site) bool {
	return slices.ContainsFunc(append([]ssa.Value{common.Value}, common.Args...), func(v ssa.Value) bool {
		if mc, ok := v.(*ssa.MakeClosure); ok {
			return slices.ContainsFunc(mc.Bindings, func(b ssa.Value) bool { return p.isPeer(b, s) })
		}
		return p.isPeer(v, s)
	})
}

// isPeer reports whether v is the other end, or a variable that holds it.
func (p *pkg) isPeer(v ssa.Value, s *site) bool {
	if free, ok := v.(*ssa.FreeVar); ok {
		if a := p.traces.captured(free); a != nil {
			v = a
		}
	}
	if a, ok := v.(*ssa.Alloc); ok {
		if v = assignedOnce(a); v == nil {
			return false
		}
	}
	x, ok := p.placeOf(v).root.(*ssa.Extract)
	return ok && x.Tuple == s.call.Value() && namedOf(x.Type()) != nil && namedOf(x.Type()).Obj().Name() == s.res.entry.Peer
}
