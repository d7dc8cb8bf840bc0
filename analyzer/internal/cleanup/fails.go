package cleanup

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// FailsAnyway reports whether an instruction stands in a branch that is taken
// because of another error: it is that one which has to be told.
func (c *Code) FailsAnyway(instr ssa.Instruction) bool {
	for b := instr.Block(); b != nil; b = b.Idom() {
		if followsFailures(b) {
			return true
		}
		up := b.Idom()
		if up == nil {
			return false
		}
		iff, ok := up.Instrs[len(up.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		cmp, ok := iff.Cond.(*ssa.BinOp)
		if !ok || !isNilTest(cmp) || !IsError(cmp.X.Type()) || isResultOf(cmp.X, instr) {
			continue
		}
		failing := 0
		if cmp.Op == token.EQL {
			failing = 1
		}
		for in := range exclusive(iff, failing) {
			if in == instr.Block() {
				return true
			}
		}
	}
	return false
}

// followsFailures reports whether all ways into b come from the failing branch of a
// test of an error, which goes on as one variable.
func followsFailures(b *ssa.BasicBlock) bool {
	for _, instr := range b.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			return false
		}
		if !IsError(phi.Type()) {
			continue
		}
		failed := 0
		for i, e := range phi.Edges {
			if failsOnTheWay(e, b.Preds[i], b) {
				failed++
			}
		}
		if failed == len(phi.Edges) {
			return true
		}
	}
	return false
}

// failsOnTheWay reports whether the last block tests err, and goes on to the next
// one only if it is not nil.
func failsOnTheWay(err ssa.Value, from, to *ssa.BasicBlock) bool {
	iff, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
	if !ok || from.Succs[0] == from.Succs[1] {
		return false
	}
	cmp, ok := iff.Cond.(*ssa.BinOp)
	if !ok || !isNilTest(cmp) || cmp.X != err {
		return false
	}
	failing := 0
	if cmp.Op == token.EQL {
		failing = 1
	}
	return from.Succs[failing] == to
}

// isResultOf reports whether v is a result of the call.
func isResultOf(v ssa.Value, call ssa.Instruction) bool {
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	instr, ok := v.(ssa.Instruction)
	return ok && instr == call
}
