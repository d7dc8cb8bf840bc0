package obligation

import (
	"go/ast"
	"go/types"
	"slices"
)

// A type that opens something for itself, and has a method by which it is closed,
// has to release it there. It may lend it until then: by an accessor, or to others
// that only use it.

// lasts are the methods by which a value ends for good.
var lasts = []string{"Close", "Shutdown", "Stop"}

// ownerWith returns the type of the package that has the field v and a method of its
// own by which it is closed, or nil.
func (p *pkg) ownerWith(v *types.Var) *types.Named {
	named := p.structWith(v)
	if named == nil {
		return nil
	}
	for m := range named.Methods() {
		if slices.Contains(lasts, m.Name()) {
			return named
		}
	}
	return nil
}

// isLoan reports whether the mention of a field lends what is in it.
func (p *pkg) isLoan(id *ast.Ident, stack []ast.Node, owner *types.Named, depth int) bool {
	if len(stack) < 2 {
		return false
	}
	sel, ok := stack[len(stack)-1].(*ast.SelectorExpr)
	if !ok || sel.Sel != id {
		return false
	}
	switch parent := stack[len(stack)-2].(type) {
	case *ast.ReturnStmt:
		return p.isMethodOf(stack, owner)
	case *ast.CallExpr:
		return p.lendsTo(parent, sel)
	case *ast.AssignStmt:
		return depth == 0 && p.isLentBy(parent, sel, owner)
	}
	return false
}

// isMethodOf reports whether the innermost function of the stack is a method of the
// type.
func (p *pkg) isMethodOf(stack []ast.Node, typ *types.Named) bool {
	for _, n := range slices.Backward(stack) {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.FuncDecl:
			fn, ok := p.pass.TypesInfo.Defs[n.Name].(*types.Func)
			return ok && fn.Signature().Recv() != nil && namedOf(fn.Signature().Recv().Type()) == typ
		}
	}
	return false
}

// lendsTo reports whether a function is called that cannot release its argument, nor
// can what it returns.
func (p *pkg) lendsTo(call *ast.CallExpr, arg ast.Expr) bool {
	fn, f := p.argument(call, arg)
	if fn == nil || f.OK == Releases || f.Err == Releases {
		return false
	}
	i := slices.Index(call.Args, arg)
	params := fn.Signature().Params()
	if i < 0 || i >= params.Len() || (f.OK != Borrows || f.Err != Borrows) && !p.isUser(params.At(i).Type()) {
		return false
	}
	return !slices.ContainsFunc(f.Wraps, func(r int) bool {
		result := fn.Signature().Results().At(r).Type()
		in := f.In
		if len(in) == 0 {
			in = fieldsOfType(result, params.At(i).Type())
		}
		return p.mayReleaseIn(result, in)
	})
}

// fieldsOfType returns the names of the fields of a struct, or of what points to one,
// that have that type.
func fieldsOfType(t, field types.Type) (names []string) {
	if st := structUnder(t); st != nil {
		for f := range st.Fields() {
			if types.Identical(f.Type(), field) {
				names = append(names, f.Name())
			}
		}
	}
	return names
}

// isUser reports whether t is an interface by which something is asked for its use
// alone.
func (p *pkg) isUser(t types.Type) bool { return isUseOnly(t) && !p.mayOwe(t) }

// mayReleaseIn reports whether what a value of type t holds in those fields may be
// released by it.
func (p *pkg) mayReleaseIn(t types.Type, fields []string) bool {
	if types.IsInterface(t) {
		return p.mayOwe(t)
	}
	return len(fields) == 0 || slices.ContainsFunc(p.releasersOf(t, fields), isCloser) || p.givesOut(t)
}

// isLentBy reports whether a field is assigned to another one through which it can
// only be used.
func (p *pkg) isLentBy(as *ast.AssignStmt, field ast.Expr, owner *types.Named) bool {
	i := slices.Index(as.Rhs, field)
	if i < 0 || len(as.Lhs) != len(as.Rhs) {
		return false
	}
	sel, ok := as.Lhs[i].(*ast.SelectorExpr)
	if !ok {
		return false
	}
	other, ok := p.pass.TypesInfo.Uses[sel.Sel].(*types.Var)
	return ok && other.IsField() && p.isUser(other.Type()) &&
		!other.Exported() && !p.traces.ended[other.Origin()] && p.isMerelyUsed(other.Origin(), owner, 1)
}

// onlyUses reports whether a callee gets its argument i for its use alone.
func (p *pkg) onlyUses(k callee, i int) bool {
	if k.obj == nil {
		return false
	}
	if k.recv {
		i--
	}
	params := k.obj.Signature().Params()
	return 0 <= i && i < params.Len() && p.isUser(params.At(i).Type())
}
