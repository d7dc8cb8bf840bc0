package flow

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// exhausted reports whether the comparison at the end of b has no other outcome
// than that it holds: all other constants have been asked for.
func (g *graph) exhausted(b *ssa.BasicBlock) bool {
	if g.ends == nil {
		g.ends = make(blockSet, len(g.fn.Blocks))
		for _, b := range g.fn.Blocks {
			g.ends[b.Index] = comparesLast(b)
		}
	}
	return g.ends[b.Index]
}

// comparesLast reports whether b, if its comparison turns out false, has compared a
// value of an enumerated type with every constant of that type: as in a switch
// without a default case, after which no other value is meant to be.
func comparesLast(b *ssa.BasicBlock) bool {
	v, last := compared(b)
	if v == nil {
		return false
	}
	left := constants(v.Type())
	if len(left) < 2 {
		return false
	}
	delete(left, last)
	for len(left) > 0 && len(b.Preds) == 1 && b.Preds[0].Succs[1] == b {
		b = b.Preds[0]
		w, c := compared(b)
		if w != v {
			return false
		}
		delete(left, c)
	}
	return len(left) == 0
}

// compared returns the value that the branch at the end of b compares with a
// constant, and the constant; nil if it does anything else.
func compared(b *ssa.BasicBlock) (v ssa.Value, constant string) {
	iff, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return nil, ""
	}
	eq, ok := iff.Cond.(*ssa.BinOp)
	if !ok || eq.Op != token.EQL {
		return nil, ""
	}
	c, ok := eq.Y.(*ssa.Const)
	if !ok || c.Value == nil {
		return nil, ""
	}
	return eq.X, c.Value.ExactString()
}

// constants returns the values of the constants that are declared of t, an
// enumerated type.
func constants(t types.Type) map[string]bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return nil
	}
	values := map[string]bool{}
	scope := named.Obj().Pkg().Scope()
	for _, name := range scope.Names() {
		if c, ok := scope.Lookup(name).(*types.Const); ok && types.Identical(c.Type(), named) {
			values[c.Val().ExactString()] = true
		}
	}
	return values
}
