package obligation

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"
)

// telling are the methods of a test that only say something, and may end it.
var telling = strings.Fields("Error Errorf Fatal Fatalf Log Logf Skip Skipf")

// wantsError reports whether a test wants the call to fail: it does nothing with what it
// gets from a success, or no more than to ask whether it is nil and to tell of it. Where
// it then tells that it failed, it was because of the success.
func (p *pkg) wantsError(t *tracker) bool {
	return t.dropped || p.inTest(t.site.call) && p.source(t.site.call).onlyTold(t.site)
}

// onlyTold reports whether the variable that has what the site is about is only compared
// with nil, and told of.
func (src *source) onlyTold(s *site) bool {
	id := src.variable(s)
	if id == nil {
		return false
	}
	info := src.p.pass.TypesInfo
	obj := info.ObjectOf(id)
	path := src.p.enclosing(src.pos)
	only := true
	ast.Inspect(path[len(path)-2], func(n ast.Node) bool { // the declaration
		if use, ok := n.(*ast.Ident); ok && info.Uses[use] == obj {
			only = only && (use == id || src.p.isTold(use))
		}
		return only
	})
	return only
}

// variable returns the variable to which the site's result is assigned, or which the call
// opens something into; nil if it is none.
func (src *source) variable(s *site) *ast.Ident {
	if s.filled != nil && src.call != nil {
		if sel, ok := ast.Unparen(src.call.Fun).(*ast.SelectorExpr); ok {
			id, _ := sel.X.(*ast.Ident)
			return id
		}
	}
	assign, ok := src.parent.(*ast.AssignStmt)
	if !ok || s.filled != nil || len(assign.Rhs) != 1 || s.index >= len(assign.Lhs) {
		return nil
	}
	id, _ := assign.Lhs[s.index].(*ast.Ident)
	return id
}

// isTold reports whether a variable is compared with nil here, told of, or gets another
// value.
func (p *pkg) isTold(id *ast.Ident) bool {
	info := p.pass.TypesInfo
	for i, n := range p.enclosing(id.Pos()) {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if i == 1 && (info.Types[n.X].IsNil() || info.Types[n.Y].IsNil()) {
				return true
			}
		case *ast.CallExpr:
			if fn, _ := typeutil.Callee(info, n).(*types.Func); isOfTesting(fn, telling...) {
				return true
			}
		case *ast.AssignStmt:
			return i == 1 && id.Pos() < n.TokPos
		case ast.Stmt:
			return false
		}
	}
	return false
}
