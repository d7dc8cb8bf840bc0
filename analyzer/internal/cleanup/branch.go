package cleanup

import (
	"go/constant"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

func (w *fateWalk) branches(iff *ssa.If) {
	for i := range iff.Block().Succs {
		w.branch(iff, i)
	}
}

// tested looks at the branches on a comparison with the error.
func (w *fateWalk) tested(cmp *ssa.BinOp, isNil bool) {
	for _, r := range *cmp.Referrers() {
		switch r := r.(type) {
		case *ssa.If:
			switch {
			case !isNil:
				w.branches(r)
			case cmp.Op == token.NEQ:
				w.branch(r, 0)
			default:
				w.branch(r, 1)
			}
		case *ssa.DebugRef:
		default:
			w.atLeast(Told) // ok := err == nil
		}
	}
}

// branch looks at what is done only if iff goes to its successor i.
func (w *fateWalk) branch(iff *ssa.If, i int) {
	for b := range exclusive(iff, i) {
		for _, instr := range b.Instrs {
			w.atLeast(w.c.deed(instr))
		}
		for _, s := range b.Succs {
			w.merged(s, b)
		}
	}
	w.merged(iff.Block().Succs[i], iff.Block())
}

// merged looks at the values that are chosen because the error was there: an
// exit code, a flag.
func (w *fateWalk) merged(to, from *ssa.BasicBlock) {
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			return
		}
		chosen := phi.Edges[slices.Index(to.Preds, from)]
		if isSaid(chosen, from) && slices.ContainsFunc(phi.Edges, func(e ssa.Value) bool { return e != chosen }) {
			w.atLeast(Told)
		}
	}
}

// isSaid reports whether a value that is chosen on the way from a block says
// something: a status that is no success, a flag, what was computed there.
func isSaid(v ssa.Value, from *ssa.BasicBlock) bool {
	switch v := v.(type) {
	case *ssa.Const:
		return !isZeroConst(v) || v.Value != nil && v.Value.Kind() == constant.Bool
	case *ssa.BinOp:
		return v.Block() == from
	case *ssa.Call: // max(code, 1), errors.Join(err, errFailed)
		_, builtin := v.Call.Value.(*ssa.Builtin)
		return (builtin || isFormatter(Callee(v.Common()))) && v.Block() == from
	}
	return false
}

// deed returns what an instruction that is run because of an error does about it.
func (c *Code) deed(instr ssa.Instruction) Fate {
	switch instr := instr.(type) {
	case *ssa.Panic, *ssa.Send, *ssa.MapUpdate:
		return Told
	case *ssa.Store:
		if a, ok := instr.Addr.(*ssa.IndexAddr); ok {
			if v, ok := a.X.(*ssa.Alloc); ok && v.Comment == "varargs" {
				return Dropped
			}
		}
		if a, ok := instr.Addr.(*ssa.Alloc); ok && isResult(a) {
			return tells(instr.Val)
		}
		if reads, confined := c.readsAfter(instr); confined && len(reads) == 0 {
			return Dropped
		}
		return Told
	case *ssa.Return:
		if n := len(instr.Results); n > 0 {
			return tells(instr.Results[n-1])
		}
	case ssa.CallInstruction:
		common := instr.Common()
		if b, builtin := common.Value.(*ssa.Builtin); builtin {
			if b.Name() == "close" {
				return Told // whoever receives hears of it
			}
			return Dropped
		}
		switch {
		case c.facts.Exits(common):
			return Told
		case c.IsLogger(common):
			return Logged
		case c.onlyAnswers(Callee(common)), c.Cleanup(instr) != nil, isFormatter(Callee(common)),
			common.IsInvoke() && common.Method.Name() == "Error":
			return Dropped
		}
		return Told
	}
	return Dropped
}

// tells reports whether a function that returns v as its last result says that
// something failed.
func tells(v ssa.Value) Fate {
	if load, ok := v.(*ssa.UnOp); ok {
		if a, ok := load.X.(*ssa.Alloc); ok && isResult(a) {
			return Dropped // what is stored there tells
		}
	}
	k, isConst := v.(*ssa.Const)
	if !isConst {
		return Told
	}
	if k.Value != nil && k.Value.Kind() == constant.Bool {
		if constant.BoolVal(k.Value) {
			return Dropped
		}
		return Told // false: it failed
	}
	if isZeroConst(k) {
		return Dropped
	}
	return Told
}

// isResult reports whether a variable is what a function that defers something
// returns last: it is set before the deferred calls are run, and read after them.
func isResult(a *ssa.Alloc) bool {
	for _, r := range *a.Referrers() {
		load, ok := r.(*ssa.UnOp)
		if !ok {
			continue
		}
		for _, u := range *load.Referrers() {
			if ret, ok := u.(*ssa.Return); ok && ret.Results[len(ret.Results)-1] == load {
				return true
			}
		}
	}
	return false
}

// exclusive yields the blocks that are reached only if iff goes to its
// successor i.
func exclusive(iff *ssa.If, i int) func(func(*ssa.BasicBlock) bool) {
	return func(yield func(*ssa.BasicBlock) bool) {
		from := iff.Block()
		to := from.Succs[i]
		if reachesWithout(from.Succs[1-i], to, from) {
			return // both ways lead there
		}
		work := []*ssa.BasicBlock{to}
		for len(work) > 0 {
			b := work[len(work)-1]
			work = append(work[:len(work)-1], b.Dominees()...)
			if !yield(b) {
				return
			}
		}
	}
}

// reachesWithout reports whether there is a path between two blocks that does
// not lead through a third. It looks back, because what is behind a branch is mostly
// less than what is before it.
func reachesWithout(from, to, without *ssa.BasicBlock) bool {
	if from == to || from == without {
		return from == to
	}
	seen := map[*ssa.BasicBlock]bool{without: true}
	work := slices.Clone(to.Preds)
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if b == from {
			return true
		}
		if !seen[b] {
			seen[b] = true
			work = append(work, b.Preds...)
		}
	}
	return false
}

// isNilTest reports whether a comparison is with nil.
func isNilTest(cmp *ssa.BinOp) bool { return isNil(cmp.X) || isNil(cmp.Y) }

func isNil(v ssa.Value) bool {
	k, ok := v.(*ssa.Const)
	return ok && k.IsNil()
}

func isZeroConst(k *ssa.Const) bool {
	if k.Value == nil {
		return true
	}
	switch k.Value.Kind() {
	case constant.Bool:
		return !constant.BoolVal(k.Value)
	case constant.String:
		return constant.StringVal(k.Value) == ""
	}
	return constant.Sign(k.Value) == 0
}
