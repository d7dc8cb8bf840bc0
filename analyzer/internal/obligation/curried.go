package obligation

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A curried helper returns a func that returns what the helper was given:
// must(open())(t).

// yields reports whether v is a closure that returns param when it is called.
func yields(v ssa.Value, param *ssa.Parameter) bool {
	mc, ok := v.(*ssa.MakeClosure)
	if !ok {
		if x := unconverted(v); x != nil {
			return yields(x, param)
		}
		return false
	}
	fn := mc.Fn.(*ssa.Function)
	for i, b := range mc.Bindings {
		if holdsOnly(b, param) && returnsFree(fn, fn.FreeVars[i]) {
			return true
		}
	}
	return false
}

// holdsOnly reports whether v is param, or a variable that gets no other value.
func holdsOnly(v ssa.Value, param *ssa.Parameter) bool {
	a, ok := v.(*ssa.Alloc)
	if !ok {
		return v == param
	}
	stored := false
	for _, r := range *a.Referrers() {
		if st, ok := r.(*ssa.Store); ok && st.Addr == a {
			if st.Val != param {
				return false
			}
			stored = true
		}
	}
	return stored
}

// returnsFree reports whether a closure returns what it has captured as free.
func returnsFree(fn *ssa.Function, free *ssa.FreeVar) bool {
	for j := range fn.Signature.Results().Len() {
		for v := range returned(fn, j) {
			for x := v; x != nil; x = unconverted(x) {
				v = x
			}
			if load, ok := v.(*ssa.UnOp); ok {
				v = load.X
			}
			if v == free {
				return true
			}
		}
	}
	return false
}

// mayYield reports whether a func of type typ may return what it holds.
func (t *tracker) mayYield(m *flow.Machine, s *flow.State, typ types.Type) bool {
	sig, ok := typ.Underlying().(*types.Signature)
	if !ok {
		return false
	}
	for r := range sig.Results().Variables() {
		if t.Elem(m, s, r.Type()).Kind == flow.Token {
			return true
		}
	}
	return false
}

// yield binds the results of a call of a func that holds the resource, and
// reports whether it is among them.
func (t *tracker) yield(m *flow.Machine, s *flow.State, c *flow.Call) bool {
	sig := c.Instr.Common().Signature()
	if !t.mayYield(m, s, sig) {
		return false
	}
	for i := range sig.Results().Len() {
		bindResult(s, c, i, t.Elem(m, s, sig.Results().At(i).Type()))
	}
	return true
}
