package repair

import (
	"go/ast"
)

// A spot is a statement in a list of statements.
type spot struct {
	list []ast.Stmt
	i    int
	up   []ast.Node // around the list, the innermost first: up[0] has it
}

// spotIn returns the innermost statement of a list on a path of nodes.
func spotIn(path []ast.Node) (spot, bool) {
	for k := range len(path) - 1 {
		stmt, ok := path[k].(ast.Stmt)
		if !ok {
			continue
		}
		for i, s := range listOf(path[k+1]) {
			if s == stmt {
				return spot{listOf(path[k+1]), i, path[k+1:]}, true
			}
		}
	}
	return spot{}, false
}

func (s spot) stmt() ast.Stmt { return s.list[s.i] }

// next returns the statement after it, nil if it is the last.
func (s spot) next() ast.Stmt {
	if s.i+1 < len(s.list) {
		return s.list[s.i+1]
	}
	return nil
}

// listOf returns the statements of a node that has a list of them.
func listOf(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

// isFunc reports whether n is the function that statements are of.
func isFunc(n ast.Node) bool {
	switch n.(type) {
	case *ast.FuncDecl, *ast.FuncLit:
		return true
	}
	return false
}

// bodyOf returns the body of a loop, nil if n is none.
func bodyOf(n ast.Node) *ast.BlockStmt {
	switch n := n.(type) {
	case *ast.ForStmt:
		return n.Body
	case *ast.RangeStmt:
		return n.Body
	}
	return nil
}

// inLoop reports whether the innermost function around has a loop around.
func inLoop(up []ast.Node) bool {
	for _, n := range up {
		if isFunc(n) {
			return false
		}
		if bodyOf(n) != nil {
			return true
		}
	}
	return false
}

// mentions reports whether a node uses one of the objects.
func (l *Lost) mentions(n ast.Node, is func(*ast.Ident) bool) bool {
	found := false
	if n != nil {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && is(id) {
				found = true
			}
			return !found
		})
	}
	return found
}
