package cleanup

import (
	"go/ast"
	"go/format"
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Text returns a call as it is written, shortened, and where it stands.
func (c *Code) Text(call ssa.CallInstruction) (text string, pos, end token.Pos) {
	expr, _ := c.Source(call)
	if expr == nil {
		return "the cleanup", call.Pos(), token.NoPos
	}
	return exprText(expr.Fun), expr.Pos(), expr.End()
}

// exprText writes an expression in one line.
func exprText(e ast.Expr) string {
	var b strings.Builder
	if err := format.Node(&b, token.NewFileSet(), e); err != nil {
		return "the cleanup"
	}
	text, _, several := strings.Cut(b.String(), "\n")
	if several {
		text += " ..."
	}
	return text
}

// Name returns the variable to which a result of a call is assigned, or what is
// called.
func (c *Code) Name(call ssa.CallInstruction, result int) string {
	expr, path := c.Source(call)
	if expr == nil {
		return "a result"
	}
	for _, n := range path {
		var left []ast.Expr
		switch n := n.(type) {
		case *ast.ParenExpr:
			continue
		case *ast.AssignStmt:
			left = n.Lhs
		case *ast.ValueSpec:
			for _, id := range n.Names {
				left = append(left, id)
			}
		}
		if result < len(left) && exprText(left[result]) != "_" {
			return exprText(left[result])
		}
		break
	}
	return "the result of " + exprText(expr.Fun)
}
