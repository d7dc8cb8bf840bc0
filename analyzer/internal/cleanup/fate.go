package cleanup

import (
	"go/ast"
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
	// Unread: it is assigned to a variable that nobody reads any more.
	Unread
	// Overwritten: it is assigned to a variable that the next round of a loop assigns
	// another one.
	Overwritten
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
	switch {
	case fate == Dropped && c.isWaived(call):
		fate = Waived
	case fate == Told && n == 1 && c.isOverwritten(v):
		fate = Overwritten
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
		case *ssa.Return:
			w.returned(r)
		default:
			w.atLeast(Told)
		}
	}
}

// returned follows an error out of a func literal that is deferred, which drops it, as one
// that is only started does. Whoever else calls a function hears of it.
func (w *fateWalk) returned(ret *ssa.Return) {
	fn := ret.Parent()
	uses := w.c.usesOf(fn)
	hears := func(use closureUse) bool {
		call, ok := use.instr.(ssa.CallInstruction)
		return !ok || use.arg >= 0 || call.Value() != nil
	}
	if fn.Parent() == nil || len(uses) == 0 || slices.ContainsFunc(uses, hears) {
		w.atLeast(Told)
	}
}

// stored follows an error into the arguments of a variadic call, and into a variable
// that only a deferred func literal sees. Wherever else it is put, somebody may find it.
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
	reads, confined := w.c.readsAfter(st)
	if !confined {
		w.atLeast(Told)
		return
	}
	w.atLeast(Unread)
	for _, v := range reads {
		w.follow(v)
	}
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
	if w.c.onlyAnswers(obj) {
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

// onlyAnswers reports whether fn says what an error is and does nothing about it, as
// errors.Is and unlike assert.Error, which fails the test.
func (c *Code) onlyAnswers(fn *types.Func) bool {
	table := c.Index.Func(fn)
	return table != nil && len(table.ErrTests) > 0 && len(table.ErrGuards) == 0
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

// IsError reports whether t is the type error.
func IsError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }
