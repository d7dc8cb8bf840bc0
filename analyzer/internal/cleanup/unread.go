package cleanup

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// readsAfter returns the registers into which a variable is read after a store in a
// func literal that is deferred: the function that defers it has taken from the variable
// what it returns, unless that is a result with a name. It reports false if somebody else
// may read it, who is not seen: nothing else than the literal may see it by then.
func (c *Code) readsAfter(st *ssa.Store) ([]ssa.Value, bool) {
	lit := st.Parent()
	a, ok := c.captured(st.Addr).(*ssa.Alloc)
	if !ok || a.Parent() != lit.Parent() || !c.isDeferredOnce(lit) || isReadAtEnd(a) {
		return nil, false
	}
	for _, r := range *a.Referrers() {
		mc, isClosure := r.(*ssa.MakeClosure)
		switch {
		case isClosure && mc.Fn == lit, isStoreTo(r, a), isLoad(r), isDebug(r):
		case isClosure && !isReadIn(mc, a):
		default:
			return nil, false
		}
	}
	var reads []ssa.Value
	for _, r := range *st.Addr.Referrers() {
		switch {
		case isStoreTo(r, st.Addr), isDebug(r):
		case !isLoad(r):
			return nil, false
		case isAfter(r, st):
			reads = append(reads, r.(*ssa.UnOp))
		}
	}
	return reads, true
}

// isDeferredOnce reports whether all that is done with a func literal is that the
// function around it defers it, once.
func (c *Code) isDeferredOnce(lit *ssa.Function) bool {
	mc := c.closures()[lit]
	if mc == nil {
		return false
	}
	uses := slices.DeleteFunc(slices.Clone(*mc.Referrers()), isDebug)
	if len(uses) != 1 || InLoop(mc.Block()) {
		return false
	}
	d, ok := uses[0].(*ssa.Defer)
	return ok && d.Call.Value == mc
}

// isReadAtEnd reports whether a variable is a result with a name: it is read when the
// deferred calls have been run.
func isReadAtEnd(a *ssa.Alloc) bool {
	return slices.ContainsFunc(*a.Referrers(), func(r ssa.Instruction) bool {
		if !isLoad(r) {
			return false
		}
		before := r.Block().Instrs[:slices.Index(r.Block().Instrs, r)]
		return r.Block() == a.Parent().Recover || slices.ContainsFunc(before, func(instr ssa.Instruction) bool {
			_, ran := instr.(*ssa.RunDefers)
			return ran
		})
	})
}

// isReadIn reports whether a closure may do anything with the variable that it
// captures but set it.
func isReadIn(mc *ssa.MakeClosure, a *ssa.Alloc) bool {
	v := mc.Fn.(*ssa.Function).FreeVars[slices.Index(mc.Bindings, ssa.Value(a))]
	return slices.ContainsFunc(*v.Referrers(), func(r ssa.Instruction) bool { return !isStoreTo(r, v) && !isDebug(r) })
}

// isAfter reports whether an instruction may be run after another one of its function.
func isAfter(instr, other ssa.Instruction) bool {
	return Dominates(other, instr) || Reaches(other.Block(), instr.Block())
}

func isLoad(instr ssa.Instruction) bool {
	_, ok := instr.(*ssa.UnOp) // of an address there is no other
	return ok
}

func isDebug(instr ssa.Instruction) bool {
	_, ok := instr.(*ssa.DebugRef)
	return ok
}
