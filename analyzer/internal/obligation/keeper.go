package obligation

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// isUseOnly reports whether t is an interface by which a function asks to use
// something, with no method to release it. Whether it keeps what it gets is all
// that matters then.
func isUseOnly(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok || iface.NumMethods() == 0 || isErrorType(t) {
		return false
	}
	_, isParam := types.Unalias(t).(*types.TypeParam)
	return !isParam
}

// isKept reports whether a value of such a type may be stored for good. A
// reader or writer that goes into an unexported field is wrapped, as
// bufio.NewReader does.
func (p *pkg) isKept(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] || v.Referrers() == nil {
		return false
	}
	seen[v] = true
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Val == v && p.keepsIn(r.Addr, v, seen) {
				return true
			}
		case *ssa.MapUpdate, *ssa.Send:
			return true
		case *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.Phi:
			if p.isKept(r.(ssa.Value), seen) {
				return true
			}
		case *ssa.Call:
			if f := p.passed(r, v); f.OK == Takes || f.Err == Takes || len(f.Wraps) > 0 {
				return true
			}
		}
	}
	return false
}

// keepsIn reports whether a store to addr keeps v for good.
func (p *pkg) keepsIn(addr, v ssa.Value, seen map[ssa.Value]bool) bool {
	switch addr := addr.(type) {
	case *ssa.Global:
		return true
	case *ssa.FieldAddr:
		f := flow.FieldVar(addr)
		return !isReaderOrWriter(v.Type()) || f != nil && f.Exported()
	case *ssa.Alloc:
		for _, r := range *addr.Referrers() {
			if load, ok := r.(*ssa.UnOp); ok && p.isKept(load, seen) {
				return true
			}
		}
	}
	return false
}

// isReaderOrWriter reports whether t is an interface of package io, by which a
// function asks for use alone.
func isReaderOrWriter(t types.Type) bool {
	named := namedOf(t)
	return named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "io"
}

// isOption reports whether a function makes an option of its argument, by the
// custom of names: what is done with it is up to what gets the option.
func isOption(fn *types.Func) bool { return strings.HasPrefix(fn.Name(), "With") }
