package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// isPrivate reports whether nobody gets the object v but its methods and the
// closures around them, or not before the call by which it is filled, if that is
// not nil. It adds the calls of its methods to calls.
func (p *pkg) isPrivate(v ssa.Value, fill ssa.CallInstruction, calls *[]ssa.CallInstruction, depth int) bool {
	if depth > 4 || v.Referrers() == nil {
		return false
	}
	for _, r := range *v.Referrers() {
		if fill != nil && p.comesAfter(r, fill) {
			continue
		}
		switch r := r.(type) {
		case *ssa.FieldAddr, *ssa.DebugRef, *ssa.BinOp:
		case *ssa.Return:
			if _, param := v.(*ssa.Parameter); param {
				return false
			}
		case *ssa.MakeClosure:
			if !isWrapper(r.Fn.(*ssa.Function)) {
				return false // a variable that holds more than a pointer
			}
		case *ssa.Store:
			cell, ok := r.Addr.(*ssa.Alloc)
			if r.Val == v && (!ok || assignedOnce(cell) != v || !p.isPrivateIn(cell, fill, calls, depth+1)) {
				return false
			}
		case ssa.CallInstruction:
			if !isReceiverOf(v, r.Common()) {
				return false
			}
			if calls != nil {
				*calls = append(*calls, r)
			}
		default:
			return false
		}
	}
	return true
}

// isPrivateIn is isPrivate for what a variable holds, or a closure's view of it.
func (p *pkg) isPrivateIn(variable ssa.Value, fill ssa.CallInstruction, calls *[]ssa.CallInstruction, depth int) bool {
	for _, r := range *variable.Referrers() {
		switch r := r.(type) {
		case *ssa.Store, *ssa.DebugRef:
		case *ssa.UnOp:
			if !p.isPrivate(r, fill, calls, depth+1) {
				return false
			}
		case *ssa.MakeClosure:
			fn := r.Fn.(*ssa.Function)
			for i, b := range r.Bindings {
				if b == variable && (depth > 4 || !p.isPrivateIn(fn.FreeVars[i], fill, calls, depth+1)) {
					return false
				}
			}
		default:
			return false
		}
	}
	return true
}

// isReceiverOf reports whether v is the receiver of a method that is called by
// name, and nothing else to it.
func isReceiverOf(v ssa.Value, common *ssa.CallCommon) bool {
	return !common.IsInvoke() && common.Signature().Recv() != nil && len(common.Args) > 0 && common.Args[0] == v &&
		!slices.Contains(common.Args[1:], v)
}

// comesAfter reports whether instr can only be run after call, or after the call
// that is given the closure in which it stands.
func (p *pkg) comesAfter(instr ssa.Instruction, call ssa.CallInstruction) bool {
	for call.Parent() != instr.Parent() {
		use, ok := p.traces.useOf(call.Parent()).(*ssa.Call)
		if !ok {
			return false
		}
		call = use
	}
	b, after := call.Block(), instr.Block()
	if !b.Dominates(after) {
		return false
	}
	return b != after || slices.Index(b.Instrs, ssa.Instruction(call)) < slices.Index(b.Instrs, instr)
}
