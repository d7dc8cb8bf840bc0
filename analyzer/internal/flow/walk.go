package flow

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// NewCall returns the call that instr makes in state s.
func (m *Machine) NewCall(s *State, instr ssa.CallInstruction) *Call {
	common := instr.Common()
	c := &Call{Instr: instr, Callee: common.StaticCallee(), Args: make([]Val, 0, len(common.Args))}
	if common.IsInvoke() {
		c.Args = append(c.Args, m.Resolve(s, common.Value))
	} else {
		c.Fn = m.Resolve(s, common.Value)
		if c.Callee == nil {
			c.Callee = c.Fn.Function()
		}
	}
	for _, a := range common.Args {
		c.Args = append(c.Args, m.Resolve(s, a))
	}
	return c
}

// Function returns the function that a Func value calls, or nil.
func (v Val) Function() *ssa.Function {
	switch f := v.Ref.(type) {
	case *ssa.Function:
		return f
	case *ssa.MakeClosure:
		return f.Fn.(*ssa.Function)
	}
	return nil
}

// call runs c, in place if the client wants it so.
func (m *Machine) call(s *State, c *Call) []*State {
	fn := c.Callee
	if m.isWalkable(fn) && m.Client.Inline(m, s, c, fn) && m.isNear() {
		return m.inline(s, c, fn)
	}
	if fn != nil && c.Fn.Kind == Func {
		m.HavocCaptured(s, c.Fn)
	}
	return m.Client.Call(m, s, c)
}

// isWalkable reports whether fn has a body that is not being walked already.
func (m *Machine) isWalkable(fn *ssa.Function) bool {
	return fn != nil && len(fn.Blocks) > 0 && !slices.Contains(m.stack, fn)
}

// isNear reports whether what is called here is not too deep to be walked, and
// remembers if it is.
func (m *Machine) isNear() bool {
	near := len(m.stack) <= maxInline
	m.tooDeep = m.tooDeep || !near
	return near
}

// inline walks the body of fn as called by c and binds the results.
func (m *Machine) inline(s *State, c *Call, fn *ssa.Function) []*State {
	var states []*State
	for _, e := range m.walk(s, c.Fn, fn, c.Args) {
		if v := c.Value(); v != nil {
			for i, r := range e.results {
				e.state.BindResult(v, i, r)
			}
		}
		states = append(states, e.state)
	}
	return states
}

// A Result is a state in which a walked function returned, and what it returned.
type Result struct {
	State   *State
	Results []Val
}

// Walk walks the func value f once, called with args, and returns the ways in
// which it ends. It reports false if f is unknown or must not be walked.
func (m *Machine) Walk(s *State, f Val, args []Val) ([]Result, bool) {
	return m.WalkArgs(s, f, f.Function(), args)
}

// WalkArgs is Walk for a function that may not be a value: fn, called as f.
func (m *Machine) WalkArgs(s *State, f Val, fn *ssa.Function, args []Val) ([]Result, bool) {
	if !m.isWalkable(fn) || !m.isNear() {
		return nil, false
	}
	var out []Result
	for _, e := range m.walk(s, f, fn, args) {
		out = append(out, Result{e.state, e.results})
	}
	return out, true
}

func (m *Machine) walk(s *State, f Val, fn *ssa.Function, args []Val) []exit {
	in := s.Clone()
	if mc, ok := f.Ref.(*ssa.MakeClosure); ok {
		for i, b := range mc.Bindings {
			in.env.set(fn.FreeVars[i], m.Resolve(s, b))
		}
	}
	for i, p := range fn.Params {
		if i < len(args) {
			in.env.set(p, args[i])
		} else {
			in.env.delete(p)
		}
	}
	exits := m.run(fn, in)
	for _, e := range exits {
		e.state.depart(fn, e.results)
	}
	return exits
}

// depart drops what fn, which has returned the results, has left behind and nothing
// refers to any more: else a function would cost the more, the more it has called.
func (s *State) depart(fn *ssa.Function, results []Val) {
	referred := s.referredTo(fn, results)
	s.env.removeIf(func(v ssa.Value, _ Val) bool {
		return v.Parent() == fn && (!isFree(v) || !isCaptured(v)) && !referred[v]
	})
	s.tuples.removeIf(func(t tupleElem, _ Val) bool { return t.tuple.Parent() == fn })
	for ref := range referred {
		if _, ok := ref.(*ssa.MakeClosure); ok {
			return // it may use any of the variables
		}
	}
	s.cells.removeIf(func(c Cell, val Val) bool {
		_, ok := c.Root.(*ssa.Alloc)
		return ok && c.Root.Parent() == fn && !referred[c.Root] && !val.isTracked()
	})
}

// referredTo returns what is referred to of fn.
func (s *State) referredTo(fn *ssa.Function, results []Val) map[ssa.Value]bool {
	referred := map[ssa.Value]bool{}
	add := func(val Val) {
		if val.Ref != nil && val.Ref.Parent() == fn {
			referred[val.Ref] = true
		}
	}
	for _, e := range s.env.entries {
		add(e.val)
	}
	for _, val := range s.cells.all() {
		add(val)
	}
	for _, val := range results {
		add(val)
	}
	for _, d := range s.defers {
		add(d.Fn)
		for _, a := range d.Args {
			add(a)
		}
	}
	return referred
}

// refersTo reports whether something else than v's own entry refers to v.
func (s *State) refersTo(v ssa.Value) bool {
	refers := func(val Val) bool { return val.Ref == v }
	return s.cells.holds(refers) || s.env.holds(refers)
}

// Try is [Machine.WalkArgs] on a copy of s, to see what would come of it: no
// path is skipped.
func (m *Machine) Try(s *State, f Val, fn *ssa.Function, args []Val) ([]Result, bool) {
	m.trials++
	defer func() { m.trials-- }()
	return m.WalkArgs(s, f, fn, args)
}
