package repair

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// joined moves a binding to the statement of which each branch acquires a resource
// for the same name, so that one check and one release do for all of them:
//
//	if path != "" {
//		db, err = openFile(path)
//	} else {
//		db, err = openURL(url)
//	}
//	if err != nil {
//
// Else it returns the binding as it is.
func (l *Lost) joined(b binding) binding {
	if b.in != nil || b.alone || b.err == nil || b.next() != nil {
		return b
	}
	i := 0
	for i+1 < len(b.up) {
		s, ok := b.up[i+1].(*ast.IfStmt)
		if !ok || s.Init != nil {
			break
		}
		i++
	}
	if _, clause := b.up[i].(*ast.CaseClause); clause && i+2 < len(b.up) {
		i += 2
	}
	choice, ok := b.up[i].(ast.Stmt)
	if _, block := choice.(*ast.BlockStmt); !ok || block || !l.eachAcquires(b, choice) {
		return b
	}
	outer, ok := spotIn(b.up[i:])
	if !ok || outer.stmt() != choice {
		return b
	}
	b.spot, b.choice = outer, choice
	return b
}

// eachAcquires reports whether each branch ends in an acquire for the binding's name
// and error, or leaves.
func (l *Lost) eachAcquires(b binding, s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.IfStmt:
		return s.Else != nil && l.eachAcquires(b, s.Body) && l.eachAcquires(b, s.Else)
	case *ast.BlockStmt:
		return l.endsInAcquire(b, s.List)
	case *ast.SwitchStmt:
		other := false
		for _, c := range s.Body.List {
			clause := c.(*ast.CaseClause)
			other = other || clause.List == nil
			if !l.endsInAcquire(b, clause.Body) {
				return false
			}
		}
		return other && s.Init == nil && !hasBranch(s)
	}
	return false
}

// endsInAcquire reports whether a list of statements leaves, or acquires in the end.
func (l *Lost) endsInAcquire(b binding, list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	last := list[len(list)-1]
	return l.leaves(last) || l.acquires(b, last)
}

// hasBranch reports whether a switch may be left in the middle.
func hasBranch(s *ast.SwitchStmt) bool {
	found := false
	ast.Inspect(s, func(n ast.Node) bool {
		_, branch := n.(*ast.BranchStmt)
		found = found || branch
		return !found
	})
	return found
}

func (l *Lost) acquires(b binding, s ast.Stmt) bool {
	as, ok := s.(*ast.AssignStmt)
	if !ok || len(as.Rhs) != 1 || as == b.set {
		return ok && as == b.set
	}
	id, isIdent := as.Lhs[len(as.Lhs)-1].(*ast.Ident)
	if !isIdent || l.object(id) != b.err {
		return false
	}
	if len(as.Lhs) == 1 { // err = errNotPermitted
		failed, ok := as.Rhs[0].(*ast.Ident)
		return ok && l.object(failed) != nil && l.object(failed).Parent() == l.Code.Pass.Pkg.Scope()
	}
	call, ok := as.Rhs[0].(*ast.CallExpr)
	return ok && slices.ContainsFunc(as.Lhs, func(e ast.Expr) bool { return l.isName(b, e) }) &&
		slices.ContainsFunc(l.Siblings, func(c ssa.CallInstruction) bool { return c.Common().Pos() == call.Lparen })
}
