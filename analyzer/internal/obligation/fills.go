package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// addFills notes that fn, a method, has put what t followed into a field of its
// receiver, which another method releases. Not if the receiver sees to it by
// itself, in a goroutine or when fn is called again, or if fn tells others of it.
func (p *pkg) addFills(fn *ssa.Function, t *tracker, s *Summary) {
	if len(s.Fills) > 0 || t.res.byName || fn.Signature.Recv() == nil || fn.Parent() != nil || !t.endsKept() {
		return
	}
	recv := fn.Params[0]
	field := t.kept[0]
	methods := p.releasersOf(recv.Type(), []string{field.Name()})
	if !slices.ContainsFunc(methods, isCloser) || slices.Contains(methods, fn.Name()) || !p.storesInto(fn, recv, field) ||
		p.endsInGoroutine(namedOf(recv.Type()), field.Name()) || !p.isPrivate(recv, nil, nil, 0) {
		return
	}
	s.Fills = []Owed{{Type: typeString(recv.Type()), Release: methods, Class: t.res.class}}
	s.Half = returnsError(fn) && slices.ContainsFunc(t.outcomes, func(o outcome) bool {
		return o.failed != flow.IsNil && o.status == moved && len(o.results) == 0
	})
}

// endsKept reports whether the resource is in one and the same field wherever
// the function succeeds.
func (t *tracker) endsKept() bool {
	if len(t.kept) == 0 || t.kept[0] == nil || !t.kept[0].IsField() || t.handedOn || t.captured ||
		slices.ContainsFunc(t.kept, func(v *types.Var) bool { return v != t.kept[0] }) {
		return false
	}
	ends := false
	for _, o := range t.outcomes {
		if o.failed != flow.IsNotNil {
			if o.status != moved || len(o.results) > 0 {
				return false
			}
			ends = true
		}
	}
	return ends
}

// storesInto reports whether fn stores something in that field of its receiver.
func (p *pkg) storesInto(fn *ssa.Function, recv *ssa.Parameter, field *types.Var) bool {
	return anyInstr(fn, func(instr ssa.Instruction) bool {
		st, ok := instr.(*ssa.Store)
		if !ok {
			return false
		}
		addr, ok := st.Addr.(*ssa.FieldAddr)
		return ok && flow.FieldVar(addr) == field && (p.placeOf(addr.X) == place{root: recv})
	})
}

// endsInGoroutine reports whether a goroutine that the package starts releases
// that field of a value of the type.
func (p *pkg) endsInGoroutine(named *types.Named, field string) bool {
	return slices.ContainsFunc(p.traces.started, func(fn *ssa.Function) bool { return p.releasesOf(fn, named, field) })
}

// releasesOf reports whether fn, or a closure that it is, releases that field of a
// parameter of the type, its own or of a function around it.
func (p *pkg) releasesOf(fn *ssa.Function, named *types.Named, field string) bool {
	fields := p.traces.fieldsOf(fn)
	for ; fn != nil; fn = fn.Parent() {
		for i, param := range fn.Params {
			if fields[i][field] && namedOf(param.Type()) == named {
				return true
			}
		}
	}
	return false
}

// addFresh notes the results that are objects of a type with such a method, which
// fn has made and nobody else has.
func (p *pkg) addFresh(fn *ssa.Function, s *Summary) {
	for r := range fn.Signature.Results().Len() {
		if t := fn.Signature.Results().At(r).Type(); !s.owes(r) && p.hasFiller(t) && p.isFresh(fn, r) {
			s.Fresh = append(s.Fresh, r)
		}
	}
}

// hasFiller reports whether t points to a struct of this package that has a method
// which makes it owe.
func (p *pkg) hasFiller(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	named := namedOf(ptr)
	if named == nil || named.Obj().Pkg() != p.pass.Pkg || p.ownerOf(named.Origin().Obj()) == nil {
		return false
	}
	for m := range named.Origin().Methods() {
		if sum := p.summaryOf(m, nil); sum.fills() {
			return true
		}
	}
	return false
}

// isFresh reports whether result r of fn is always nil or made by it.
func (p *pkg) isFresh(fn *ssa.Function, r int) bool {
	fresh := false
	for v := range returned(fn, r) {
		if isNilConst(v) {
			continue
		}
		made, ok := p.placeOf(v).root.(*ssa.Alloc)
		if !ok || made.Parent() != fn || !p.isPrivate(made, nil, nil, 0) {
			return false
		}
		fresh = true
	}
	return fresh
}

// fills reports whether the receiver owes something after a call.
func (s *Summary) fills() bool { return s != nil && len(s.Fills) > 0 }
