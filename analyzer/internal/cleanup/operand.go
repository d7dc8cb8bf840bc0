package cleanup

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// isSettled reports whether the operands of a call are what they are for good: it
// makes no difference when they are evaluated.
func (c *Code) isSettled(call ssa.CallInstruction) bool {
	expr, _ := c.Source(call)
	operands, ok := c.unsettled(expr)
	return ok && len(operands) == 0
}

// unsettled returns the operands of a call that may be something else later; false if
// what it calls is no method and no function of a package.
func (c *Code) unsettled(expr *ast.CallExpr) (operands []ast.Expr, ok bool) {
	sel, ok := ast.Unparen(expr.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil, false
	}
	for _, e := range append([]ast.Expr{sel.X}, expr.Args...) {
		if !c.isFixed(e, expr.Pos()) {
			operands = append(operands, e)
		}
	}
	return operands, true
}

// keepOperand lets a deferred call be made within a function, where it would be evaluated
// later: if one of its operands may be something else by then, it gets a name where the
// call is deferred. It returns the call as it is to be written; false if that cannot be.
//
//	defer os.Remove(store.path) → storePath := store.path
//	                              defer func() { ... os.Remove(storePath) ... }()
func (c *Code) keepOperand(p *fix.Patch, expr *ast.CallExpr, path []ast.Node) (*ast.CallExpr, bool) {
	operands, ok := c.unsettled(expr)
	if !ok || len(operands) == 0 {
		return expr, ok
	}
	name, ok := c.nameOf(operands[0], path)
	if block, _ := c.oneLine(path); !ok || len(operands) > 1 || block != nil || isInPlace(c.Pass.TypesInfo.TypeOf(operands[0])) {
		return nil, false
	}
	kept, later := &ast.Ident{NamePos: operands[0].Pos(), Name: name}, *expr
	sel := *ast.Unparen(expr.Fun).(*ast.SelectorExpr)
	if sel.X == operands[0] {
		sel.X = kept
	}
	later.Fun, later.Args = &sel, slices.Clone(expr.Args)
	if i := slices.Index(later.Args, operands[0]); i >= 0 {
		later.Args[i] = kept
	}
	p.InsertBefore(path[0], name+" := "+exprText(operands[0]))
	return &later, true
}

// isInPlace reports whether values of a type are worked on where they are: a copy would be
// another one.
func isInPlace(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

// nameOf returns a name for a field that is new in its function; false if that defers
// something else with the field, which would get the same one, or jumps over declarations.
func (c *Code) nameOf(e ast.Expr, path []ast.Node) (string, bool) {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	owner, ok := sel.X.(*ast.Ident)
	if !ok {
		return "", false
	}
	root, deferred, jumps := path[len(path)-2], 0, false // the declaration in the file
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			if strings.Contains(exprText(n.Call), exprText(sel)) {
				deferred++
			}
		case *ast.BranchStmt:
			jumps = jumps || n.Tok == token.GOTO
		}
		return true
	})
	name := owner.Name + strings.ToUpper(sel.Sel.Name[:1]) + sel.Sel.Name[1:]
	return fix.Fresh(root, name), deferred == 1 && !jumps
}

// isFixed reports whether an expression is a constant, a package, a variable of a
// function that nothing sets after pos, or made of such by what gives the same each time.
func (c *Code) isFixed(e ast.Expr, pos token.Pos) bool {
	if c.Pass.TypesInfo.Types[e].Value != nil {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		switch obj := c.Pass.TypesInfo.Uses[e].(type) {
		case *types.PkgName:
			return true
		case *types.Var:
			return obj.Parent() != c.Pass.Pkg.Scope() && !c.isSetAfter(obj, pos)
		}
	case *ast.BinaryExpr:
		return e.Op == token.ADD && c.isFixed(e.X, pos) && c.isFixed(e.Y, pos)
	case *ast.CallExpr:
		sel, ok := e.Fun.(*ast.SelectorExpr)
		if !ok || !c.isFixed(sel.X, pos) || slices.ContainsFunc(e.Args, func(a ast.Expr) bool { return !c.isFixed(a, pos) }) {
			return false
		}
		fn, ok := c.Pass.TypesInfo.Uses[sel.Sel].(*types.Func)
		return ok && slices.Contains(steady, fn.FullName())
	}
	return false
}

// steady are functions that give the same for the same.
var steady = []string{"(*os.File).Name", "path.Join", "path/filepath.Join"}

// isSetAfter reports whether a variable may be assigned to after what stands at pos has
// run: further down, in a loop around it, or in a function that may run later.
func (c *Code) isSetAfter(v *types.Var, pos token.Pos) bool {
	later := func(set ast.Node) bool {
		if set.Pos() > pos {
			return true
		}
		return slices.ContainsFunc(c.Enclosing(set.Pos()), func(n ast.Node) bool {
			around := n.Pos() <= pos && pos < n.End()
			switch n.(type) {
			case *ast.FuncLit:
				return !around
			case *ast.ForStmt, *ast.RangeStmt:
				return around && v.Pos() < n.Pos()
			}
			return false
		})
	}
	found := false
	ast.Inspect(fix.File(c.Pass, v.Pos()), func(n ast.Node) bool {
		if as, ok := n.(*ast.AssignStmt); ok && as.Tok != token.DEFINE || ok && len(as.Lhs) > 1 {
			for _, l := range as.Lhs {
				id, ok := l.(*ast.Ident)
				found = found || ok && c.Pass.TypesInfo.Uses[id] == v && later(as)
			}
		}
		return !found
	})
	return found
}
