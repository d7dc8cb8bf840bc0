package obligation

import (
	"go/token"
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

// mayNotCall reports whether fn calls its func parameter itself, and returns on some path
// on which it has not: one that is to be called if something has failed.
func mayNotCall(fn *ssa.Function, param *ssa.Parameter) bool {
	calls := map[*ssa.BasicBlock]bool{}
	for _, r := range *param.Referrers() {
		if call, ok := r.(ssa.CallInstruction); ok && call.Common().Value == param {
			calls[call.Block()] = true
		}
	}
	if len(calls) == 0 {
		return false
	}
	seen := map[*ssa.BasicBlock]bool{}
	var returns func(b *ssa.BasicBlock) bool
	returns = func(b *ssa.BasicBlock) bool {
		if seen[b] || calls[b] {
			return false
		}
		seen[b] = true
		switch last := b.Instrs[len(b.Instrs)-1].(type) {
		case *ssa.Return:
			return true
		case *ssa.If:
			if there := whereNotNil(last.Cond, param); there >= 0 {
				return returns(b.Succs[there])
			}
		}
		return slices.ContainsFunc(b.Succs, returns)
	}
	return returns(fn.Blocks[0])
}

// whereNotNil returns which successor a condition leads to where v is not nil, -1 if the
// condition is about something else.
func whereNotNil(cond ssa.Value, v ssa.Value) int {
	cmp, ok := cond.(*ssa.BinOp)
	if !ok || cmp.X != v || !isNilConst(cmp.Y) {
		return -1
	}
	switch cmp.Op {
	case token.NEQ:
		return 0
	case token.EQL:
		return 1
	}
	return -1
}
