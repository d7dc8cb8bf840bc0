package cleanup

import (
	"go/token"
	"slices"

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
		for in := range exclusive(iff, failing(cmp)) {
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
	return from.Succs[failing(cmp)] == to
}

// IsWithout reports whether a moment comes only where the call has returned an error:
// there is nothing then of what it should have made.
func (c *Code) IsWithout(call ssa.CallInstruction, m Moment) bool {
	err := errorResult(call)
	if err == nil {
		return false
	}
	for b := range failures(err) {
		if m.leadsThrough(b) {
			return true
		}
	}
	return false
}

// errorResult returns the register of the error that a call returns last, or nil.
func errorResult(call ssa.CallInstruction) ssa.Value {
	results := call.Common().Signature().Results()
	v, ok := call.(*ssa.Call)
	if n := results.Len(); ok && n > 0 && IsError(results.At(n-1).Type()) {
		return resultOf(v, n-1)
	}
	return nil
}

// failures yields the blocks that are reached only if err is not nil.
func failures(err ssa.Value) func(func(*ssa.BasicBlock) bool) {
	return func(yield func(*ssa.BasicBlock) bool) {
		for iff, i := range nilTests(append(readBack(err), err)) {
			for b := range exclusive(iff, i) {
				if !yield(b) {
					return
				}
			}
		}
	}
}

// nilTests yields the branches on whether the errors are nil, and to which of its
// successors each goes if they are not.
func nilTests(errs []ssa.Value) func(func(*ssa.If, int) bool) {
	return func(yield func(*ssa.If, int) bool) {
		for _, err := range errs {
			for _, r := range *err.Referrers() {
				cmp, ok := r.(*ssa.BinOp)
				if !ok || !isNilTest(cmp) {
					continue
				}
				for _, u := range *cmp.Referrers() {
					if iff, ok := u.(*ssa.If); ok && !yield(iff, failing(cmp)) {
						return
					}
				}
			}
		}
	}
}

// readBack returns the registers into which v is read from a variable right after it
// has been put there: nothing that could change the variable is run in between.
func readBack(v ssa.Value) []ssa.Value {
	var all []ssa.Value
	for _, r := range *v.Referrers() {
		st, ok := r.(*ssa.Store)
		if !ok || st.Val != v {
			continue
		}
		instrs := st.Block().Instrs
		for _, instr := range instrs[slices.Index(instrs, r)+1:] {
			if _, isCall := instr.(ssa.CallInstruction); isCall || isStoreTo(instr, st.Addr) {
				break
			}
			if load, ok := instr.(*ssa.UnOp); ok && load.X == st.Addr {
				all = append(all, load)
			}
		}
	}
	return all
}

func isStoreTo(instr ssa.Instruction, addr ssa.Value) bool {
	st, ok := instr.(*ssa.Store)
	return ok && st.Addr == addr && st.Val != addr
}

// failing returns to which of its successors an If goes, by a test of an error for
// nil, if that is not nil.
func failing(cmp *ssa.BinOp) int {
	if cmp.Op == token.EQL {
		return 1
	}
	return 0
}

// isResultOf reports whether v is a result of the call.
func isResultOf(v ssa.Value, call ssa.Instruction) bool {
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	instr, ok := v.(ssa.Instruction)
	return ok && instr == call
}
