package flow

import (
	"go/token"
	"go/types"
	"maps"
	"strconv"
	"strings"

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
		m.put(s, m.Resolve(s, instr.Map), instr.Map, m.Resolve(s, instr.Value), instr)
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
				s.tuples[tupleElem{instr, 1}] = trueVal
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
			s.env[instr] = Val{Kind: Holder}
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
		s.env[v] = val
	}
}

// next steps through a Holder, which is not empty: the first step succeeds.
func (m *Machine) next(s *State, instr *ssa.Next) {
	iter := m.Resolve(s, instr.Iter)
	if iter.Kind != Holder {
		return
	}
	if iter.Index == 0 {
		s.tuples[tupleElem{instr, 0}] = trueVal
		s.env[instr.Iter] = Val{Kind: Holder, Index: 1}
	}
	t := instr.Type().(*types.Tuple)
	for i := 1; i < t.Len(); i++ {
		s.tuples[tupleElem{instr, i}] = m.Client.Elem(m, s, t.At(i).Type())
	}
}

// arith counts as far as a loop needs to be known to run once: -1, 0, 1, more.
func (m *Machine) arith(s *State, instr *ssa.BinOp) Val {
	x, y := m.Resolve(s, instr.X), m.Resolve(s, instr.Y)
	if instr.Op != token.ADD && instr.Op != token.SUB {
		return Val{}
	}
	if x.Kind == Positive && y.Kind == Const && instr.Op == token.ADD && y.Text != "" && y.Text[0] != '-' {
		return x
	}
	if x.Kind == Positive && y == (Val{Kind: Const, Text: "1"}) {
		return Val{Kind: NonNeg} // instr.Op is SUB
	}
	a, errA := strconv.Atoi(x.Text)
	b, errB := strconv.Atoi(y.Text)
	if x.Kind != Const || y.Kind != Const || errA != nil || errB != nil {
		return Val{}
	}
	if instr.Op == token.SUB {
		b = -b
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
	if !val.IsZero() && !(val.Kind == Sym && val.Ref == v) {
		s.env[v] = val
	}
}

// alloc makes a new variable, which holds its type's zero value.
func (m *Machine) alloc(s *State, a *ssa.Alloc) {
	if m.contains(s, Val{Kind: Addr, Ref: a}, 0) {
		m.Client.Remade(m, s)
	}
	maps.DeleteFunc(s.cells, func(c Cell, _ Val) bool { return c.Root == a })
	s.cells[Cell{Root: a}] = zeroVal(a.Type().Underlying().(*types.Pointer).Elem())
}

func zeroVal(t types.Type) Val {
	switch u := t.Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Signature, *types.Map, *types.Slice, *types.Chan:
		if _, isParam := types.Unalias(t).(*types.TypeParam); !isParam {
			return nilVal
		}
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return falseVal
		case u.Info()&types.IsInteger != 0:
			return Val{Kind: Const, Text: "0"}
		case u.Info()&types.IsString != 0:
			return Val{Kind: Const, Text: `""`}
		}
	}
	return Val{}
}

func (m *Machine) store(s *State, instr *ssa.Store) {
	addr, val := m.Resolve(s, instr.Addr), m.Resolve(s, instr.Val)
	switch addr.Kind {
	case Addr:
		cell := Cell{addr.Ref, addr.Text}
		if strings.HasSuffix(addr.Text, anyElem) && !m.Contains(s, val) {
			return // one element of several: the others remain
		}
		s.setCell(cell, val)
		_, free := addr.Ref.(*ssa.FreeVar)
		if (free || s.has(addr.Ref, shared)) && m.Contains(s, val) {
			m.Client.Escape(m, s, val, instr)
		}
	case TokenField:
		m.Client.FieldStore(m, s, addr.Index, val, instr)
	case HolderElem:
	default:
		if m.Contains(s, val) {
			m.Client.Escape(m, s, val, instr)
		}
	}
}

// anyElem is the part of a path that stands for some element of an array.
const anyElem = "[*]"

// elem returns the value of the element c of an array, if it is followed: any
// of them may be read where the index is not known.
func (s *State) elem(c Cell) Val {
	i := strings.LastIndexByte(c.Path, '[')
	if i < 0 || strings.Contains(c.Path[i:], ".") {
		return Val{}
	}
	for k, val := range s.cells {
		if k.Root == c.Root && val.isTracked() && strings.HasPrefix(k.Path, c.Path[:i+1]) &&
			(c.Path[i:] == anyElem || k.Path[i:] == anyElem) {
			return val
		}
	}
	return Val{}
}

// put stores val in the map or slice that container evaluates to.
func (m *Machine) put(s *State, container Val, reg ssa.Value, val Val, instr ssa.Instruction) {
	if !m.Contains(s, val) || container.Kind == Holder {
		return
	}
	if isLocalContainer(container) {
		m.hold(s, container)
		return
	}
	m.Client.Escape(m, s, val, instr)
}

// isLocalContainer reports whether v was made by this function.
func isLocalContainer(v Val) bool {
	if v.Kind != Sym {
		return false
	}
	switch v.Ref.(type) {
	case *ssa.MakeMap, *ssa.MakeSlice:
		return true
	}
	return false
}

// hold turns all that refers to the container v into a Holder.
func (m *Machine) hold(s *State, v Val) {
	for k, val := range s.env {
		if val == v {
			s.env[k] = Val{Kind: Holder}
		}
	}
	for k, val := range s.cells {
		if val == v {
			s.cells[k] = Val{Kind: Holder}
		}
	}
	s.env[v.Ref] = Val{Kind: Holder}
}

// load returns the content of the variable that instr reads.
func (m *Machine) load(s *State, instr *ssa.UnOp) Val {
	addr := m.Resolve(s, instr.X)
	switch addr.Kind {
	case Addr:
		return m.loadCell(s, Cell{addr.Ref, addr.Text}, instr)
	case Token:
		return addr // a copy, or a pointer to what is embedded
	case TokenField:
		if f, ok := instr.X.(*ssa.FieldAddr); ok {
			return m.Client.Field(m, s, FieldVar(f))
		}
	case HolderElem:
		return m.Client.Elem(m, s, instr.Type())
	}
	return Val{}
}

func (m *Machine) loadCell(s *State, c Cell, instr *ssa.UnOp) Val {
	if val, ok := s.cells[c]; ok && !val.IsZero() {
		return val
	}
	switch instr.Type().Underlying().(type) {
	case *types.Struct, *types.Array:
		return Val{Kind: Struct, Ref: c.Root, Text: c.Path}
	}
	if val := s.elem(c); !val.IsZero() {
		return val
	}
	if val := s.enclosing(c); val.Kind == Holder || val.Kind == Token {
		return m.Client.Elem(m, s, instr.Type())
	}
	if c.Path != "" && s.isZeroed(c) {
		return zeroVal(instr.Type())
	}
	// Not known: but two reads with no store between give the same.
	s.cells[c] = Val{Kind: Sym, Ref: instr}
	return Val{}
}

// isZeroed reports whether c is a part of a variable of this function of which
// no part has become unknown since it was made.
func (s *State) isZeroed(c Cell) bool {
	if _, ok := c.Root.(*ssa.Alloc); !ok {
		return false
	}
	whole, ok := s.cells[Cell{Root: c.Root}]
	return ok && whole.IsZero() && !strings.HasSuffix(c.Path, anyElem) && !s.has(c.Root, opaque)
}

// enclosing returns the value of the smallest variable around c that has one.
func (s *State) enclosing(c Cell) Val {
	for i := len(c.Path) - 1; i >= 0; i-- {
		if c.Path[i] == '.' || c.Path[i] == '[' {
			if val, ok := s.cells[Cell{c.Root, c.Path[:i]}]; ok {
				return val
			}
		}
	}
	return Val{}
}

func (m *Machine) extract(s *State, instr *ssa.Extract) Val {
	if val, ok := s.tuples[tupleElem{instr.Tuple, instr.Index}]; ok {
		return val
	}
	return Val{}
}

func (m *Machine) lookup(s *State, instr *ssa.Lookup) {
	if m.Resolve(s, instr.X).Kind != Holder {
		return
	}
	t := instr.Type()
	if tuple, ok := t.(*types.Tuple); ok {
		s.tuples[tupleElem{instr, 0}] = m.Client.Elem(m, s, tuple.At(0).Type())
		return
	}
	s.env[instr] = m.Client.Elem(m, s, t)
}

func (m *Machine) typeAssert(s *State, instr *ssa.TypeAssert) {
	if !instr.CommaOk {
		s.bindKnown(instr, m.Resolve(s, instr))
		return
	}
	x := m.Resolve(s, instr.X)
	if x.Kind == Nil {
		s.tuples[tupleElem{instr, 0}] = nilVal
		s.tuples[tupleElem{instr, 1}] = falseVal
		return
	}
	if !m.Contains(s, x) {
		return
	}
	s.tuples[tupleElem{instr, 0}] = x
	if m.Client.Assert(m, s, instr.AssertedType) {
		s.tuples[tupleElem{instr, 1}] = trueVal
	}
}

// Resolve returns what is known of v in s.
func (m *Machine) Resolve(s *State, v ssa.Value) Val { return m.resolve(s, v, 0) }

func (m *Machine) resolve(s *State, v ssa.Value, depth int) Val {
	if c, ok := v.(*ssa.Const); ok {
		return constVal(c)
	}
	rep := v
	if v.Parent() != nil {
		rep = m.graphs.of(v.Parent()).rep(v)
	}
	val, ok := s.env[v]
	if !ok && rep != v {
		val, ok = s.env[rep]
	}
	if ok && !val.IsZero() {
		if val.Kind == Sym && val.Ref != v && val.Ref != rep && depth < 10 {
			return m.resolve(s, val.Ref, depth+1)
		}
		return val
	}
	if depth > 10 {
		return Val{Kind: Sym, Ref: rep}
	}
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return m.boxed(s, v, depth)
	case *ssa.ChangeInterface:
		return m.resolve(s, v.X, depth+1)
	case *ssa.ChangeType:
		return m.resolve(s, v.X, depth+1)
	case *ssa.Convert:
		if x := m.resolve(s, v.X, depth+1); x.Kind != Sym {
			return x
		}
	case *ssa.TypeAssert:
		if !v.CommaOk {
			return m.resolve(s, v.X, depth+1)
		}
	case *ssa.Slice:
		if x := m.resolve(s, v.X, depth+1); x.Kind == Addr || x.Kind == Holder {
			return x
		}
	case *ssa.Alloc:
		return Val{Kind: Addr, Ref: v}
	case *ssa.FreeVar:
		if _, ok := v.Type().Underlying().(*types.Pointer); ok && v.Parent().Synthetic == "" {
			return Val{Kind: Addr, Ref: v}
		}
	case *ssa.Function, *ssa.MakeClosure:
		return Val{Kind: Func, Ref: v}
	case *ssa.FieldAddr:
		x := m.resolve(s, v.X, depth+1)
		if f := FieldVar(v); x.Kind == Token && f != nil && f.Embedded() {
			return x // what is promoted from it is the token's own
		}
		return m.part(x, v.Field, rep)
	case *ssa.IndexAddr:
		switch x := m.resolve(s, v.X, depth+1); x.Kind {
		case Addr:
			return Val{Kind: Addr, Ref: x.Ref, Text: x.Text + indexPath(v.Index)}
		case Holder:
			return Val{Kind: HolderElem}
		}
	case *ssa.Field:
		return m.field(s, v, m.resolve(s, v.X, depth+1), rep)
	case *ssa.Index:
		switch x := m.resolve(s, v.X, depth+1); x.Kind {
		case Holder:
			return m.Client.Elem(m, s, v.Type())
		case Struct:
			c := Cell{x.Ref, x.Text + indexPath(v.Index)}
			if val, ok := s.cells[c]; ok && !val.IsZero() {
				return val
			}
			if val := s.elem(c); !val.IsZero() {
				return val
			}
		}
	}
	return Val{Kind: Sym, Ref: rep}
}

// indexPath returns the part of a path that stands for an element.
func indexPath(index ssa.Value) string {
	if c, ok := index.(*ssa.Const); ok && c.Value != nil {
		return "[" + c.Value.ExactString() + "]"
	}
	return anyElem
}

// boxed returns the value of an interface made of a concrete one: never nil.
func (m *Machine) boxed(s *State, v *ssa.MakeInterface, depth int) Val {
	switch x := m.resolve(s, v.X, depth+1); x.Kind {
	case Sym, Nil, Const, Positive:
		return nonNilVal
	default:
		return x
	}
}

// part returns the address of field i of what x points to.
func (m *Machine) part(x Val, i int, rep ssa.Value) Val {
	switch x.Kind {
	case Addr:
		return Val{Kind: Addr, Ref: x.Ref, Text: x.Text + "." + strconv.Itoa(i)}
	case Token:
		return Val{Kind: TokenField, Index: i}
	case Holder:
		return Val{Kind: HolderElem}
	}
	return Val{Kind: Sym, Ref: rep}
}

// field returns field f of the struct value x.
func (m *Machine) field(s *State, f *ssa.Field, x Val, rep ssa.Value) Val {
	switch x.Kind {
	case Struct:
		c := Cell{x.Ref, x.Text + "." + strconv.Itoa(f.Field)}
		if val, ok := s.cells[c]; ok && !val.IsZero() {
			return val
		}
		if _, ok := f.Type().Underlying().(*types.Struct); ok {
			return Val{Kind: Struct, Ref: c.Root, Text: c.Path}
		}
	case Token:
		if st := structOf(f.X.Type()); st != nil {
			return m.Client.Field(m, s, st.Field(f.Field))
		}
	case Holder:
		return m.Client.Elem(m, s, f.Type())
	}
	return Val{Kind: Sym, Ref: rep}
}
