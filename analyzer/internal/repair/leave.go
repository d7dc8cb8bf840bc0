package repair

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// leaves reports whether what comes after a statement is not reached from its end.
func (l *Lost) leaves(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok != token.FALLTHROUGH
	case *ast.BlockStmt:
		return len(s.List) > 0 && l.leaves(s.List[len(s.List)-1])
	case *ast.IfStmt:
		return s.Else != nil && l.leaves(s.Body) && l.leaves(s.Else)
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "panic" && l.object(id).Pkg() == nil {
			return true
		}
		instr := l.instr(call)
		return instr != nil && l.Code.NeverReturns(instr.Common())
	}
	return false
}

// mayLeave reports whether a statement has one in it that leads elsewhere.
func mayLeave(s ast.Stmt) bool {
	found := false
	ast.Inspect(s, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt, *ast.BranchStmt, *ast.LabeledStmt:
			found = true
		}
		return !found
	})
	return found
}

// instr returns what a call was compiled to.
func (l *Lost) instr(call *ast.CallExpr) ssa.CallInstruction {
	var found ssa.CallInstruction
	for _, fn := range l.Code.Funcs {
		l.Code.Calls(fn, false, func(c ssa.CallInstruction) {
			if c.Common().Pos() == call.Lparen {
				found = c
			}
		})
	}
	return found
}
