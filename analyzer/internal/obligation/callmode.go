package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// callMode returns when a func parameter is called.
func (p *pkg) callMode(v ssa.Value, depth int) CallMode {
	mode := NoCall
	if depth > 4 || v.Referrers() == nil {
		return mode
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Call:
			if r.Call.Value == v {
				return CallNow
			}
			mode = max(mode, p.passed(r, v).Call)
			if mode == CallNow {
				return mode
			}
		case *ssa.Defer:
			if r.Call.Value == v {
				return CallNow
			}
		case *ssa.Go:
			mode = CallLater
		case *ssa.Store:
			if a, ok := r.Addr.(*ssa.Alloc); ok && r.Val == v {
				for _, load := range *a.Referrers() {
					if u, ok := load.(*ssa.UnOp); ok {
						if m := p.callMode(u, depth+1); m == CallNow {
							return m
						}
					}
					if mc, ok := load.(*ssa.MakeClosure); ok {
						mode = max(mode, p.capturedMode(mc, a, depth))
					}
				}
			}
		case *ssa.MakeClosure:
			mode = max(mode, p.capturedMode(r, v, depth))
		case *ssa.ChangeType:
			mode = max(mode, p.callMode(r, depth+1))
		case *ssa.MakeInterface:
			mode = max(mode, p.callMode(r, depth+1))
		case *ssa.Phi:
			mode = max(mode, p.callMode(r, depth+1))
		}
	}
	return mode
}

// passed returns what a callee that is known does with the argument v.
func (p *pkg) passed(call *ssa.Call, v ssa.Value) ParamFact {
	obj, fn := calledFunc(call.Common())
	i := slices.Index(call.Call.Args, v)
	switch {
	case obj == nil || i < 0:
		return ParamFact{}
	case call.Call.IsInvoke() && visits(obj, v.Type()):
		return ParamFact{Call: CallNow}
	case call.Call.IsInvoke():
		return ParamFact{}
	}
	return p.staticCallee(obj, fn).param(i)
}

// capturedMode returns when the func that is captured by mc as v is called:
// as soon as the closure is, if that is called here.
func (p *pkg) capturedMode(mc *ssa.MakeClosure, v ssa.Value, depth int) CallMode {
	fn := mc.Fn.(*ssa.Function)
	for i, b := range mc.Bindings {
		if b != v || i >= len(fn.FreeVars) {
			continue
		}
		free := fn.FreeVars[i]
		inner := p.callMode(free, depth+1)
		for _, r := range *free.Referrers() {
			if u, ok := r.(*ssa.UnOp); ok {
				inner = max(inner, p.callMode(u, depth+1))
			}
		}
		if inner == NoCall {
			continue
		}
		return p.callMode(mc, depth+1)
	}
	return NoCall
}
