package fix

import (
	"go/token"
	"go/types"
)

// Zero writes the zero value of a type at pos; false if the type cannot be named
// there.
func (p *Patch) Zero(t types.Type, pos token.Pos) (string, bool) {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return "false", true
		case u.Info()&types.IsNumeric != 0:
			return "0", true
		case u.Info()&types.IsString != 0:
			return `""`, true
		}
		return "nil", u.Kind() == types.UnsafePointer
	case *types.Struct, *types.Array:
		name, ok := p.typeName(t, pos)
		return name + "{}", ok
	case *types.Interface:
		if _, param := types.Unalias(t).(*types.TypeParam); param {
			name, ok := p.typeName(t, pos)
			return "*new(" + name + ")", ok
		}
	}
	return "nil", true
}

// typeName writes a type as it can be written at pos.
func (p *Patch) typeName(t types.Type, pos token.Pos) (string, bool) {
	ok := true
	if named, isNamed := types.Unalias(t).(*types.Named); isNamed && named.Obj().Pkg() == p.pass.Pkg {
		ok = Named(p.pass, named.Obj().Name(), pos) == named.Obj()
	}
	name := types.TypeString(t, func(pkg *types.Package) string {
		if pkg == p.pass.Pkg {
			return ""
		}
		name, found := p.imported(pkg.Path(), pos)
		ok = ok && found
		return name
	})
	return name, ok
}
