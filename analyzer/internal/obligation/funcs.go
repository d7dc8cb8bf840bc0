package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// funcArgument runs argument i, a func that may capture the resource, as far
// as the callee is known to call it.
func (t *tracker) funcArgument(m *flow.Machine, states []*flow.State, c *flow.Call, k callee, i int) []*flow.State {
	a := c.Args[i]
	mode := k.param(i).Call
	var out []*flow.State
	for _, s := range states {
		t.wakeLater(s, c, k, i)
		switch {
		case !m.Touches(s, &flow.Call{Fn: a}):
			fn := a.Function()
			switch {
			case fn == nil || t.site == nil || mode != CallNow:
				out = append(out, s)
			case encloses(fn, t.site.call.Parent()):
				out = append(out, t.callNow(m, s, c, k, i)...)
			default:
				t.noteNestedIn(s, fn)
				out = append(out, s)
			}
		case len(k.param(i).Wraps) > 0 && m.Contains(s, a):
			t.bindWraps(m, s, c, k.param(i), flow.Thunk)
			out = append(out, s)
		case mode == CallNow:
			ends := t.callNow(m, s, c, k, i)
			switch {
			case k.lists(func(c *contract.FuncContract) []int { return c.Panics }, i):
				out = append(out, s) // the panic ends in the callee
			case k.lists(func(c *contract.FuncContract) []int { return c.Once }, i) && t.mayBeSpent(s, c, ends):
				out = append(out, s) // and it is not called
			}
			out = append(out, ends...)
		case mode == CallLater:
			t.worked = t.worked || m.Contains(s, a)
			t.callLater(m, s, c, a)
			out = append(out, s)
		case t.pkg.onlyNames(k, i):
			out = append(out, s)
		default:
			m.HavocCaptured(s, a)
			t.worked = t.worked || m.Contains(s, a)
			switch {
			case !m.Contains(s, a):
				m.Share(s, a, capturesForRelease)
			case k.obj != nil && !k.seen && visits(k.obj, c.Operand(i).Type()) && t.leavesDuty(m, s, a):
			case !t.keepsItself(m, s, c, a):
				t.handedOn = true
				t.transfer(s)
			}
			out = append(out, s)
		}
	}
	return out
}

// keepsItself reports whether a func that works on the resource is given to a
// method of the resource, which gets no more by it than it has.
func (t *tracker) keepsItself(m *flow.Machine, s *flow.State, c *flow.Call, a flow.Val) bool {
	mc, ok := a.Ref.(*ssa.MakeClosure)
	if !ok || !c.HasRecv() || c.Args[0].Kind != flow.Token {
		return false
	}
	for i, b := range mc.Bindings {
		if m.Contains(s, m.Resolve(s, b)) && capturesForRelease(mc.Fn.(*ssa.Function), i) {
			return false
		}
	}
	return true
}

// mayBeSpent reports whether a sync.Once that others share with this function has
// called a func before, so that it does not call this one, which hands the
// resource over. One that releases is called twice so that either call does it.
func (t *tracker) mayBeSpent(s *flow.State, c *flow.Call, ends []*flow.State) bool {
	if t.site == nil || s.Mark.Status != live {
		return false
	}
	if once := c.Args[0].Ref; once != nil && once.Parent() == t.site.call.Parent() {
		if _, own := once.(*ssa.Alloc); own {
			return false
		}
	}
	return !slices.ContainsFunc(ends, func(e *flow.State) bool { return e.Mark.Status == released })
}

// encloses reports whether inner is outer or a closure in it.
func encloses(outer, inner *ssa.Function) bool {
	for ; inner != nil; inner = inner.Parent() {
		if inner == outer {
			return true
		}
	}
	return false
}

// callNow walks argument i, a func, once. The callee is thought to hand on the error
// that it returns; one that commits then may fail by itself.
func (t *tracker) callNow(m *flow.Machine, s *flow.State, c *flow.Call, k callee, i int) []*flow.State {
	a := c.Args[i]
	commits := k.lists(func(c *contract.FuncContract) []int { return c.Commits }, i)
	ends, ok := m.Walk(s, a, nil)
	if !ok {
		if m.Contains(s, a) {
			t.transfer(s)
		}
		return []*flow.State{s}
	}
	var out []*flow.State
	for _, e := range ends {
		if c.Deferred && k.param(i).Sometimes && s.Mark.Status != released && e.State.Mark.Status == released {
			e.State.Mark.Where, e.State.Mark.Guess = nil, true
		}
		if n := len(e.Results); n > 0 && e.Results[n-1].Kind != flow.Const && (!commits || flow.Nilness(e.Results[n-1]) != flow.IsNil) {
			bindError(e.State, c, e.Results[n-1])
		}
		out = append(out, e.State)
	}
	return out
}

// discharged reports whether the duty has ended on a path, and not only because
// there is nothing to release on it.
func discharged(s *flow.State) bool { return s.Mark.Status != live && s.Mark.Status != void }

// callLater puts the func value a on the calls that run when the work is over.
func (t *tracker) callLater(m *flow.Machine, s *flow.State, c *flow.Call, a flow.Val) {
	if s.Mark.Status == none {
		m.Later(s, c, a)
		return
	}
	ends, ok := m.Try(s, a, a.Function(), nil)
	if !ok {
		t.transfer(s)
		return
	}
	for _, e := range ends {
		if s.Mark.Status == live && e.State.Mark.Status == released && t.standsOn(s) {
			s.Mark.Later = c.Instr
		}
		if discharged(e.State) {
			t.settle(s)
		}
		if e.State.Mark.Stage >= checked {
			s.Mark.Stage = handed
		}
	}
}

// laterArguments puts the funcs among the variadic arguments a on the calls that
// run when the work is over.
func (t *tracker) laterArguments(m *flow.Machine, states []*flow.State, c *flow.Call, a flow.Val) {
	for _, s := range states {
		for _, e := range m.Elements(s, a) {
			switch e.Kind {
			case flow.Func:
				t.callLater(m, s, c, e)
			case flow.Thunk:
				t.settle(s)
			}
		}
	}
}

// Go implements [flow.Client]: a goroutine that releases, or of which that
// cannot be told, takes.
func (t *tracker) Go(m *flow.Machine, s *flow.State, c *flow.Call) {
	t.at = c.Instr
	t.wake(s, c)
	for _, a := range c.Args {
		if a.Kind == flow.Func {
			m.HavocCaptured(s, a)
		}
	}
	if c.Fn.Kind == flow.Func {
		m.HavocCaptured(s, c.Fn)
		if !m.Contains(s, c.Fn) && s.Mark.Status == none {
			m.Share(s, c.Fn, capturesForRelease)
		}
	}
	touched := m.Contains(s, c.Fn) || slices.ContainsFunc(c.Args, func(a flow.Val) bool { return m.Contains(s, a) })
	if s.Mark.Status != live || !touched {
		t.handedOn = t.handedOn || touched
		return
	}
	t.spawned = true
	s.Mark.Stage = handed
	if fn := c.Callee; fn != nil && (fn.Parent() != nil || isWrapper(fn)) {
		if ends, ok := m.Try(s, c.Fn, fn, c.Args); ok && len(ends) > 0 &&
			!slices.ContainsFunc(ends, func(e flow.Result) bool { return discharged(e.State) }) {
			return // it only uses it
		}
		t.handedOn = true
		t.transfer(s)
		return
	}
	k := t.pkg.calleeOf(c)
	for i, a := range c.Args {
		if m.Contains(s, a) {
			if v := t.argument(m, s.Clone(), c, k, i); v.ok != Borrows || v.err != Borrows {
				t.handedOn = true
				t.transfer(s)
			}
		}
	}
}

// onlyNames reports whether a callee neither calls nor keeps its argument i, a
// func.
func (p *pkg) onlyNames(k callee, i int) bool {
	f := k.param(i)
	return k.seen && k.table == nil && !isStd(k.obj.Pkg().Path()) && f.Call == NoCall && f.OK == Borrows && f.Err == Borrows
}

// isHandedTo reports whether a function literal is an argument of a call where it stands,
// of which takes is asked, the receiver counting.
func isHandedTo(fn *ssa.Function, takes func(call *ssa.Call, i int) bool) bool {
	return anyInstr(fn.Parent(), func(instr ssa.Instruction) bool {
		call, ok := instr.(*ssa.Call)
		return ok && slices.ContainsFunc(argsOf(fn, call.Common()), func(i int) bool { return takes(call, i) })
	})
}

// isNamedOnly reports whether a func parameter is neither called nor handed on,
// but at most compared or given to the standard library, to be printed.
func (p *pkg) isNamedOnly(v ssa.Value) bool {
	if v.Referrers() == nil {
		return false
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.BinOp, *ssa.DebugRef:
		case *ssa.MakeInterface:
			if !p.isNamedOnly(r) {
				return false
			}
		case *ssa.Call:
			obj, _ := calledFunc(r.Common())
			if obj == nil || obj.Pkg() == nil || !isStd(obj.Pkg().Path()) || p.index.Func(obj) != nil {
				return false
			}
		default:
			return false
		}
	}
	return true
}
