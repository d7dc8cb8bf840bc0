package obligation

import (
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
			mode = max(mode, p.passedMode(r, v))
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

// passedMode returns when a callee that is given v calls it.
func (p *pkg) passedMode(call *ssa.Call, v ssa.Value) CallMode {
	obj, fn := calledFunc(call.Common())
	if obj == nil || call.Common().IsInvoke() {
		return NoCall
	}
	k := p.staticCallee(obj, fn)
	for i, a := range call.Call.Args {
		if a == v {
			return k.param(i).Call
		}
	}
	return NoCall
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
