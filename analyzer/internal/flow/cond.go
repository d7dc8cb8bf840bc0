package flow

import (
	"go/token"
	"go/types"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ssa"
)

// truth returns the value of a condition, if the state decides it.
func (m *Machine) truth(s *State, cond ssa.Value, depth int) (known, val bool) {
	c := m.Resolve(s, cond)
	if c.Kind == Const {
		return true, c.Text == "true"
	}
	if c.Kind != Sym || depth > 6 {
		return false, false
	}
	switch r := cond.(type) {
	case *ssa.UnOp:
		if r.Op == token.NOT {
			known, val = m.truth(s, r.X, depth+1)
			return known, !val
		}
	case *ssa.BinOp:
		return m.compare(r.Op, m.Resolve(s, r.X), m.Resolve(s, r.Y))
	}
	if c.Ref != nil && c.Ref != cond {
		return m.truth(s, c.Ref, depth+1)
	}
	return false, false
}

func (m *Machine) compare(op token.Token, x, y Val) (known, val bool) {
	switch op {
	case token.EQL, token.NEQ:
		if eq, ok := m.equal(x, y); ok {
			return true, eq == (op == token.EQL)
		}
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		if x.Kind == Positive && y.Kind == Const && y.Text == "0" {
			return true, op == token.GTR || op == token.GEQ
		}
		if x.Kind == NonNeg && y.Kind == Const && y.Text == "0" && (op == token.GEQ || op == token.LSS) {
			return true, op == token.GEQ
		}
		if y.Kind == Positive && x.Kind == Const && x.Text == "0" {
			return true, op == token.LSS || op == token.LEQ
		}
		if x.Kind == Const && y.Kind == Const {
			if order, ok := compareConst(x.Text, y.Text); ok {
				switch op {
				case token.LSS:
					return true, order < 0
				case token.LEQ:
					return true, order <= 0
				case token.GTR:
					return true, order > 0
				default:
					return true, order >= 0
				}
			}
		}
	}
	return false, false
}

// equal reports whether x and y are equal, if that is known.
func (m *Machine) equal(x, y Val) (eq, ok bool) {
	if x.Kind == Const && y.Kind == Const {
		return x.Text == y.Text, true
	}
	if x.Kind == Sym && y.Kind == Sym && x.Ref != nil && x.Ref == y.Ref {
		return true, true
	}
	if x.Kind == Positive && y.Kind == Const && y.Text == "0" {
		return false, true
	}
	if x.Kind == Token && isOlder(y) || y.Kind == Token && isOlder(x) {
		return false, true
	}
	nx, ny := Nilness(x), Nilness(y)
	switch {
	case nx == IsNil && ny == IsNil:
		return true, true
	case nx == IsNil && ny == IsNotNil, nx == IsNotNil && ny == IsNil:
		return false, true
	}
	return false, false
}

// isOlder reports whether v was there before the function could acquire: what
// is acquired is a new value.
func isOlder(v Val) bool {
	switch r := v.Ref.(type) {
	case *ssa.Parameter:
		return true
	case *ssa.UnOp:
		_, global := r.X.(*ssa.Global)
		return r.Op == token.MUL && global
	}
	return false
}

// A NilState says whether a value is nil.
type NilState uint8

const (
	MaybeNil NilState = iota
	IsNil
	IsNotNil
)

// Nilness returns what is known of v's being nil.
func Nilness(v Val) NilState {
	switch v.Kind {
	case Nil:
		return IsNil
	case NonNil, Const, View, Token, TokenField, HolderElem, Thunk, Addr, Struct, Func, Holder:
		return IsNotNil
	}
	switch r := v.Ref.(type) {
	case *ssa.MakeMap, *ssa.MakeChan, *ssa.MakeSlice, *ssa.Global, *ssa.FieldAddr, *ssa.IndexAddr:
		return IsNotNil
	case *ssa.UnOp:
		if g, ok := r.X.(*ssa.Global); ok && r.Op == token.MUL && isSentinel(g) {
			return IsNotNil
		}
	}
	return MaybeNil
}

// isSentinel reports whether g is a variable like io.EOF: an error, named as
// one that is never nil.
func isSentinel(g *ssa.Global) bool {
	t := g.Type().Underlying().(*types.Pointer).Elem()
	if !isError(t) {
		return false
	}
	name := strings.ToLower(g.Name())
	return strings.HasPrefix(name, "err") || strings.HasSuffix(name, "err") || strings.HasSuffix(name, "error") ||
		name == "eof" || g.Pkg != nil && unicode.IsUpper(rune(g.Name()[0]))
}

// assume adds to s that cond is b.
func (m *Machine) assume(s *State, cond ssa.Value, b bool, depth int) {
	c := m.Resolve(s, cond)
	if c.Kind != Sym || depth > 6 {
		return
	}
	switch r := cond.(type) {
	case *ssa.UnOp:
		if r.Op == token.NOT {
			m.assume(s, r.X, !b, depth+1)
			return
		}
	case *ssa.BinOp:
		if r.Op == token.EQL || r.Op == token.NEQ {
			m.assumeEqual(s, r, b == (r.Op == token.EQL))
		}
	case *ssa.Call:
		m.assumeCall(s, r, b)
	}
	s.env.set(c.Ref, BoolVal(b))
	if r, ok := cond.(*ssa.BinOp); ok {
		m.assumeForms(s, r, b)
	}
}

func (m *Machine) assumeEqual(s *State, r *ssa.BinOp, eq bool) {
	x, y := m.Resolve(s, r.X), m.Resolve(s, r.Y)
	if x.Kind != Sym {
		x, y = y, x
	}
	if x.Kind != Sym || x.Ref == nil {
		return
	}
	switch {
	case y.Kind == Nil && eq:
		s.env.set(x.Ref, nilVal)
	case y.Kind == Nil:
		s.env.set(x.Ref, nonNilVal.Because())
	case y.Kind == Const && eq:
		s.env.set(x.Ref, y)
	case eq && Nilness(y) == IsNotNil:
		s.env.set(x.Ref, nonNilVal.Because())
	}
}

// assumeCall knows that errors.Is and errors.As find nothing in a nil error, but
// for nil itself.
func (m *Machine) assumeCall(s *State, call *ssa.Call, b bool) {
	fn := call.Call.StaticCallee()
	if fn == nil || fn.Object() == nil || len(call.Call.Args) < 2 {
		return
	}
	name, x := fn.Object().Name(), m.Resolve(s, call.Call.Args[0])
	if name != "Is" && name != "As" || x.Kind != Sym || x.Ref == nil || !isError(call.Call.Args[0].Type()) {
		return
	}
	switch target := m.Resolve(s, call.Call.Args[1]); {
	case name == "Is" && target.Kind == Nil && b:
		s.env.set(x.Ref, nilVal)
	case b, name == "Is" && target.Kind == Nil:
		s.env.set(x.Ref, nonNilVal)
	}
}

func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}
