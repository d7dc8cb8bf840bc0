package flow

import (
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// exec runs an instruction that neither calls nor branches.
func (m *Machine) exec(s *State, instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Alloc:
		m.alloc(s, instr)
	case *ssa.Store:
		m.store(s, instr)
	case *ssa.MapUpdate:
		m.put(s, m.Resolve(s, instr.Map), m.Resolve(s, instr.Value), instr)
		if key := m.Resolve(s, instr.Key); m.Contains(s, key) {
			m.Client.Escape(m, s, key, instr) // a set
		}
	case *ssa.Send:
		if v := m.Resolve(s, instr.X); m.Contains(s, v) {
			m.Client.Escape(m, s, v, instr)
		}
	case *ssa.UnOp:
		switch instr.Op {
		case token.MUL:
			s.bindKnown(instr, m.load(s, instr))
		case token.ARROW:
			if instr.CommaOk && isTicks(instr.X) {
				s.tuples.set(tupleElem{instr, 1}, trueVal)
			}
		}
	case *ssa.Extract:
		s.bindKnown(instr, m.extract(s, instr))
	case *ssa.Lookup:
		m.lookup(s, instr)
	case *ssa.TypeAssert:
		m.typeAssert(s, instr)
	case *ssa.Range:
		if m.Contains(s, m.Resolve(s, instr.X)) {
			s.env.set(instr, Val{Kind: Holder})
		}
	case *ssa.Next:
		m.next(s, instr)
	case *ssa.BinOp:
		s.bindKnown(instr, m.arith(s, instr))
	case *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Convert:
		s.bindKnown(instr.(ssa.Value), m.Resolve(s, instr.(ssa.Value)))
	case *ssa.MakeInterface, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Field, *ssa.Index, *ssa.Slice:
		m.follow(s, instr.(ssa.Value))
	}
}

// follow binds a register that is made of the token: what it is made of may
// not be remembered for as long.
func (m *Machine) follow(s *State, v ssa.Value) {
	if val := m.Resolve(s, v); val.isTracked() {
		s.env.set(v, val)
	}
}

// next steps through a Holder, which is not empty: the first step succeeds.
func (m *Machine) next(s *State, instr *ssa.Next) {
	iter := m.Resolve(s, instr.Iter)
	if iter.Kind != Holder {
		return
	}
	if iter.Index == 0 {
		s.tuples.set(tupleElem{instr, 0}, trueVal)
		s.env.set(instr.Iter, Val{Kind: Holder, Index: 1})
	}
	t := instr.Type().(*types.Tuple)
	for i := 1; i < t.Len(); i++ {
		s.tuples.set(tupleElem{instr, i}, m.Client.Elem(m, s, t.At(i).Type()))
	}
}

// arith counts as far as a loop needs to be known to run once: -1, 0, 1, more.
func (m *Machine) arith(s *State, instr *ssa.BinOp) Val {
	x, y := m.Resolve(s, instr.X), m.Resolve(s, instr.Y)
	if instr.Op != token.ADD && instr.Op != token.SUB {
		return Val{}
	}
	b, err := strconv.Atoi(y.Text)
	if y.Kind != Const || err != nil {
		return Val{}
	}
	if instr.Op == token.SUB {
		b = -b
	}
	switch {
	case x.Kind == Positive && b == -1:
		return Val{Kind: NonNeg}
	case x.Kind == Positive && b >= 0, x.Kind == NonNeg && b > 0:
		return Val{Kind: Positive}
	}
	a, err := strconv.Atoi(x.Text)
	if x.Kind != Const || err != nil {
		return Val{}
	}
	switch n := a + b; {
	case n > 1:
		return Val{Kind: Positive}
	case n >= -1:
		return Val{Kind: Const, Text: strconv.Itoa(n)}
	}
	return Val{}
}

// isTicks reports whether ch is a channel of package time: nobody closes those.
func isTicks(ch ssa.Value) bool {
	switch v := ch.(type) {
	case *ssa.Call:
		fn := v.Call.StaticCallee()
		return fn != nil && fn.Pkg != nil && fn.Pkg.Pkg.Path() == "time"
	case *ssa.UnOp:
		if f, ok := v.X.(*ssa.FieldAddr); ok {
			field := FieldVar(f)
			return field != nil && field.Pkg() != nil && field.Pkg().Path() == "time"
		}
	case *ssa.ChangeType:
		return isTicks(v.X)
	}
	return false
}

// bindKnown binds v unless val says nothing new.
func (s *State) bindKnown(v ssa.Value, val Val) {
	if !val.IsZero() && (val.Kind != Sym || val.Ref != v) {
		s.env.set(v, val)
	}
}

func (m *Machine) extract(s *State, instr *ssa.Extract) Val {
	if val, ok := s.tuples.get(tupleElem{instr.Tuple, instr.Index}); ok {
		return val
	}
	return Val{}
}

func (m *Machine) lookup(s *State, instr *ssa.Lookup) {
	if asHolder(m.Resolve(s, instr.X), instr.X).Kind != Holder {
		return
	}
	t := instr.Type()
	if tuple, ok := t.(*types.Tuple); ok {
		s.tuples.set(tupleElem{instr, 0}, m.Client.Elem(m, s, tuple.At(0).Type()))
		return
	}
	s.env.set(instr, m.Client.Elem(m, s, t))
}

func (m *Machine) typeAssert(s *State, instr *ssa.TypeAssert) {
	if !instr.CommaOk {
		s.bindKnown(instr, m.Resolve(s, instr))
		return
	}
	x := m.Resolve(s, instr.X)
	if x.Kind == Nil {
		s.tuples.set(tupleElem{instr, 0}, nilVal)
		s.tuples.set(tupleElem{instr, 1}, falseVal)
		return
	}
	if !m.Contains(s, x) {
		return
	}
	s.tuples.set(tupleElem{instr, 0}, x)
	if m.Client.Assert(m, s, instr.AssertedType) {
		s.tuples.set(tupleElem{instr, 1}, trueVal)
	}
}
