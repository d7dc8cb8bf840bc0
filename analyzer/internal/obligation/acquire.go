package obligation

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// acquire begins to follow the result of the site's call: on the path on which
// it succeeds there is something to release, on the other there is not.
func (t *tracker) acquire(m *flow.Machine, s *flow.State, c *flow.Call) []*flow.State {
	if s.Mark.Status != none {
		t.noteRound(s)
	}
	switch s.Mark.Status {
	case none:
	case live:
		return t.acquireAgain(m, s, c)
	default:
		t.pilesUp(m, s)
		return nil // the next round is like the first
	}
	for _, a := range c.Args { // the callee may set what it is given, or have it set later
		m.Havoc(s, a)
		m.HavocCaptured(s, a)
	}
	var states []*flow.State
	if hasError(c) {
		failed := s.Clone()
		bindError(failed, c, flow.Val{Kind: flow.NonNil})
		states = append(states, failed)
	}
	s.Mark = flow.Mark{Status: live, Idle: t.pkg.isIdle(t.site)}
	s.Begin()
	t.recordParent(m, s, c)
	t.recordGround(m, s, c)
	bindError(s, c, flow.Val{Kind: flow.Nil})
	if n := c.Instr.Common().Signature().Results().Len(); n > 1 && hasBool(c) {
		bindResult(s, c, n-1, flow.BoolVal(true))
	}
	t.bind(s, c)
	if t.site.half && hasError(c) {
		half := s.Clone()
		half.Mark.Where = c.Instr
		bindError(half, c, flow.Val{Kind: flow.NonNil})
		states = append(states, half)
	}
	for _, b := range t.site.bools {
		bindResult(s, c, b.Index, flow.BoolVal(b.Value))
	}
	return append([]*flow.State{s}, states...)
}

// bind lets s know what holds, or releases, what the site's call has acquired.
func (t *tracker) bind(s *flow.State, c *flow.Call) {
	if t.site.filled != nil {
		s.Become(t.site.filled, flow.Val{Kind: flow.Token})
		return
	}
	kind := flow.Token
	if isAggregate(c.Instr.Common().Signature().Results().At(t.site.index).Type()) {
		kind = flow.Holder
	}
	bindResult(s, c, t.site.index, flow.Val{Kind: kind})
	for _, i := range t.site.also {
		bindResult(s, c, i, flow.Val{Kind: flow.Holder})
	}
	for _, i := range t.site.thunks {
		bindResult(s, c, i, flow.Val{Kind: flow.Thunk})
	}
}

// acquireAgain runs the site's call in a loop while what it returned the last
// time is still owed.
func (t *tracker) acquireAgain(m *flow.Machine, s *flow.State, c *flow.Call) []*flow.State {
	after := s.Clone()
	if call, ok := c.Instr.(*ssa.Call); ok {
		m.Overwrite(after, call)
	}
	if t.pilesUp(m, after) {
		return nil
	}
	if later := m.RunPending(after, nil); len(later) > 0 && !slices.ContainsFunc(later, isLive) {
		t.settled = true
		return nil
	}
	if !m.HeldBeyond(after, c.Instr) {
		if !t.healedByParent(s) && !s.Mark.Idle {
			t.leaks = append(t.leaks, leak{state: s, again: c.Instr})
		}
		return nil
	}
	return []*flow.State{s}
}

// mayComeBack reports whether it is to be seen whether a loop goes from b back
// to the call that opens a pool.
func (t *tracker) mayComeBack(m *flow.Machine, b *ssa.BasicBlock) bool {
	target := t.site.call.Block()
	return t.res.class == contract.Pool && !t.rounds && m.Depth() == 0 && b.Parent() == target.Parent() &&
		m.InCycle(target) && m.Reaches(b, target)
}

// noteRound notes that a loop has come back to the acquire, unless something has
// failed on the way: then it tries again.
func (t *tracker) noteRound(s *flow.State) {
	t.rounds = t.rounds || !slices.ContainsFunc(s.Steps(), t.isFailure)
}

// isFailure reports whether a branch was taken because of an error, or of an
// answer about what was acquired.
func (t *tracker) isFailure(step *flow.Step) bool {
	switch cond := step.If.Cond.(type) {
	case *ssa.BinOp:
		return isErrorType(cond.X.Type()) && step.Taken == (cond.Op == token.NEQ)
	case *ssa.Call:
		return slices.ContainsFunc(cond.Call.Args, func(a ssa.Value) bool {
			x, ok := a.(*ssa.Extract)
			return ok && x.Tuple == t.site.call.Value() || a == t.site.call.Value()
		})
	}
	return false
}

func isLive(s *flow.State) bool { return s.Mark.Status == live }

// pilesUp reports whether, at the beginning of another round of a loop, the
// release of the former round's resource still waits for the function's end,
// and notes the defers.
func (t *tracker) pilesUp(m *flow.Machine, s *flow.State) bool {
	if s.Mark.Status == released {
		return false // the deferred release is a second one
	}
	owed := s.Clone()
	owed.Mark = flow.Mark{Status: live}
	fn := m.DeferFrame()
	pending := m.RunPending(owed, fn)
	if len(pending) == 0 || slices.ContainsFunc(pending, isLive) {
		return false
	}
	t.settled = true
	loops := func(b *ssa.BasicBlock) bool { return m.InCycle(b) || b.Parent() != fn }
	if t.site == nil || !loops(t.site.call.Block()) {
		return true // acquired before the loop, however late it is released
	}
	if m.HeldBeyond(s, t.site.call) {
		return true // it is used after the round: no release may come sooner
	}
	certain := slices.ContainsFunc(s.Pending(), t.isRelease)
	for _, d := range s.Pending() {
		if d.IsDefer() && (t.isRelease(d) || !certain) && loops(d.Instr.Block()) {
			t.defers[d.Instr] = true
		}
	}
	return true
}

// isRelease reports whether a deferred call has been seen to release.
func (t *tracker) isRelease(d *flow.Call) bool {
	return slices.Contains(t.releases, ssa.Instruction(d.Instr))
}
