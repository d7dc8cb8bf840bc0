package obligation

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// The zero value of some types owes nothing until a method has put something
// into it: var td teardown.Stack; td.Push(…).

// filledBy returns the site where a call is the first to make a variable owe
// that only this function can reach, or nil.
func (p *pkg) filledBy(call ssa.CallInstruction, method *types.Func, fn *ssa.Function) *site {
	common := call.Common()
	if _, now := call.(*ssa.Call); !now || method == nil || common.IsInvoke() || method.Signature().Recv() == nil || len(common.Args) == 0 {
		return nil
	}
	v, ok := common.Args[0].(*ssa.Alloc)
	if !ok || p.index.Resource(v.Type()) == nil {
		return p.opensInto(call, method, fn)
	}
	entry := p.index.Resource(v.Type())
	if !p.fills(call, v) || p.firstFill(v) != call {
		return nil
	}
	typ := v.Type()
	return &site{call: call, typ: typ, filled: v, res: &resource{typ: typeString(typ), entry: entry, class: entry.Class}}
}

// fills reports whether a call is of a method that makes v owe.
func (p *pkg) fills(call ssa.CallInstruction, v *ssa.Alloc) bool {
	method, _ := calledFunc(call.Common())
	_, now := call.(*ssa.Call)
	return now && method != nil && p.isListedRecv(method) && call.Common().Args[0] == v && p.index.Resource(v.Type()).IsFill(method.Name())
}

// firstFill returns the first call that makes v owe; nil if others can reach v
// than the methods that are called on it and closures, or if one of them is
// deferred: then it is seen to.
func (p *pkg) firstFill(v *ssa.Alloc) (first ssa.CallInstruction) {
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Call:
			if r.Call.IsInvoke() || r.Call.Args[0] != v || r.Call.Signature().Recv() == nil {
				return nil
			}
			if p.fills(r, v) && (first == nil || r.Pos() < first.Pos()) {
				first = r
			}
		case *ssa.FieldAddr, *ssa.MakeClosure, *ssa.DebugRef:
		case *ssa.Store:
			if r.Addr != v {
				return nil
			}
		default:
			return nil
		}
	}
	return first
}

// name returns the expression that holds what the site is about.
func (s *site) name(src *source) string {
	if s.filled != nil {
		return src.receiver()
	}
	return src.name(s.index)
}
