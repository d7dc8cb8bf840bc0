package obligation

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// handedBackFindings reports values that a function returns although a deferred
// call of it closes them. What it acquired itself is followed along its paths;
// this is for what it got from code of which it is not known whether it lends:
// whoever owns it, the caller gets it closed.
func (p *pkg) handedBackFindings() []Finding {
	tracked := map[ssa.CallInstruction]bool{}
	for _, t := range p.trackers {
		tracked[t.site.call] = true
	}
	var found []Finding
	for _, fn := range p.funcs {
		anyInstr(fn, func(instr ssa.Instruction) bool {
			d, ok := instr.(*ssa.Defer)
			if !ok {
				return false
			}
			if closed, call, i := p.closedBy(d); closed != nil && !tracked[call] {
				found = append(found, p.handedBack(d, closed, call, i)...)
			}
			return false
		})
	}
	return found
}

// closedBy returns the value that a deferred call closes, and of which call it is
// which result; nil if it is no result, or owes nothing.
func (p *pkg) closedBy(d *ssa.Defer) (closed ssa.Value, call *ssa.Call, i int) {
	obj, _ := calledFunc(d.Common())
	if obj == nil || obj.Name() != "Close" || obj.Signature().Recv() == nil {
		return nil, nil, 0
	}
	switch {
	case d.Call.IsInvoke():
		closed = d.Call.Value
	case len(d.Call.Args) > 0:
		closed = d.Call.Args[0]
	default:
		return nil, nil, 0 // a method value
	}
	if !p.mayOwe(closed.Type()) {
		return nil, nil, 0
	}
	switch v := closed.(type) {
	case *ssa.Call:
		return closed, v, 0
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return closed, call, v.Index
		}
	}
	return nil, nil, 0
}

// handedBack reports the first return after d that hands out what d closes and
// tells of no error.
func (p *pkg) handedBack(d *ssa.Defer, closed ssa.Value, call *ssa.Call, i int) []Finding {
	for _, b := range d.Parent().Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || !d.Block().Dominates(b) || returnsError(d.Parent()) && !isNilConst(beforeDefers(ret, len(ret.Results)-1)) {
			continue
		}
		for j := range ret.Results {
			for inner := beforeDefers(ret, j); inner != nil; inner = unconverted(inner) {
				if inner != closed {
					continue
				}
				src := p.source(call)
				return []Finding{{
					Rule: "afterclose", Pos: ret.Pos(),
					Message: fmt.Sprintf("%s (%s) is handed on, but a deferred call releases it: whoever gets it comes after",
						src.name(i), typeString(closed.Type())),
					Related: []Related{{Pos: d.Pos(), Message: "released here"}},
				}}
			}
		}
	}
	return nil
}

// beforeDefers returns what a return statement gives as result i, before the
// deferred calls run: it is stored, and read after them.
func beforeDefers(ret *ssa.Return, i int) ssa.Value {
	load, ok := ret.Results[i].(*ssa.UnOp)
	if !ok {
		return ret.Results[i]
	}
	for _, instr := range slices.Backward(ret.Block().Instrs) {
		if st, ok := instr.(*ssa.Store); ok && st.Addr == load.X {
			return st.Val
		}
	}
	return load
}

func isNilConst(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}
