package obligation

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A callee is what is known of the function that a call calls: the table's
// word first, then what was inferred.
type callee struct {
	obj   *types.Func
	table *contract.FuncContract
	sum   *Summary
	recv  bool
	// listed: the receiver is of the table, which tells all about it.
	listed bool
	// seen: its body was analysed, or the table speaks for its package, so
	// that what is not known of it is known not to be.
	seen bool
}

// calleeOf returns what is known of the function that c calls.
func (p *pkg) calleeOf(c *flow.Call) callee {
	obj := c.Method()
	switch {
	case obj == nil && c.Callee != nil && c.Callee.Parent() != nil:
		return callee{sum: p.summary(c.Callee)}
	case obj == nil:
		return callee{}
	case c.Instr.Common().IsInvoke():
		return p.dynamicCallee(obj)
	}
	return p.staticCallee(obj, c.Callee)
}

// staticCallee returns what is known of a function that is called by name; fn
// is its body, if it is in this package.
func (p *pkg) staticCallee(obj *types.Func, fn *ssa.Function) callee {
	k := p.dynamicCallee(obj)
	k.sum = p.summaryOf(obj, fn)
	k.seen = obj.Pkg() != nil
	return k
}

// dynamicCallee returns what is known of a function but for its body: of an
// interface's method there is none.
func (p *pkg) dynamicCallee(obj *types.Func) callee {
	k := callee{obj: obj, table: p.index.Func(obj), recv: obj.Signature().Recv() != nil}
	k.listed = k.recv && p.isListedRecv(obj)
	k.seen = obj.Pkg() != nil && isStd(obj.Pkg().Path())
	return k
}

// isListedRecv reports whether method fn is of a type of the table.
func (p *pkg) isListedRecv(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && p.index.Resource(recv.Type()) != nil
}

// lists reports whether argument i is among the parameters of a table's list.
func (k callee) lists(list func(*contract.FuncContract) []int, i int) bool {
	if k.table == nil {
		return false
	}
	if k.recv {
		i--
	}
	return slices.Contains(list(k.table), i)
}

// param returns what the callee does with argument i, the receiver counting.
func (k callee) param(i int) ParamFact {
	f := k.sum.param(i)
	if k.listed && i == 0 {
		f = ParamFact{Index: i}
	}
	if k.table == nil {
		return f
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.Releases }, i) {
		f.OK, f.Err, f.Certain = Releases, Releases, true
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.Takes }, i) {
		f.OK, f.Err = Takes, Takes
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.Wraps }, i) {
		f.OK, f.Err, f.Wraps = Borrows, Borrows, []int{0}
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.CallsNow }, i) {
		f.Call = CallNow
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.CallsLater }, i) {
		f.Call = CallLater
	}
	f.NilGuard = f.NilGuard || k.lists(func(c *contract.FuncContract) []int { return c.NilGuards }, i)
	f.ErrGuard = f.ErrGuard || k.lists(func(c *contract.FuncContract) []int { return c.ErrGuards }, i)
	f.NilKeeper = f.NilKeeper || k.lists(func(c *contract.FuncContract) []int { return c.NilKeepers }, i)
	return f
}

func (k callee) noReturn() bool {
	return k.table != nil && k.table.NoReturn || k.sum != nil && k.sum.NoReturn
}

// knownErrors applies what the callee tells of the nilness of its arguments
// and results. It reports whether the path goes on.
func (t *tracker) knownErrors(m *flow.Machine, s *flow.State, c *flow.Call, k callee) bool {
	for i, a := range c.Args {
		f := k.param(i)
		switch nilness := flow.Nilness(a); {
		case f.NilGuard && nilness == flow.IsNotNil:
			return false
		case f.NilGuard && a.Kind == flow.Sym && a.Ref != nil:
			s.Bind(a.Ref, flow.Val{Kind: flow.Nil})
		case f.ErrGuard && nilness == flow.IsNil:
			return false
		case f.NilKeeper:
			bindError(s, c, a)
		case k.lists(func(c *contract.FuncContract) []int { return c.NilTests }, i) && nilness != flow.MaybeNil:
			bindResult(s, c, 0, flow.BoolVal(nilness == flow.IsNil))
		case k.lists(func(c *contract.FuncContract) []int { return c.ErrTests }, i) && nilness == flow.IsNil:
			bindResult(s, c, 0, flow.BoolVal(false))
		}
	}
	if k.table != nil && k.table.NonNil {
		v := flow.Val{Kind: flow.NonNil}
		if k.obj.Name() != "New" {
			v = v.Because() // it may wrap another
		}
		bindError(s, c, v)
	}
	return true
}

// bindError binds the error result of c, its last.
func bindError(s *flow.State, c *flow.Call, v flow.Val) {
	res := c.Instr.Common().Signature().Results()
	if n := res.Len(); n > 0 && isErrorType(res.At(n-1).Type()) {
		bindResult(s, c, n-1, v)
	}
}

func bindResult(s *flow.State, c *flow.Call, i int, v flow.Val) {
	if reg := c.Value(); reg != nil {
		s.BindResult(reg, i, v)
	}
}

// hasError reports whether c's last result is an error.
func hasError(c *flow.Call) bool {
	res := c.Instr.Common().Signature().Results()
	return res.Len() > 0 && isErrorType(res.At(res.Len()-1).Type())
}

// Inline implements [flow.Client]: closures and method values are walked in
// place if they may touch what is followed, or acquire it.
func (t *tracker) Inline(m *flow.Machine, s *flow.State, c *flow.Call, fn *ssa.Function) bool {
	if t.site != nil && c.Instr == t.site.call || fn.Parent() == nil && !isWrapper(fn) {
		return false
	}
	if t.site != nil {
		for f := t.site.call.Parent(); f != nil; f = f.Parent() {
			if f == fn {
				return true
			}
		}
	}
	return m.Touches(s, c)
}

// isWrapper reports whether fn is code that the compiler makes to call a
// method: of a method value or expression.
func isWrapper(fn *ssa.Function) bool {
	return strings.HasPrefix(fn.Synthetic, "bound ") || strings.HasPrefix(fn.Synthetic, "thunk ")
}

// Call implements [flow.Client].
func (t *tracker) Call(m *flow.Machine, s *flow.State, c *flow.Call) []*flow.State {
	if t.site != nil && c.Instr == t.site.call && !c.Deferred {
		return t.acquire(m, s, c)
	}
	if b, ok := c.Instr.Common().Value.(*ssa.Builtin); ok {
		t.builtin(m, s, c, b)
		return []*flow.State{s}
	}
	if !c.Deferred {
		s.Mark.Kept = nil // it may be waited for
	}
	if k := c.Fn.Kind; k == flow.Thunk || k == flow.Token || k == flow.Holder {
		t.release(m, s, c.Instr, "()")
		return []*flow.State{s}
	}
	k := t.pkg.calleeOf(c)
	if k.noReturn() {
		t.noteExit(s, c, k)
		return nil
	}
	if t.dropped && (failsTest(k.obj) || t.asksError(c, k)) {
		return nil // the test asked for the error, and fails if there is none
	}
	if c.Instr.Common().IsInvoke() && c.Args[0].Kind == flow.Nil {
		return nil // a method of a nil error: this cannot be
	}
	if !t.knownErrors(m, s, c, k) {
		return nil
	}
	if body := rangeBodyArg(c); body >= 0 {
		return t.rangeOver(m, s, c, c.Args[body])
	}
	return t.arguments(m, s, c, k)
}

// acquire begins to follow the result of the site's call: on the path on which
// it succeeds there is something to release, on the other there is not.
func (t *tracker) acquire(m *flow.Machine, s *flow.State, c *flow.Call) []*flow.State {
	switch s.Mark.Status {
	case none:
	case live:
		return t.acquireAgain(m, s, c)
	default:
		t.pilesUp(m, s)
		return nil // the next round is like the first
	}
	var states []*flow.State
	if hasError(c) {
		failed := s.Clone()
		bindError(failed, c, flow.Val{Kind: flow.NonNil})
		states = append(states, failed)
	}
	s.Mark = flow.Mark{Status: live}
	s.Begin()
	t.recordParent(s, c)
	bindError(s, c, flow.Val{Kind: flow.Nil})
	res := c.Instr.Common().Signature().Results()
	if n := res.Len(); n > 1 && types.Identical(res.At(n-1).Type(), types.Typ[types.Bool]) {
		bindResult(s, c, n-1, flow.BoolVal(true))
	}
	bindResult(s, c, t.site.index, flow.Val{Kind: flow.Token})
	for _, i := range t.site.also {
		bindResult(s, c, i, flow.Val{Kind: flow.Holder})
	}
	for _, i := range t.site.thunks {
		bindResult(s, c, i, flow.Val{Kind: flow.Thunk})
	}
	return append([]*flow.State{s}, states...)
}

// acquireAgain runs the site's call in a loop while what it returned the last
// time is still owed.
func (t *tracker) acquireAgain(m *flow.Machine, s *flow.State, c *flow.Call) []*flow.State {
	if t.pilesUp(m, s) {
		return nil
	}
	if later := m.RunPending(s, nil); len(later) > 0 && !slices.ContainsFunc(later, isLive) {
		t.settled = true
		return nil
	}
	if !m.HeldBeyond(s, c.Instr) {
		if !t.healedByParent(s, flow.MaybeNil) {
			t.leaks = append(t.leaks, leak{state: s, again: c.Instr})
		}
		return nil
	}
	return []*flow.State{s}
}

// failsTest reports whether a call of fn fails the test that it stands in.
func failsTest(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "testing" {
		return false
	}
	switch fn.Name() {
	case "Error", "Errorf", "Fail":
		return true
	}
	return false
}

// asksError reports whether a test hands the error of what it drops to code of
// which nothing is known: it is an assertion more often than not.
func (t *tracker) asksError(c *flow.Call, k callee) bool {
	if k.obj != nil && k.obj.Pkg() != nil && isStd(k.obj.Pkg().Path()) || !t.pkg.inTest(t.site.call) {
		return false
	}
	for i, a := range c.Args {
		f := k.param(i)
		op := c.Operand(i)
		if op == nil || f.NilGuard || f.ErrGuard {
			continue
		}
		if ch, ok := op.(*ssa.ChangeInterface); ok {
			op = ch.X // Expect(err)
		}
		if a.Kind == flow.Nil && isErrorType(op.Type()) {
			return true
		}
	}
	return false
}

// noteExit notes that TestMain ends the process after the tests have run.
func (t *tracker) noteExit(s *flow.State, c *flow.Call, k callee) {
	if s.Mark.Status != live || t.root.Name() != "TestMain" || len(c.Args) == 0 || c.Args[0].Kind == flow.Const {
		return
	}
	t.exits = append(t.exits, s)
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
	for _, d := range s.Pending() {
		if b := d.Instr.Block(); d.IsDefer() && (m.InCycle(b) || b.Parent() != fn) {
			t.defers[d.Instr] = true
		}
	}
	return true
}

func (t *tracker) builtin(m *flow.Machine, s *flow.State, c *flow.Call, b *ssa.Builtin) {
	switch b.Name() {
	case "append":
		for _, a := range c.Args {
			if m.Contains(s, a) {
				bindResult(s, c, 0, flow.Val{Kind: flow.Holder})
			}
		}
	case "len", "cap":
		if c.Args[0].Kind == flow.Holder {
			bindResult(s, c, 0, flow.Val{Kind: flow.Positive})
		}
	case "recover":
		bindResult(s, c, 0, flow.Val{Kind: flow.Nil}) // no panic is looked at
	case "copy":
		if m.Contains(s, c.Args[1]) {
			t.transfer(s)
		}
	case "ssa:wrapnilchk":
		bindResult(s, c, 0, c.Args[0])
	}
}

// rangeBodyArg returns which argument is the body of a range-over-func loop, or -1.
func rangeBodyArg(c *flow.Call) int {
	for i, a := range c.Args {
		if fn := a.Function(); a.Kind == flow.Func && fn != nil && fn.Synthetic == rangeBody {
			return i
		}
	}
	return -1
}

// rangeOver runs the body of a range-over-func loop no, one and two times.
func (t *tracker) rangeOver(m *flow.Machine, s *flow.State, c *flow.Call, body flow.Val) []*flow.State {
	out := []*flow.State{s.Clone()}
	round := []*flow.State{s}
	for range 2 {
		var next []*flow.State
		for _, st := range round {
			ends, ok := m.Walk(st, body, nil)
			if !ok {
				return []*flow.State{st}
			}
			for _, e := range ends {
				out = append(out, e.State)
				if len(e.Results) > 0 && e.Results[0] != flow.BoolVal(false) {
					next = append(next, e.State.Clone())
				}
			}
		}
		round = next
	}
	return out
}
