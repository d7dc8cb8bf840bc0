package flow

import (
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

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
	val, ok := s.env.get(v)
	if !ok && rep != v {
		val, ok = s.env.get(rep)
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
		switch x := asHolder(m.resolve(s, v.X, depth+1), v.X); x.Kind {
		case Addr:
			return Val{Kind: Addr, Ref: x.Ref, Text: x.Text + indexPath(v.Index)}
		case Holder:
			return Val{Kind: HolderElem}
		}
	case *ssa.Field:
		return m.field(s, v, m.resolve(s, v.X, depth+1), rep)
	case *ssa.Index:
		switch x := asHolder(m.resolve(s, v.X, depth+1), v.X); x.Kind {
		case Holder:
			return m.Client.Elem(m, s, v.Type())
		case Struct:
			c := Cell{x.Ref, x.Text + indexPath(v.Index)}
			if val, ok := s.cells.get(c); ok && !val.IsZero() {
				return val
			}
			if val := m.elem(s, c); !val.IsZero() {
				return val
			}
		}
	}
	return Val{Kind: Sym, Ref: rep}
}

// asHolder returns what v, whose value is val, is to those who ask for its
// elements: a token that is itself a map or a slice contains what must be released.
func asHolder(val Val, v ssa.Value) Val {
	if val.Kind == Token {
		switch v.Type().Underlying().(type) {
		case *types.Map, *types.Slice, *types.Array:
			return Val{Kind: Holder}
		}
	}
	return val
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
	case Sym:
		return Val{Kind: NonNil, Ref: x.Ref}
	case Nil, Const, Positive, NonNeg:
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
	case Holder, HolderElem:
		return Val{Kind: HolderElem}
	}
	return Val{Kind: Sym, Ref: rep}
}

// field returns field f of the struct value x.
func (m *Machine) field(s *State, f *ssa.Field, x Val, rep ssa.Value) Val {
	switch x.Kind {
	case Struct:
		c := Cell{x.Ref, x.Text + "." + strconv.Itoa(f.Field)}
		if val, ok := s.cells.get(c); ok && !val.IsZero() {
			return val
		}
		if val := m.elem(s, c); !val.IsZero() {
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
