package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// lendsResult reports whether a call of an interface's method returns, as its result i, a
// view of what the object keeps, which is released with that.
func (p *pkg) lendsResult(call ssa.CallInstruction, i int) bool {
	if !call.Common().IsInvoke() {
		return false
	}
	u := p.usage(call.Common().Method.Origin())
	return u != nil && slices.Contains(u.Views, i)
}

// handsOutView reports whether all implementations of m in the package return, as their
// result i, what their receiver keeps, or what is made over that.
func (p *pkg) handsOutView(m *types.Func, i int) bool {
	found := false
	for _, impl := range p.implementers(m) {
		fn := p.ssa.Prog.FuncValue(impl)
		if fn == nil || len(fn.Blocks) == 0 || p.isTestFile(impl.Pos()) {
			continue
		}
		for v := range returned(fn, i) {
			switch {
			case isNilConst(v):
			case p.isView(fn, v, 0):
				found = true
			default:
				return false
			}
		}
	}
	return found
}

// isView reports whether v is what the receiver of fn keeps, or owns that: releasing v
// releases it.
func (p *pkg) isView(fn *ssa.Function, v ssa.Value, depth int) bool {
	if depth > 8 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Extract:
		call, ok := v.Tuple.(*ssa.Call)
		return ok && p.isMadeOverView(fn, call, v.Index, depth)
	case *ssa.Call:
		return p.isMadeOverView(fn, v, 0, depth)
	case *ssa.UnOp:
		addr, ok := v.X.(*ssa.FieldAddr)
		return ok && addr.X == fn.Params[0]
	}
	x := unconverted(v)
	return x != nil && p.isView(fn, x, depth+1)
}

// isMadeOverView reports whether result i of a call owns an argument that is a view.
func (p *pkg) isMadeOverView(fn *ssa.Function, call *ssa.Call, i, depth int) bool {
	k := p.commonCallee(call.Common())
	for arg, v := range callArgs(call.Common()) {
		if slices.Contains(k.param(arg).Wraps, i) && p.isView(fn, v, depth+1) {
			return true
		}
	}
	return false
}
