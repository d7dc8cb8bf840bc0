package obligation

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// repeats reports whether fn, a method that releases, may be called a second time:
// what it calls is harmless then, and it changes nothing of its own.
func (p *pkg) repeats(fn *ssa.Function) bool {
	if fn.Signature.Recv() == nil || !isCloser(fn.Name()) {
		return false
	}
	for _, b := range fn.Blocks {
		if slices.ContainsFunc(b.Instrs, func(i ssa.Instruction) bool { return !p.mayRepeat(i) }) {
			return false
		}
	}
	return true
}

// mayRepeat reports whether an instruction of a method does no harm if it is run again
// by a second call.
func (p *pkg) mayRepeat(instr ssa.Instruction) bool {
	switch i := instr.(type) {
	case *ssa.Store:
		_, local := i.Addr.(*ssa.Alloc)
		return local
	case *ssa.UnOp:
		return i.Op != token.ARROW
	case *ssa.Send, *ssa.Select, *ssa.MapUpdate, *ssa.Go, *ssa.Panic:
		return false
	case ssa.CallInstruction:
		return p.callMayRepeat(i.Common())
	}
	return true
}

func (p *pkg) callMayRepeat(call *ssa.CallCommon) bool {
	k := p.commonCallee(call)
	if k.obj == nil || k.obj.Pkg() == nil {
		return false
	}
	args := callArgs(call)
	if k.recv && len(args) > 0 {
		if r := p.resourceOf(args[0].Type()); r != nil && r.entry != nil {
			return r.entry.IsRelease(k.obj.Name())
		}
	}
	switch k.obj.Pkg().Path() {
	case "errors", "fmt":
		return true
	case "sync", "sync/atomic":
		return slices.Contains(steadySync, k.obj.Name())
	}
	return k.sum != nil && k.sum.Repeats || p.code.IsLogger(call)
}

// steadySync are the functions of packages sync and atomic that a method may come to
// twice: they count nothing.
var steadySync = strings.Fields("Lock Unlock RLock RUnlock Do Wait Load Store CompareAndSwap")

// isRepeatable reports whether every method that releases the resource may be called a
// second time.
func (t *tracker) isRepeatable() bool {
	if t.res.entry != nil {
		return true
	}
	methods := t.res.releaseMethods()
	return t.typ != nil && len(methods) > 0 && !slices.ContainsFunc(methods, func(name string) bool {
		obj, _, _ := types.LookupFieldOrMethod(t.typ, true, t.pkg.pass.Pkg, name)
		method, ok := obj.(*types.Func)
		if !ok {
			return true
		}
		s := t.pkg.summaryOf(method.Origin(), nil)
		return s == nil || !s.Repeats
	})
}
