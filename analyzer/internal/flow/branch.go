package flow

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// branch returns the points to which iff leads in state s, which is used up.
func (m *Machine) branch(b *ssa.BasicBlock, iff *ssa.If, s *State) []point {
	known, val := m.truth(s, iff.Cond, 0)
	test, trail := m.testOf(s, iff.Cond), s.trail
	yes := !known || val
	no := (!known || !val) && !m.graphs.of(b.Parent()).exhausted(b)
	var next []point
	for i, taken := range []bool{true, false} {
		if taken && !yes || !taken && !no {
			continue
		}
		st := s
		if taken && no {
			st = s.Clone()
		}
		if !known {
			m.assume(st, iff.Cond, taken, 0)
		}
		if test.Kind == Test {
			m.Client.Branch(m, st, test, taken != isNegated(iff.Cond))
		}
		if taken {
			m.chosen(st, iff.Cond)
		}
		st.trail = &Step{Prev: trail, If: iff, Taken: taken}
		if n, ok := m.edge(b, i, st); ok {
			next = append(next, n)
		}
	}
	return next
}

// chosen runs what a select sends in the case that cond tests for.
func (m *Machine) chosen(s *State, cond ssa.Value) {
	eq, ok := cond.(*ssa.BinOp)
	if !ok || eq.Op != token.EQL {
		return
	}
	ext, ok := eq.X.(*ssa.Extract)
	if !ok || ext.Index != 0 {
		return
	}
	sel, ok := ext.Tuple.(*ssa.Select)
	n, isConst := eq.Y.(*ssa.Const)
	if !ok || !isConst || n.Int64() < 0 || int(n.Int64()) >= len(sel.States) {
		return
	}
	if sent := sel.States[n.Int64()].Send; sent != nil {
		if v := m.Resolve(s, sent); m.Contains(s, v) {
			m.Client.Escape(m, s, v, sel)
		}
	}
}

func isNegated(cond ssa.Value) bool {
	n, ok := cond.(*ssa.UnOp)
	return ok && n.Op == token.NOT && !isNegated(n.X)
}

// testOf returns the Test that cond, or its negation, is.
func (m *Machine) testOf(s *State, cond ssa.Value) Val {
	for {
		n, ok := cond.(*ssa.UnOp)
		if !ok || n.Op != token.NOT {
			return m.Resolve(s, cond)
		}
		cond = n.X
	}
}

// edge moves s over the edge from b to its i-th successor.
func (m *Machine) edge(b *ssa.BasicBlock, i int, s *State) (point, bool) {
	to := b.Succs[i]
	pred := predIndex(b, i)
	var phis []*ssa.Phi
	var vals []Val
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		phis = append(phis, phi)
		vals = append(vals, m.incoming(s, phi, pred))
	}
	for _, phi := range phis {
		s.forget(phi)
	}
	for j, phi := range phis {
		if v := vals[j]; !v.IsZero() && (v.Kind != Sym || !slices.ContainsFunc(phis, func(p *ssa.Phi) bool { return v.Ref == p })) {
			s.env.set(phi, v) // the former value of another phi has no name any more
		}
	}
	m.prune(s, to)
	return point{to, 0, s}, true
}

// incoming returns the value that phi gets from its predecessor pred.
func (m *Machine) incoming(s *State, phi *ssa.Phi, pred int) Val {
	if val, ok := counted(phi, pred); ok {
		return val
	}
	val := m.Resolve(s, phi.Edges[pred])
	if val.Kind == Sym && isPlain(phi.Type()) {
		return Val{} // which of them it is tells nothing
	}
	return val
}

// isPlain reports whether t is a type of numbers, strings, slices or maps.
func isPlain(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Info()&(types.IsNumeric|types.IsString) != 0
	case *types.Slice, *types.Map:
		return true
	}
	return false
}

// predIndex returns which of its predecessors b is to its i-th successor: two
// edges may join the same two blocks.
func predIndex(b *ssa.BasicBlock, i int) int {
	to := b.Succs[i]
	nth := 0
	for _, s := range b.Succs[:i] {
		if s == to {
			nth++
		}
	}
	for j, p := range to.Preds {
		if p == b {
			if nth == 0 {
				return j
			}
			nth--
		}
	}
	panic("internal error: block is no predecessor of its successor")
}

// prune drops from s what cannot matter any more at the entry of b.
func (m *Machine) prune(s *State, b *ssa.BasicBlock) {
	g := m.graphs.of(b.Parent())
	matters := g.matters()
	s.cells.removeIf(func(c Cell, val Val) bool {
		if c.Root.Parent() != b.Parent() || val.isTracked() {
			return false
		}
		return !g.usedFrom(c)[b.Index] || val.isKnowledge() && c.Path != shared && !matters.variables[c.Root]
	})
	for s.env.removeIf(func(v ssa.Value, val Val) bool { return g.isSpent(s, v, val, b) }) {
		// what refers to v may go after v was looked at
	}
	s.tuples.removeIf(func(t tupleElem, _ Val) bool {
		return t.tuple.Parent() == b.Parent() && !g.liveIn(t.tuple)[b.Index]
	})
}

// isSpent reports whether the register v, which is val, cannot matter any more at
// the entry of b.
func (g *graph) isSpent(s *State, v ssa.Value, val Val, b *ssa.BasicBlock) bool {
	if v.Parent() != b.Parent() {
		return false // of a function that is being walked further out
	}
	used := g.liveIn
	if val.isKnowledge() {
		if !g.matters().registers[v] {
			return true
		}
		used = g.matters().decidesIn
	}
	phi, ok := v.(*ssa.Phi)
	switch {
	case ok && phi.Block() == b,
		used(v)[b.Index],
		!val.isTracked() && g.testedFrom(g.rep(v))[b.Index],
		(val.isTracked() || isFree(v)) && isCaptured(v),
		val.Kind != Token && s.refersTo(v):
		return false
	}
	return true
}
