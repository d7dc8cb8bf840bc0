package flow

import (
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Touches reports whether a call may reach the token now or later, by what it
// calls or by what it is given.
func (m *Machine) Touches(s *State, c *Call) bool {
	return m.touches(s, c.Fn) || slices.ContainsFunc(c.Args, func(a Val) bool { return m.touches(s, a) })
}

// touches reports whether v may give access to the token now or later.
func (m *Machine) touches(s *State, v Val) bool {
	if v.Kind == Addr || m.Contains(s, v) {
		return true
	}
	if mc, ok := v.Ref.(*ssa.MakeClosure); ok && v.Kind == Func {
		for _, b := range mc.Bindings {
			if m.touches(s, m.Resolve(s, b)) {
				return true
			}
		}
	}
	return false
}

// HeldBeyond reports whether something refers to the token that remains when
// instr is run again: a variable of a loop's body does not.
func (m *Machine) HeldBeyond(s *State, instr ssa.Instruction) bool {
	b := instr.Block()
	g := m.graphs.of(b.Parent())
	lost := func(v ssa.Value) bool {
		def, ok := v.(ssa.Instruction)
		return ok && def.Parent() == b.Parent() && b.Dominates(def.Block())
	}
	for _, e := range s.env.entries {
		v, val := e.key, e.val
		switch {
		case !m.contains(s, val, 0):
		case v.Parent() != b.Parent(), !lost(v) && g.liveIn(v)[b.Index], g.passes(v, instr):
			return true
		}
	}
	for c, val := range s.cells.all() {
		if val.isTracked() && !lost(c.Root) && (c.Root.Parent() != b.Parent() || g.usedFrom(c)[b.Index] && !g.isRemade(c.Root, b)) {
			return true
		}
	}
	return false
}

// isRemade reports whether v is a variable that is made anew before b, which does not
// make it, is come to again.
func (g *graph) isRemade(v ssa.Value, b *ssa.BasicBlock) bool {
	def, ok := v.(*ssa.Alloc)
	if !ok || def.Parent() != b.Parent() {
		return false
	}
	round := g.backward([]*ssa.BasicBlock{b}, def.Block())
	return !slices.ContainsFunc(b.Succs, func(s *ssa.BasicBlock) bool { return round[s.Index] })
}

// Held reports whether anything refers to the token at all, or reads through it.
func (m *Machine) Held(s *State) bool {
	refers := func(v Val) bool { return v.isTracked() || v.Kind == View }
	return s.env.holds(refers) || s.tuples.holds(refers) || s.cells.holds(refers)
}

// Elements returns what is known of the elements of the array whose address v
// is: the arguments of a variadic call.
func (m *Machine) Elements(s *State, v Val) []Val {
	if v.Kind != Addr {
		return nil
	}
	var vals []Val
	for _, e := range s.cells.parts(v.Ref) {
		if strings.HasPrefix(e.key, v.Text+"[") {
			vals = append(vals, e.val)
		}
	}
	return vals
}

// isFree reports whether v is a variable of an enclosing function.
func isFree(v ssa.Value) bool {
	_, ok := v.(*ssa.FreeVar)
	return ok
}

// isCaptured reports whether a closure holds the register v by value, as method
// values do, or hands it on to a closure in it: it is read when that is called.
func isCaptured(v ssa.Value) bool {
	refs := v.Referrers()
	return refs != nil && slices.ContainsFunc(*refs, func(r ssa.Instruction) bool {
		_, ok := r.(*ssa.MakeClosure)
		return ok
	})
}

// Contains reports whether v is the token, or contains or captures it.
func (m *Machine) Contains(s *State, v Val) bool { return m.contains(s, v, 0) }

func (m *Machine) contains(s *State, v Val, depth int) bool {
	if v.isTracked() {
		return true
	}
	if depth > 5 {
		return false
	}
	switch v.Kind {
	case Addr, Struct:
		for _, e := range s.cells.parts(v.Ref) {
			if !m.contains(s, e.val, depth+1) {
				continue
			}
			if _, ok := cutPath(e.key, v.Text); ok {
				return true
			}
		}
	case Func:
		if mc, ok := v.Ref.(*ssa.MakeClosure); ok {
			for _, b := range mc.Bindings {
				if m.contains(s, m.Resolve(s, b), depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// Havoc forgets the variable whose address v is, and those whose addresses are
// in it: &n, in the slice of arguments that a variadic function gets.
func (m *Machine) Havoc(s *State, v Val) { s.havocDeep(v, 0) }

// HavocLate is Havoc for what a deferred call gets: it may wrap an error that is there, as
// defer wrap(&err) does, but does not take it away.
func (m *Machine) HavocLate(s *State, v Val) {
	before, _ := s.cells.get(Cell{v.Ref, v.Text})
	m.Havoc(s, v)
	if v.Kind == Addr && Nilness(before) == IsNotNil && isErrorVar(v.Ref) {
		s.cells.set(Cell{v.Ref, v.Text}, nonNilVal)
	}
}

// isErrorVar reports whether v is the address of a variable for errors.
func isErrorVar(v ssa.Value) bool {
	ptr, ok := v.Type().Underlying().(*types.Pointer)
	return ok && isError(ptr.Elem())
}

func (s *State) havocDeep(v Val, depth int) {
	if v.Kind != Addr || depth > 3 {
		return
	}
	for _, e := range s.cells.parts(v.Ref) {
		if e.val.Ref != v.Ref {
			s.havocDeep(e.val, depth+1)
		}
	}
	s.havoc(v.Ref)
}

// Share marks the variables that the closure f captures: what is stored in
// them from now on is seen by code that runs at any time.
func (m *Machine) Share(s *State, f Val, releases func(fn *ssa.Function, freeVar int) bool) {
	mc, ok := f.Ref.(*ssa.MakeClosure)
	if !ok {
		return
	}
	for i, b := range mc.Bindings {
		if a := m.Resolve(s, b); a.Kind == Addr && releases(mc.Fn.(*ssa.Function), i) {
			s.cells.set(Cell{a.Ref, shared}, nonNilVal)
		}
	}
}

// HavocCaptured forgets the variables that the closure f may set.
func (m *Machine) HavocCaptured(s *State, f Val) {
	mc, ok := f.Ref.(*ssa.MakeClosure)
	if !ok {
		return
	}
	fn := mc.Fn.(*ssa.Function)
	for i, b := range mc.Bindings {
		if a := m.Resolve(s, b); a.Kind == Addr && storesTo(fn.FreeVars[i]) {
			s.havoc(a.Ref)
		}
	}
}

// StoresTo reports whether the closure that has the free variable v, or one in
// it, may store to the variable that v points to.
func StoresTo(v *ssa.FreeVar) bool { return storesTo(v) }

// storesTo reports whether the function of v, or a closure in it, may store to
// the variable that v points to.
func storesTo(v ssa.Value) bool {
	if v.Referrers() == nil {
		return false
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Addr == v {
				return true
			}
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.FieldAddr:
			if storesTo(r) {
				return true
			}
		case *ssa.MakeClosure:
			inner := r.Fn.(*ssa.Function)
			for i, b := range r.Bindings {
				if b == v && storesTo(inner.FreeVars[i]) {
					return true
				}
			}
		default:
			return true // its address is passed on
		}
	}
	return false
}

// FieldsHolding returns the names of the fields of the variable v, a struct of
// type t, that contain the token.
func (m *Machine) FieldsHolding(s *State, v Val, t types.Type) []string {
	st := structOf(t)
	if st == nil {
		return nil
	}
	holding := map[string]bool{} // the steps to the fields
	for _, e := range s.cells.parts(v.Ref) {
		if rest, ok := cutPath(e.key, v.Text); ok && rest != "" {
			if field, _ := step(rest); !holding[field] && m.contains(s, e.val, 2) {
				holding[field] = true
			}
		}
	}
	var names []string
	for i := range st.NumFields() {
		if holding["."+strconv.Itoa(i)] {
			names = append(names, st.Field(i).Name())
		}
	}
	return names
}
