package flow

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A decider finds, in one function, the values that matter.
//
// Knowledge of a register or a variable matters if it may turn a branch, or if
// somebody outside gets it: a call, a closure, the caller. The rest is data
// that only passes through: two states that differ in nothing else are one.
type decider struct {
	g         *graph
	registers map[ssa.Value]bool // those that matter
	variables map[ssa.Value]bool // by address: those whose content does
	work      []ssa.Value
	uses      map[ssa.Value]blockSet // see decidesIn
}

// newDecider follows what decides in g back to where it comes from.
func newDecider(g *graph) *decider {
	d := &decider{g: g, registers: map[ssa.Value]bool{}, variables: map[ssa.Value]bool{}, uses: map[ssa.Value]blockSet{}}
	for _, b := range g.fn.Blocks {
		for _, instr := range b.Instrs {
			d.sink(instr)
		}
	}
	for len(d.work) > 0 {
		v := d.work[len(d.work)-1]
		d.work = d.work[:len(d.work)-1]
		d.source(v)
	}
	return d
}

// add notes that the register v matters.
func (d *decider) add(v ssa.Value) {
	for _, v := range []ssa.Value{v, d.g.rep(v)} {
		if _, isConst := v.(*ssa.Const); !isConst && !d.registers[v] {
			d.registers[v] = true
			d.work = append(d.work, v)
		}
	}
}

// sink adds what instr decides by, or hands to others.
func (d *decider) sink(instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.If:
		d.add(instr.Cond)
	case *ssa.Return:
		for _, r := range instr.Results {
			if !isPlain(r.Type()) {
				d.add(r)
			}
		}
	case *ssa.MakeClosure:
		for _, b := range instr.Bindings {
			d.add(b)
			d.content(b)
		}
	case ssa.CallInstruction:
		d.call(instr.Common())
	}
}

// call adds what a call is given: all of it, if the body of what is called may
// be explored with it.
func (d *decider) call(common *ssa.CallCommon) {
	if _, builtin := common.Value.(*ssa.Builtin); builtin {
		return
	}
	fn := common.StaticCallee()
	seen := !common.IsInvoke() && (fn == nil || len(fn.Blocks) > 0)
	d.add(common.Value)
	for _, a := range common.Args {
		if seen {
			d.content(a)
		}
		if seen || !isBasic(a.Type()) {
			d.add(a)
		}
	}
}

// source adds what the register v is computed from.
func (d *decider) source(v ssa.Value) {
	switch v := v.(type) {
	case *ssa.Phi:
		for i, e := range v.Edges {
			if _, known := counted(v, i); !known {
				d.add(e)
			}
		}
	case *ssa.BinOp:
		d.add(v.X)
		d.add(v.Y)
	case *ssa.UnOp:
		d.add(v.X)
		if v.Op == token.MUL {
			d.content(v.X)
		}
	case *ssa.Call:
		if _, builtin := v.Call.Value.(*ssa.Builtin); builtin && isLen(v) {
			d.add(v.Call.Args[0])
		}
	case *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Convert, *ssa.TypeAssert, *ssa.Slice,
		*ssa.FieldAddr, *ssa.IndexAddr, *ssa.Field, *ssa.Index, *ssa.Extract, *ssa.Lookup, *ssa.Next, *ssa.Range:
		d.add(*v.(ssa.Instruction).Operands(nil)[0])
	}
}

// content adds what is stored in the variable that v is the address of, or
// contains that of, and what is read there: the content is known by its first
// reader.
func (d *decider) content(v ssa.Value) {
	if d.variables[v] {
		return
	}
	d.variables[v] = true
	switch v := v.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		d.accesses(v, map[ssa.Value]bool{})
	case *ssa.Phi:
		for _, e := range v.Edges {
			d.content(e)
		}
	case *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Slice, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Convert:
		d.content(*v.(ssa.Instruction).Operands(nil)[0])
	}
}

func (d *decider) accesses(addr ssa.Value, seen map[ssa.Value]bool) {
	if seen[addr] || addr.Referrers() == nil {
		return
	}
	seen[addr] = true
	for _, r := range *addr.Referrers() {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Addr == addr {
				d.add(r.Val)
				d.content(r.Val)
			}
		case *ssa.UnOp:
			d.add(r)
		case *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Slice:
			d.accesses(r.(ssa.Value), seen)
		}
	}
}

// decidesIn returns the blocks on whose entry knowledge of the register v may
// still decide something: it need not be kept as long as v itself.
func (d *decider) decidesIn(v ssa.Value) blockSet {
	set, ok := d.uses[v]
	if ok {
		return set
	}
	set = d.g.none
	if d.registers[v] {
		set = d.g.usedIn(v, func(r ssa.Instruction) bool { return d.decides(r, v) })
	}
	d.uses[v] = set
	return set
}

// decides reports whether what instr does may depend on what is known of its
// operand v.
func (d *decider) decides(instr ssa.Instruction, v ssa.Value) bool {
	switch instr := instr.(type) {
	case *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Field, *ssa.Index, *ssa.Lookup, *ssa.Range, *ssa.Next, *ssa.DebugRef:
		return false // it is the same part, whatever is known of the whole
	case *ssa.Phi:
		for i, e := range instr.Edges {
			if _, known := counted(instr, i); e == v && !known {
				return d.registers[instr]
			}
		}
		return false
	case *ssa.Call:
		if _, builtin := instr.Call.Value.(*ssa.Builtin); builtin {
			return d.registers[instr]
		}
	case ssa.Value:
		return d.registers[instr]
	}
	return true
}

// isBasic reports whether t is a type of booleans, numbers or strings.
func isBasic(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsBoolean|types.IsNumeric|types.IsString) != 0
}

// isKnowledge reports whether v only says how a value compares to others: what
// refers to variables, functions or the token is more than that.
func (v Val) isKnowledge() bool {
	switch v.Kind {
	case Sym, Nil, NonNil, Const, Positive, NonNeg:
		return true
	}
	return false
}
