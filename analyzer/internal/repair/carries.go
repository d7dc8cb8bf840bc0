package repair

import (
	"go/types"
	"slices"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
)

// plain are the types of the standard library that tell something of a resource and
// have nothing of it.
var plain = []string{"time.Time", "io/fs.FileInfo", "net.Addr", "reflect.Type", "database/sql.Result", "*database/sql.ColumnType"}

// carries reports whether values of type t can have a resource in them.
func carries(t types.Type) bool { return new(contents).carry(t) }

// contents are the types that have been looked into on the way to what is in them:
// in one that is part of itself, as the nodes of a tree are, its other parts decide.
type contents struct{ seen []types.Type }

func (c *contents) carry(t types.Type) bool {
	if slices.ContainsFunc(c.seen, func(s types.Type) bool { return types.Identical(s, t) }) {
		return false
	}
	c.seen = append(c.seen, t)
	if slices.Contains(plain, types.TypeString(t, nil)) || isMessage(t) {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return false
	case *types.Tuple:
		for v := range u.Variables() {
			if c.carry(v.Type()) {
				return true
			}
		}
		return false
	case *types.Slice:
		return c.carry(u.Elem())
	case *types.Array:
		return c.carry(u.Elem())
	case *types.Map:
		return c.carry(u.Elem())
	case *types.Pointer:
		st, ok := u.Elem().Underlying().(*types.Struct)
		return !ok || c.inStruct(st)
	case *types.Struct:
		return c.inStruct(u)
	case *types.Interface:
		return !cleanup.IsError(t) && u.NumMethods() > 0
	}
	return true
}

// isMessage reports whether values of type t are what a remote call has answered.
func isMessage(t types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "ProtoReflect")
	_, ok := obj.(*types.Func)
	return ok
}

// inStruct reports whether a struct has more in it than plain values.
func (c *contents) inStruct(st *types.Struct) bool {
	for f := range st.Fields() {
		switch f.Type().Underlying().(type) {
		case *types.Basic:
		case *types.Slice, *types.Array:
			if c.carry(f.Type()) {
				return true
			}
		case *types.Struct:
			if c.carry(f.Type()) {
				return true
			}
		default:
			return true
		}
	}
	return false
}
