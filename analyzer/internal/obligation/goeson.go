package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// goesOn reports whether the resource, or a value that came with it from the same call
// and so stands on it, works on after the round of a loop: a goroutine has it, or it has
// been given a func to call when something arrives.
func (t *tracker) goesOn() bool {
	call, ok := t.site.call.(*ssa.Call)
	if !ok {
		return false
	}
	if _, ok := call.Type().(*types.Tuple); !ok {
		return t.pkg.worksOn(call)
	}
	return slices.ContainsFunc(*call.Referrers(), func(r ssa.Instruction) bool {
		e, ok := r.(*ssa.Extract)
		return ok && standsOnOther(e.Type()) && t.pkg.worksOn(e)
	})
}

// standsOnOther reports whether a value of typ may have something beneath it.
func standsOnOther(typ types.Type) bool {
	switch typ.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return !isErrorType(typ)
	}
	return false
}

// worksOn reports whether a goroutine has v, or a method of it a func.
func (p *pkg) worksOn(v ssa.Value) bool {
	if v.Referrers() == nil {
		return false
	}
	return slices.ContainsFunc(*v.Referrers(), func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.Go:
			return true
		case *ssa.Call:
			return p.keepsFunc(r, v)
		case *ssa.MakeClosure:
			return slices.ContainsFunc(*r.Referrers(), isGo)
		case *ssa.Store:
			cell, ok := r.Addr.(*ssa.Alloc)
			return ok && p.cellWorks(cell)
		}
		return false
	})
}

// cellWorks is worksOn for a variable that closures share.
func (p *pkg) cellWorks(cell *ssa.Alloc) bool {
	return slices.ContainsFunc(*cell.Referrers(), func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.UnOp:
			return p.worksOn(r)
		case *ssa.MakeClosure:
			return slices.ContainsFunc(*r.Referrers(), isGo)
		}
		return false
	})
}

func isGo(instr ssa.Instruction) bool {
	_, ok := instr.(*ssa.Go)
	return ok
}

// keepsFunc reports whether call, of a method of recv, is given a func that it may call
// later.
func (p *pkg) keepsFunc(call *ssa.Call, recv ssa.Value) bool {
	args := callArgs(call.Common())
	if len(args) == 0 || args[0] != recv || call.Common().Signature().Recv() == nil && !call.Common().IsInvoke() {
		return false
	}
	k := p.commonCallee(call.Common())
	if k.obj == nil || k.obj.Pkg() == nil || isStd(k.obj.Pkg().Path()) {
		return false // Conn.Raw calls it at once
	}
	for i, a := range args[1:] {
		if _, ok := a.Type().Underlying().(*types.Signature); ok && k.param(i+1).Call != CallNow && !p.onlyNames(k, i+1) {
			return true
		}
	}
	return false
}
