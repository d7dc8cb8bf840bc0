package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// Some objects acquire nothing when they are made, but when they are told to:
// c := NewClient(addr); err := c.Connect(ctx). From then on they owe.

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
	if !slices.ContainsFunc(methods, isCloser) || slices.Contains(methods, fn.Name()) || !storesInto(fn, recv, field) ||
		p.endsInGoroutine(namedOf(recv.Type()), field.Name()) || !p.isPrivate(recv, nil, nil, 0) {
		return
	}
	s.Fills = []Owed{{Type: typeString(recv.Type()), Release: methods, Class: t.res.class}}
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
func storesInto(fn *ssa.Function, recv *ssa.Parameter, field *types.Var) bool {
	return anyInstr(fn, func(instr ssa.Instruction) bool {
		st, ok := instr.(*ssa.Store)
		if !ok {
			return false
		}
		addr, ok := st.Addr.(*ssa.FieldAddr)
		return ok && addr.X == recv && flow.FieldVar(addr) == field
	})
}

// endsInGoroutine reports whether a goroutine that the package starts releases
// that field of a value of the type.
func (p *pkg) endsInGoroutine(named *types.Named, field string) bool {
	return slices.ContainsFunc(p.funcs, func(fn *ssa.Function) bool {
		return anyInstr(fn, func(instr ssa.Instruction) bool {
			g, ok := instr.(*ssa.Go)
			return ok && g.Call.StaticCallee() != nil && p.releasesOf(g.Call.StaticCallee(), named, field)
		})
	})
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
	return &site{call: call, typ: v.Type(), filled: v, res: res}
}

// isFilledBefore reports whether another call, of a method of the same object, has
// made it owe by the time of call.
func (p *pkg) isFilledBefore(other, call ssa.CallInstruction) bool {
	obj, fn := calledFunc(other.Common())
	if obj == nil {
		return false
	}
	sum := p.summaryOf(obj, fn)
	return sum.fills() && (comesAfter(call, other) || other.Parent() != call.Parent() && other.Pos() < call.Pos())
}

func (s *Summary) fills() bool { return s != nil && len(s.Fills) > 0 }

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

// isPrivate reports whether nobody gets the object v but its methods and the
// closures around them, or not before the call by which it is filled, if that is
// not nil. It adds the calls of its methods to calls.
func (p *pkg) isPrivate(v ssa.Value, fill ssa.CallInstruction, calls *[]ssa.CallInstruction, depth int) bool {
	if depth > 4 || v.Referrers() == nil {
		return false
	}
	for _, r := range *v.Referrers() {
		if fill != nil && comesAfter(r, fill) {
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

// comesAfter reports whether instr can only be run after call.
func comesAfter(instr ssa.Instruction, call ssa.CallInstruction) bool {
	b, after := call.Block(), instr.Block()
	if b == nil || after == nil || b.Parent() != after.Parent() || !b.Dominates(after) {
		return false
	}
	return b != after || slices.Index(b.Instrs, ssa.Instruction(call)) < slices.Index(b.Instrs, instr)
}
