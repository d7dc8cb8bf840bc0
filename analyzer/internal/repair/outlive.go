package repair

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
)

// A spread is where a resource gets to, and what is made of it: a client over a
// connection, a reader over a file. The engine knows who has to release it; what
// merely uses it must not come after the release either.
type spread struct {
	code  *cleanup.Code
	root  ssa.Value // the resource
	part  string    // the field of it that is released (Body); "" if it is the whole
	seen  map[ssa.Value]bool
	work  []ssa.Value
	sinks []ssa.Instruction // where it gets out of the function
	uses  []ssa.Instruction // the calls and returns that have it
}

// spread follows the resource through the function.
func (l *Lost) spread() *spread {
	sp := &spread{code: l.Code, seen: map[ssa.Value]bool{}}
	if len(l.Release) > 0 {
		if part, _, ok := strings.Cut(l.Release[0], "."); ok {
			sp.part = part
		}
	}
	if v := l.value(); v != nil {
		sp.root = v
		sp.add(v)
		sp.run(0)
	}
	return sp
}

// sinks returns the instructions that let the resource, or what may be made of it,
// get out of the function: a return, a store where others find it. A call lets it
// out if its callee stores it so; of callees that cannot be seen that is presumed of
// methods outside the standard library to which a whole pool is given.
func (l *Lost) sinks() []ssa.Instruction { return l.spread().sinks }

// outlives reports whether somebody has the resource, or what may be made of it, when the
// function has returned, and it is not released by then as it is.
func (l *Lost) outlives() bool {
	return slices.ContainsFunc(l.sinks(), func(i ssa.Instruction) bool { return !l.isReleasedBefore(i) })
}

// isReleasedBefore reports whether every way to a return comes by a release.
func (l *Lost) isReleasedBefore(sink ssa.Instruction) bool {
	ret, ok := sink.(*ssa.Return)
	return ok && slices.ContainsFunc(l.Ends, func(end ssa.Instruction) bool {
		call, ok := end.(ssa.CallInstruction)
		return ok && l.isRelease(call) && cleanup.Dominates(call, ret)
	})
}

// StaysInLoop reports whether the resource, and what may be made of it, is used
// nowhere but in the loop that acquires it.
func (l *Lost) StaysInLoop() bool {
	for _, n := range l.Code.Enclosing(l.Call.Pos()) {
		if body := bodyOf(n); body != nil {
			return l.staysIn(body.Pos(), body.End())
		}
	}
	return false
}

// staysIn reports whether the resource, and what may be made of it, is used nowhere
// but between two places of the code.
func (l *Lost) staysIn(from, to token.Pos) bool {
	return len(l.sinks()) == 0 && l.endsIn(from, to)
}

// endsIn reports whether the resource, and what may be made of it, is used nowhere but
// between two places of the code, unless the function returns it there.
func (l *Lost) endsIn(from, to token.Pos) bool {
	sp := l.spread()
	isReturn := func(i ssa.Instruction) bool { _, ok := i.(*ssa.Return); return ok }
	return !slices.ContainsFunc(sp.sinks, func(i ssa.Instruction) bool { return !isReturn(i) || i.Parent() != l.Call.Parent() }) &&
		!slices.ContainsFunc(sp.uses, func(i ssa.Instruction) bool {
			pos := positionOf(i)
			return pos.IsValid() && (pos < from || to <= pos)
		})
}

func (sp *spread) add(v ssa.Value) {
	if !sp.seen[v] {
		sp.seen[v] = true
		sp.work = append(sp.work, v)
	}
}

func (sp *spread) run(depth int) {
	for len(sp.work) > 0 {
		v := sp.work[len(sp.work)-1]
		sp.work = sp.work[:len(sp.work)-1]
		if refs := v.Referrers(); refs != nil {
			for _, r := range *refs {
				sp.step(v, r, depth)
			}
		}
	}
}

// step follows a value through an instruction that has it as an operand.
func (sp *spread) step(v ssa.Value, instr ssa.Instruction, depth int) {
	switch i := instr.(type) {
	case *ssa.Return:
		sp.uses = append(sp.uses, i)
		if !cleanup.IsError(v.Type()) && !isAnother(v, i) {
			sp.sinks = append(sp.sinks, i)
		}
	case *ssa.Send, *ssa.Go:
		sp.sinks = append(sp.sinks, instr)
	case *ssa.MapUpdate:
		sp.store(i.Map, instr)
	case *ssa.Store:
		if i.Val == v {
			sp.store(i.Addr, instr)
		}
	case *ssa.MakeClosure:
		for k, b := range i.Bindings {
			if b == v {
				sp.add(i.Fn.(*ssa.Function).FreeVars[k])
			}
		}
		sp.add(i)
	case ssa.CallInstruction:
		sp.uses = append(sp.uses, i)
		sp.call(v, i, depth)
	case *ssa.BinOp, *ssa.If, *ssa.DebugRef:
	case *ssa.FieldAddr:
		if carries(i.Type()) && !sp.isOther(v, i) {
			sp.add(i)
		}
	case *ssa.MakeInterface: // any may hold anything
		sp.add(i)
	case ssa.Value:
		if carries(i.Type()) {
			sp.add(i)
		}
	}
}

// isOther reports whether a field of the resource is not the one that is released: it is
// as good after the release (Response.TLS).
func (sp *spread) isOther(v ssa.Value, i *ssa.FieldAddr) bool {
	if v != sp.root || sp.part == "" {
		return false
	}
	f := cleanup.FieldVar(v.Type(), i.Field)
	return f != nil && f.Name() != sp.part
}

// isAnother reports whether what a return reads from a result variable is not what some
// other way has put there: it is set to a constant right before, or a panic has brought
// the function here.
func isAnother(v ssa.Value, ret *ssa.Return) bool {
	read, ok := v.(*ssa.UnOp)
	if !ok || read.Block() != ret.Block() {
		return false
	}
	set := ret.Block() == ret.Parent().Recover
	for _, instr := range ret.Block().Instrs {
		if instr == ssa.Instruction(read) {
			break
		}
		if st, ok := instr.(*ssa.Store); ok && st.Addr == read.X {
			_, set = st.Val.(*ssa.Const)
		}
	}
	return set
}

// store is about a variable that gets the value: if it is one of the function, it
// goes on from there.
func (sp *spread) store(addr ssa.Value, instr ssa.Instruction) {
	for {
		switch a := addr.(type) {
		case *ssa.FieldAddr:
			addr = a.X
			continue
		case *ssa.IndexAddr:
			addr = a.X
			continue
		case *ssa.Alloc, *ssa.MakeMap, *ssa.MakeSlice, *ssa.Slice:
			sp.add(addr)
			return
		}
		break
	}
	if !sp.seen[addr] {
		sp.sinks = append(sp.sinks, instr)
	}
}

// call is about a call that has the value as its receiver or as an argument.
func (sp *spread) call(v ssa.Value, call ssa.CallInstruction, depth int) {
	if _, ok := call.(*ssa.Defer); ok {
		return
	}
	common := call.Common()
	for i, a := range cleanup.Args(common) {
		if a != v {
			continue
		}
		kept, returned := sp.callee(common, i, depth)
		if kept || sp.code.RunsLater(common, i) {
			sp.sinks = append(sp.sinks, call)
		}
		if res := call.Value(); returned && res != nil && carries(res.Type()) {
			sp.add(res)
		}
	}
}

// callee tells whether a callee lets its argument i out, and whether that may be in
// what it returns.
func (sp *spread) callee(common *ssa.CallCommon, i, depth int) (kept, returned bool) {
	if fn := common.StaticCallee(); fn != nil && len(fn.Blocks) > 0 && i < len(fn.Params) && depth < 3 {
		inner := &spread{code: sp.code, seen: map[ssa.Value]bool{}}
		inner.add(fn.Params[i])
		inner.run(depth + 1)
		for _, s := range inner.sinks {
			_, ret := s.(*ssa.Return)
			kept, returned = kept || !ret, returned || ret
		}
		return kept, returned
	}
	obj := cleanup.Callee(common)
	if obj == nil || obj.Pkg() == nil {
		return false, true
	}
	method := cleanup.IsMethod(common)
	if i == 0 && method {
		return false, true
	}
	if isStd(obj.Pkg().Path()) {
		return false, method || strings.HasPrefix(obj.Name(), "New")
	}
	return method && sp.code.IsPool(cleanup.Args(common)[i]), true
}

// isStd reports whether a path is of the standard library, or of a module that has
// no domain in its path.
func isStd(path string) bool {
	root, _, _ := strings.Cut(path, "/")
	return !strings.Contains(root, ".")
}
