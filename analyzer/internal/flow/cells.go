package flow

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// alloc makes a new variable, which holds its type's zero value.
func (m *Machine) alloc(s *State, a *ssa.Alloc) {
	if m.made[a] {
		m.remake(s, a)
	}
	m.made[a] = true
	s.cells.set(Cell{Root: a}, Zero(a.Type().Underlying().(*types.Pointer).Elem()))
}

// remake forgets the variable that a made before.
func (m *Machine) remake(s *State, a *ssa.Alloc) {
	if old := (Val{Kind: Addr, Ref: a}); m.contains(s, old, 0) {
		m.Client.Remade(m, s)
		s.replace(old, Val{Kind: Holder}) // the former one lives on where it is referred to
	}
	s.cells.remove(a)
}

// Zero returns what is known of the zero value of type t.
func Zero(t types.Type) Val {
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
		m.setCell(s, cell, val, hasParts(instr.Val.Type()))
		_, free := addr.Ref.(*ssa.FreeVar)
		if (free || s.has(addr.Ref, shared)) && m.Contains(s, val) {
			m.Client.Escape(m, s, val, instr)
		}
	case TokenField:
		m.Client.FieldStore(m, s, addr.Index, val, instr)
	case HolderElem:
	default:
		m.storeError(s, instr.Addr, val)
		if elem, ok := instr.Addr.(*ssa.IndexAddr); ok {
			m.put(s, m.Resolve(s, elem.X), val, instr)
		} else if m.Contains(s, val) || val.Kind == View {
			m.Client.Escape(m, s, val, instr)
		}
	}
}

// Overwrite lets the variables that get a result of the call right after it, whatever it
// is, hold nothing that is followed: another round of a loop puts something else into them.
func (m *Machine) Overwrite(s *State, call *ssa.Call) {
	instrs := call.Block().Instrs
	for _, instr := range instrs[slices.Index(instrs, ssa.Instruction(call))+1:] {
		st, ok := instr.(*ssa.Store)
		if !ok {
			continue
		}
		if x, ok := st.Val.(*ssa.Extract); st.Val != call && (!ok || x.Tuple != call) {
			continue
		}
		if addr := m.Resolve(s, st.Addr); addr.Kind == Addr {
			m.setCell(s, Cell{addr.Ref, addr.Text}, nonNilVal, false)
		}
	}
}

// hasParts reports whether something may be known of a part of a value of type t.
func hasParts(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Basic, *types.Pointer, *types.Signature, *types.Chan, *types.Map:
		return false
	}
	return true
}

// setCell stores val in c, and forgets the parts of c that it overwrites, if it may
// have any.
func (m *Machine) setCell(s *State, c Cell, val Val, parts bool) {
	if val == (Val{Kind: Struct, Ref: c.Root, Text: c.Path}) {
		return // itself, as the return of a result that has a name
	}
	if parts || c.Path != "" {
		m.keepCopies(s, c)
	}
	if parts && s.cells.mayHaveBelow(c) {
		s.cells.removeIn(c.Root, func(path string, _ Val) bool {
			return path != c.Path && path != shared && isPartOf(path, c.Path)
		})
	}
	if val.Kind != Struct {
		s.cells.set(c, val)
		return
	}
	src := Cell{val.Ref, val.Text}
	for _, e := range s.cells.parts(src.Root) {
		part := e.val
		if rest, ok := cutPath(e.key, src.Path); ok && rest != "" {
			if strings.Contains(src.Path, anyElem) {
				part = m.elem(s, Cell{src.Root, src.Path + rest}) // or of another element
			}
			s.cells.set(Cell{c.Root, c.Path + rest}, part)
		}
	}
	if !s.isZeroed(src) {
		s.cells.set(Cell{c.Root, opaque}, nonNilVal)
	}
}

// keepCopies makes the copies of c, and of what is in it or around it, independent of
// what becomes of c: they are known by its name, as most are used before it changes.
func (m *Machine) keepCopies(s *State, c Cell) {
	isCopy := func(v Val) bool {
		return v.Kind == Struct && v.Ref == c.Root && (isPartOf(v.Text, c.Path) || isPartOf(c.Path, v.Text))
	}
	if !s.env.holds(isCopy) {
		return
	}
	s.env.change(func(_ ssa.Value, v Val) Val {
		switch {
		case !isCopy(v):
			return v
		case m.contains(s, v, 0):
			return Val{Kind: Holder}
		}
		return Val{}
	})
}

// put stores val in the map or slice that container evaluates to.
func (m *Machine) put(s *State, container, val Val, instr ssa.Instruction) {
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
	s.replace(v, Val{Kind: Holder})
	s.env.set(v.Ref, Val{Kind: Holder})
}

// replace puts b wherever a is known to be.
func (s *State) replace(a, b Val) {
	s.env.change(func(_ ssa.Value, val Val) Val { return instead(val, a, b) })
	s.cells.replace(a, b)
}

// instead returns b for a, and any other val as it is.
func instead(val, a, b Val) Val {
	if val == a {
		return b
	}
	return val
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
	case Sym:
		return m.loadError(s, instr.X)
	}
	return Val{}
}

func (m *Machine) loadCell(s *State, c Cell, instr *ssa.UnOp) Val {
	if val, ok := s.cells.get(c); ok && !val.IsZero() && !s.hasTrackedPart(c) {
		return val
	}
	boxed := types.IsInterface(instr.Type()) && s.hasTrackedPart(c)
	if boxed || isAggregate(instr.Type()) {
		return Val{Kind: Struct, Ref: c.Root, Text: c.Path}
	}
	if val := m.elem(s, c); !val.IsZero() {
		return val
	}
	if val := m.enclosing(s, c); val.Kind == Holder || val.Kind == Token {
		return m.Client.Elem(m, s, instr.Type())
	}
	if c.Path != "" && s.isZeroed(c) {
		return Zero(instr.Type())
	}
	// Not known: but two reads with no store between give the same.
	s.cells.set(c, Val{Kind: Sym, Ref: instr})
	return Val{}
}

// hasTrackedPart reports whether the token was put into a part of c since the
// whole was set.
func (s *State) hasTrackedPart(c Cell) bool {
	for _, e := range s.cells.parts(c.Root) {
		if e.key == c.Path || !e.val.isTracked() {
			continue
		}
		if _, ok := cutPath(e.key, c.Path); ok {
			return true
		}
	}
	return false
}

// isZeroed reports whether c is a part of a variable of this function of which
// no part has become unknown since it was made.
func (s *State) isZeroed(c Cell) bool {
	if _, ok := c.Root.(*ssa.Alloc); !ok {
		return false
	}
	whole, ok := s.cells.get(Cell{Root: c.Root})
	return ok && whole.IsZero() && !strings.HasSuffix(c.Path, anyElem) && !s.has(c.Root, opaque)
}

// enclosing returns the value of the smallest variable around c that has one.
func (m *Machine) enclosing(s *State, c Cell) Val {
	for i := len(c.Path) - 1; i >= 0; i-- {
		if c.Path[i] == '.' || c.Path[i] == '[' {
			whole := Cell{c.Root, c.Path[:i]}
			if val, ok := s.cells.get(whole); ok {
				return val
			}
			if val := m.elem(s, whole); !val.IsZero() {
				return val
			}
		}
	}
	return Val{}
}
