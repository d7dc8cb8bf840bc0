package obligation

import (
	"go/ast"
	"go/token"
	"slices"
)

const (
	// mayBeLarge is the length of source from which a function is measured.
	mayBeLarge = 1 << 16
	// maxSSA bounds the product of a function's variables and branches, with which the
	// cost of bringing it into SSA form grows: about two seconds.
	maxSSA = 100_000_000
)

// bearable leaves out the functions that it would cost too much to build, and says so.
func (p *pkg) bearable(kept []*ast.FuncDecl) []*ast.FuncDecl {
	return slices.DeleteFunc(kept, func(d *ast.FuncDecl) bool {
		if d.End()-d.Pos() < mayBeLarge || costOfSSA(d) <= maxSSA {
			return false
		}
		p.notes = append(p.notes, Note{d.Pos(), NoteCategory, "gave up on " + d.Name.Name + ": too large a function"})
		return true
	})
}

// costOfSSA returns the product of the variables and the branches of a function.
func costOfSSA(d *ast.FuncDecl) int {
	variables, branches := 0, 0
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.CommClause:
			branches++
		case *ast.RangeStmt:
			branches++
			variables += 2
		case *ast.CaseClause:
			branches++
			variables++ // that of a type switch
		case *ast.BinaryExpr:
			if n.Op == token.LAND || n.Op == token.LOR {
				branches++
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				variables += len(n.Lhs)
			}
		case *ast.ValueSpec:
			variables += len(n.Names)
		}
		return true
	})
	return variables * branches
}
