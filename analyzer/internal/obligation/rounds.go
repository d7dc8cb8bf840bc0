package obligation

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// comesBack reports whether a loop comes back to the call although nothing has
// failed, and nobody has asked what the call has done: else it may be called again
// until it does what it should.
func (p *pkg) comesBack(instr ssa.CallInstruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok || !p.graphs.InCycle(call.Block()) {
		return false
	}
	r := round{p, call, map[*ssa.BasicBlock]bool{}}
	return r.comesBackFrom(call.Block())
}

// A round is a way through a loop, from a call to the call.
type round struct {
	p    *pkg
	call *ssa.Call
	seen map[*ssa.BasicBlock]bool
}

func (r round) comesBackFrom(b *ssa.BasicBlock) bool {
	for _, next := range r.ways(b) {
		if next == r.call.Block() {
			return true
		}
		if !r.seen[next] {
			r.seen[next] = true
			if r.comesBackFrom(next) {
				return true
			}
		}
	}
	return false
}

// ways returns where b goes on: after an error nowhere, nor after a question about
// the call.
func (r round) ways(b *ssa.BasicBlock) []*ssa.BasicBlock {
	iff, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return b.Succs
	}
	if cmp, ok := iff.Cond.(*ssa.BinOp); ok && isErrorType(cmp.X.Type()) {
		switch {
		case asksWhichError(cmp):
			return nil
		case cmp.Op == token.EQL:
			return b.Succs[:1]
		}
		return b.Succs[1:]
	}
	if r.p.dependsOn(iff.Cond, r.tells) {
		return nil
	}
	return b.Succs
}

// tells reports whether v tells what the call has done: it is the call's result, or
// is read in the loop from what the call was given to change.
func (r round) tells(v ssa.Value) bool {
	if v == r.call {
		return true
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		_, shared := v.X.(*ssa.Global)
		return v.Op == token.MUL && r.p.graphs.InCycle(v.Block()) && (shared || r.isGiven(v.X))
	case *ssa.Call:
		return r.p.graphs.InCycle(v.Block()) && slices.ContainsFunc(callArgs(v.Common()), r.isGiven)
	}
	return false
}

// isGiven reports whether v is of a pointer that the call was given.
func (r round) isGiven(v ssa.Value) bool {
	given := callArgs(r.call.Common())
	return r.p.dependsOn(v, func(v ssa.Value) bool {
		_, pointer := v.Type().Underlying().(*types.Pointer)
		return pointer && slices.Contains(given, v)
	})
}

// isFilledInLoop reports whether a call in a loop, other than the one that is given,
// gets the address of the variable: it may fill it with something else each time.
func (p *pkg) isFilledInLoop(a *ssa.Alloc, except ssa.CallInstruction) bool {
	return slices.ContainsFunc(receivers(a), func(call *ssa.Call) bool {
		return call != except && p.graphs.InCycle(call.Block())
	})
}

// receivers returns the calls that get v as an argument, by itself, in an interface
// or among variadic ones.
func receivers(v ssa.Value) []*ssa.Call {
	var calls []*ssa.Call
	if v.Referrers() == nil {
		return nil
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Call:
			calls = append(calls, r)
		case *ssa.MakeInterface:
			calls = append(calls, receivers(r)...)
		case *ssa.Slice:
			calls = append(calls, receivers(r)...)
		case *ssa.Store:
			if elem, ok := r.Addr.(*ssa.IndexAddr); ok && r.Val == v {
				if list, ok := elem.X.(*ssa.Alloc); ok {
					calls = append(calls, receivers(list)...)
				}
			}
		}
	}
	return calls
}

// isScratch reports whether v tells of a database that is made for the occasion, and
// is another one each time: in memory, or in a temporary file or directory.
func isScratch(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const:
		return v.Value != nil && v.Value.Kind() == constant.String &&
			(strings.Contains(constant.StringVal(v.Value), ":memory:") || strings.Contains(constant.StringVal(v.Value), "mode=memory"))
	case *ssa.Call:
		obj, _ := calledFunc(v.Common())
		return obj != nil && (obj.FullName() == "os.MkdirTemp" || obj.FullName() == "os.CreateTemp")
	}
	return false
}
