package obligation

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// isReachable reports whether others can release the parameter through a field of the
// results that holds it: an exported one, and not one that is so only by being embedded
// in a type that hides how it is released.
func (p *pkg) isReachable(fn *ssa.Function, o outcome) bool {
	return slices.ContainsFunc(o.fields, func(field string) bool {
		return ast.IsExported(field) && !slices.ContainsFunc(o.results, func(r int) bool {
			return p.hides(namedOf(p.concreteResult(fn, r)), field)
		})
	})
}

// hides reports whether a type that only this package can name embeds the field and has
// a method of its own in place of one that releases it, which does not look at the field:
// what is around a datastore, and has a Close that stops a cache.
func (p *pkg) hides(named *types.Named, field string) bool {
	if named == nil || named.Obj().Exported() || named.Obj().Pkg() != p.pass.Pkg {
		return false
	}
	obj, index, _ := types.LookupFieldOrMethod(named, true, p.pass.Pkg, field)
	v, ok := obj.(*types.Var)
	if !ok || !v.Embedded() || len(index) != 1 {
		return false
	}
	for m := range named.Origin().Methods() {
		if slices.Contains(p.closersOf(v.Type()), m.Name()) {
			return !p.looksAt(m, v)
		}
	}
	return false
}

// looksAt reports whether a method mentions the field of its receiver, or does more with
// the receiver than to look at other fields.
func (p *pkg) looksAt(m *types.Func, field *types.Var) bool {
	path := p.enclosing(m.Pos())
	i := slices.IndexFunc(path, func(n ast.Node) bool { _, is := n.(*ast.FuncDecl); return is })
	if i < 0 {
		return true
	}
	looks := false
	ast.PreorderStack(path[i], nil, func(n ast.Node, stack []ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || p.pass.TypesInfo.Uses[id] != types.Object(m.Signature().Recv()) {
			return true
		}
		sel, ok := stack[len(stack)-1].(*ast.SelectorExpr)
		looks = looks || !ok || !p.isOtherField(sel, field)
		return true
	})
	return looks
}

// isOtherField reports whether an expression is another field than that, of the same struct.
func (p *pkg) isOtherField(sel *ast.SelectorExpr, field *types.Var) bool {
	s := p.pass.TypesInfo.Selections[sel]
	return s != nil && s.Kind() == types.FieldVal && len(s.Index()) == 1 && s.Obj() != types.Object(field)
}
