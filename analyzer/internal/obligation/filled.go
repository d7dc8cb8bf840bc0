package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// The zero value of some types owes nothing until a method has put something
// into it: var td teardown.Stack; td.Push(…). Others acquire nothing when they are
// made, but when they are told to: c := NewClient(addr); err := c.Connect(ctx).

// filledBy returns the site where a call is the first to make an object owe that
// only this function can reach, or nil.
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

// hasName reports whether that is the name of something, and no description.
func (s *site) hasName(src *source) bool { return s.filled != nil || src.assigned(s.index) != "" }

// opensInto returns the site where a call makes an object owe that a function has
// made for itself, or nil.
func (p *pkg) opensInto(call ssa.CallInstruction, method *types.Func, fn *ssa.Function) *site {
	sum := p.summaryOf(method, fn)
	if !sum.fills() {
		return nil
	}
	v := p.made(call.Common().Args[0])
	if v == nil || namedOf(v.Type()) != namedOf(call.Common().Args[0].Type()) {
		return nil
	}
	var calls []ssa.CallInstruction
	if !p.isPrivate(v, call, &calls, 0) || slices.ContainsFunc(calls, func(c ssa.CallInstruction) bool { return c != call && p.isFilledBefore(c, call) }) {
		return nil
	}
	res := p.fromFact(sum.Fills[0], v.Type())
	if res == nil {
		return nil
	}
	return &site{call: call, typ: v.Type(), filled: v, half: sum.Half, res: res}
}

// isFilledBefore reports whether another call, of a method of the same object, has
// made it owe by the time of call.
func (p *pkg) isFilledBefore(other, call ssa.CallInstruction) bool {
	obj, fn := calledFunc(other.Common())
	if obj == nil {
		return false
	}
	sum := p.summaryOf(obj, fn)
	return sum.fills() && (p.comesAfter(call, other) || other.Parent() != call.Parent() && other.Pos() < call.Pos())
}

// made returns the object that a receiver is, if this function or one around it
// has made it; else nil.
func (p *pkg) made(recv ssa.Value) ssa.Value {
	pl := p.placeOf(recv)
	if pl.path != "" {
		return nil
	}
	switch v := pl.root.(type) {
	case *ssa.Alloc:
		return v
	case *ssa.Call:
		if p.makesFresh(v, 0) {
			return v
		}
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok && p.makesFresh(call, v.Index) {
			return v
		}
	}
	return nil
}

// makesFresh reports whether result i of a call is an object that is the caller's.
func (p *pkg) makesFresh(call *ssa.Call, i int) bool {
	obj, fn := calledFunc(call.Common())
	if obj == nil || call.Call.IsInvoke() {
		return false
	}
	sum := p.summaryOf(obj, fn)
	return sum != nil && slices.Contains(sum.Fresh, i)
}
