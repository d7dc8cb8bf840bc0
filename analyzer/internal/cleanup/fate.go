package cleanup

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Fate is what becomes of an error, from worst to best.
type Fate uint8

const (
	// Dropped: nothing looks at it.
	Dropped Fate = iota
	// Waived: it is assigned to the blank identifier.
	Waived
	// Tested: it is compared, and nothing comes of it.
	Tested
	// Logged: somebody hears of it, but the code goes on as if it were not there.
	Logged
	// Told: it is returned, joined, recorded, sent, passed on, or ends the test or
	// the process.
	Told
)

// Handled reports whether somebody hears of the error.
func (f Fate) Handled() bool { return f >= Logged }

// ErrorOf returns what becomes of the error that a call returns as its last
// result. It reports false if it returns none.
func (c *Code) ErrorOf(call ssa.CallInstruction) (Fate, bool) {
	results := call.Common().Signature().Results()
	n := results.Len()
	if n == 0 || !IsError(results.At(n-1).Type()) {
		return Told, false
	}
	v := call.Value()
	if v == nil {
		return Dropped, true // go or defer
	}
	fate := Dropped
	if n == 1 {
		fate = c.fate(v)
	} else {
		for _, r := range *v.Referrers() {
			if x, ok := r.(*ssa.Extract); ok && x.Index == n-1 {
				fate = max(fate, c.fate(x))
			} else if _, ok := r.(*ssa.Return); ok {
				fate = Told
			}
		}
	}
	if fate == Dropped && c.isWaived(call) {
		fate = Waived
	}
	return fate, true
}

// OutcomeOf returns what becomes of what a call says of its success: its last
// result, an error or, of a function that is named for cleaning up, a bool. It
// reports false if it says nothing.
func (c *Code) OutcomeOf(call ssa.CallInstruction) (Fate, bool) {
	if fate, fails := c.ErrorOf(call); fails {
		return fate, true
	}
	results := call.Common().Signature().Results()
	obj := Callee(call.Common())
	if results.Len() != 1 || !types.Identical(results.At(0).Type(), types.Typ[types.Bool]) || obj == nil || !IsCleanupName(obj.Name()) {
		return Told, false
	}
	w := fateWalk{c: c, seen: map[ssa.Value]bool{}}
	w.answered(call)
	return w.fate, true
}

// isWaived reports whether the last result of a call is assigned to _.
func (c *Code) isWaived(call ssa.CallInstruction) bool {
	expr, path := c.Source(call)
	if expr == nil {
		return false
	}
	for _, n := range path {
		switch n := n.(type) {
		case *ast.ParenExpr:
			continue
		case *ast.AssignStmt:
			id, ok := n.Lhs[len(n.Lhs)-1].(*ast.Ident)
			return ok && id.Name == "_"
		}
		return false
	}
	return false
}

// fate returns what becomes of the error v.
func (c *Code) fate(v ssa.Value) Fate {
	w := fateWalk{c: c, seen: map[ssa.Value]bool{}}
	w.follow(v)
	return w.fate
}

type fateWalk struct {
	c    *Code
	seen map[ssa.Value]bool
	fate Fate
}

func (w *fateWalk) atLeast(f Fate) { w.fate = max(w.fate, f) }

// follow looks at all that is done with v.
func (w *fateWalk) follow(v ssa.Value) {
	if w.seen[v] || v.Referrers() == nil {
		return
	}
	w.seen[v] = true
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.DebugRef:
		case *ssa.BinOp:
			w.atLeast(Tested)
			w.tested(r, isNilTest(r))
		case *ssa.Phi, *ssa.ChangeInterface, *ssa.MakeInterface, *ssa.Extract, *ssa.ChangeType:
			w.follow(r.(ssa.Value))
		case *ssa.TypeAssert:
			w.atLeast(Tested)
			w.follow(r)
		case *ssa.Store:
			w.stored(r)
		case ssa.CallInstruction:
			w.passed(r, v)
		default:
			w.atLeast(Told)
		}
	}
}

// stored follows an error into the arguments of a variadic call. Wherever else
// it is put, somebody may find it.
func (w *fateWalk) stored(st *ssa.Store) {
	if elem, ok := st.Addr.(*ssa.IndexAddr); ok {
		if a, ok := elem.X.(*ssa.Alloc); ok && a.Comment == "varargs" {
			for _, r := range *a.Referrers() {
				if slice, ok := r.(*ssa.Slice); ok {
					w.follow(slice)
				}
			}
			return
		}
	}
	w.atLeast(Told)
}

// passed looks at a call that gets the error.
func (w *fateWalk) passed(call ssa.CallInstruction, v ssa.Value) {
	common := call.Common()
	args := Args(common)
	if len(args) > 0 && args[0] == v && common.IsInvoke() {
		w.follow(call.Value()) // err.Error()
		return
	}
	obj := Callee(common)
	if table := w.c.Index.Func(obj); table != nil && len(table.ErrTests) > 0 {
		w.atLeast(Tested)
		w.answered(call)
		return
	}
	i := slices.Index(args, v)
	p := w.c.facts.Param(common, i)
	switch {
	case w.c.facts.Exits(common):
		w.atLeast(Told)
	case p.Logs, w.c.IsLogger(common):
		w.atLeast(Logged)
	case isFormatter(obj) && call.Value() != nil:
		w.follow(call.Value()) // fmt.Errorf, fmt.Sprint: what becomes of that
	default:
		w.atLeast(Told)
	}
}

// answered looks at the branches on what errors.Is and its like said.
func (w *fateWalk) answered(call ssa.CallInstruction) {
	v := call.Value()
	if v == nil || v.Referrers() == nil {
		return
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.If:
			w.branches(r)
		case *ssa.UnOp:
			for _, u := range *r.Referrers() {
				if iff, ok := u.(*ssa.If); ok {
					w.branches(iff)
				} else {
					w.atLeast(Told)
				}
			}
		default:
			w.atLeast(Told) // the answer goes on
		}
	}
}

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
	case *ssa.Call: // max(code, 1)
		_, builtin := v.Call.Value.(*ssa.Builtin)
		return builtin && v.Block() == from
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
		table := c.Index.Func(Callee(common))
		switch {
		case c.facts.Exits(common):
			return Told
		case c.IsLogger(common):
			return Logged
		case table != nil && len(table.ErrTests) > 0, c.Cleanup(instr) != nil, isFormatter(Callee(common)),
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
		for _, b := range from.Parent().Blocks {
			if to.Dominates(b) && !yield(b) {
				return
			}
		}
	}
}

// reachesWithout reports whether there is a path between two blocks that does
// not lead through a third.
func reachesWithout(from, to, without *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{without: true}
	work := []*ssa.BasicBlock{from}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if b == to {
			return true
		}
		if seen[b] {
			continue
		}
		seen[b] = true
		work = append(work, b.Succs...)
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

// IsError reports whether t is the type error.
func IsError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

// FailsAnyway reports whether an instruction stands in a branch that is taken
// because of another error: it is that one which has to be told.
func (c *Code) FailsAnyway(instr ssa.Instruction) bool {
	for b := instr.Block(); b != nil; b = b.Idom() {
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

// isResultOf reports whether v is a result of the call.
func isResultOf(v ssa.Value, call ssa.Instruction) bool {
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	instr, ok := v.(ssa.Instruction)
	return ok && instr == call
}
