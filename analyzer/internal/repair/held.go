package repair

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// A held is a point from which on the resource is certainly held, as far as its
// list of statements goes.
type held struct {
	list   []ast.Stmt
	from   int         // the first statement of the list that comes after it
	up     []ast.Node  // around the list, the innermost first
	at     token.Pos   // the end of the line before it
	indent string      // of the statements there
	guard  string      // a condition without which it is not held; "" if there is none
	check  *ast.IfStmt // whose body is done if the acquire failed, nil if that is not known
}

// held finds the point.
//
//	x, err := acquire()
//	if err != nil {
//		return err
//	}
//	← here
func (l *Lost) held(b binding) (held, bool) {
	if b.in != nil {
		return l.heldWithin(b)
	}
	if b.err == nil && !b.blank {
		return l.after(b, b.i, "")
	}
	if b.blank {
		if l.isUsedAtOnce(b) {
			return l.after(b, b.i, "")
		}
		if !canBeNil(l.Code.Pass.TypesInfo.TypeOf(b.name)) {
			return held{}, false
		}
		return l.after(b, b.i, l.text(b.name)+" != nil")
	}
	for i := b.i + 1; i < len(b.list); i++ {
		switch s := b.list[i].(type) {
		case *ast.IfStmt:
			if s.Init == nil && l.isFailure(b, s.Cond) {
				if l.leaves(s.Body) {
					h, ok := l.after(b, i, "")
					h.check = s
					return h, ok
				}
				if block, isBlock := s.Else.(*ast.BlockStmt); isBlock {
					return l.inside(b, block, i)
				}
			}
			if s.Init == nil && l.isSuccess(b, s.Cond) {
				return l.inside(b, s.Body, i)
			}
		case *ast.ExprStmt:
			if l.guards(b, s) {
				return l.after(b, i, "")
			}
		}
		if l.mentions(b.list[i], func(id *ast.Ident) bool { return l.object(id) == b.err || l.object(id) == b.root }) || mayLeave(b.list[i]) {
			break
		}
	}
	name := b.err.Name()
	if named := fix.Named(l.Code.Pass, name, b.stmt().End()); named != b.err && named != nil && !b.alone {
		return held{}, false
	}
	return l.after(b, b.i, name+" == nil")
}

// canBeNil reports whether values of type t can be compared with nil.
func canBeNil(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface, *types.Map, *types.Slice, *types.Signature, *types.Chan:
		return true
	}
	return false
}

// heldWithin is about an assignment that is the beginning of an if statement.
func (l *Lost) heldWithin(b binding) (held, bool) {
	s, ok := b.in.(*ast.IfStmt)
	if !ok || b.err == nil {
		return held{}, false
	}
	switch block, isBlock := s.Else.(*ast.BlockStmt); {
	case l.isSuccess(b, s.Cond):
		return l.inside(b, s.Body, b.i)
	case l.isFailure(b, s.Cond) && isBlock:
		return l.inside(b, block, b.i)
	case l.isFailure(b, s.Cond) && s.Else == nil && !b.alone && l.leaves(s.Body):
		h, ok := l.after(b, b.i, "")
		h.check = s
		return h, ok
	}
	return held{}, false
}

// after returns the point after statement i of the binding's list.
func (l *Lost) after(b binding, i int, guard string) (held, bool) {
	next := b.up[0].End() - 1 // the closing brace
	if _, isBlock := b.up[0].(*ast.BlockStmt); !isBlock {
		next = token.NoPos
	}
	if i+1 < len(b.list) {
		next = b.list[i+1].Pos()
	}
	at, ok := fix.LineEnd(l.Code.Pass, b.list[i].End(), next)
	h := held{list: b.list, from: i + 1, up: b.up, at: at, guard: guard, indent: fix.Indent(l.Code.Pass, b.list[i].Pos())}
	return h, ok && l.isPlainLine(b.list[i], b.up[0])
}

// isPlainLine reports whether a statement begins its line, so that its column
// tells how far it is indented.
func (l *Lost) isPlainLine(s ast.Stmt, owner ast.Node) bool {
	tok := l.Code.Pass.Fset.File(s.Pos())
	return tok.Line(owner.Pos()) < tok.Line(s.Pos())
}

// inside returns the point at the beginning of a block of statement i of the
// binding's list.
func (l *Lost) inside(b binding, block *ast.BlockStmt, i int) (held, bool) {
	next := block.Rbrace
	if len(block.List) > 0 {
		next = block.List[0].Pos()
	}
	at, ok := fix.LineEnd(l.Code.Pass, block.Lbrace, next)
	up := append([]ast.Node{block, b.list[i]}, b.up...)
	return held{list: block.List, up: up, at: at, indent: fix.Indent(l.Code.Pass, b.list[i].Pos()) + "\t"}, ok
}

// isFailure reports whether a condition holds whenever the acquire failed.
func (l *Lost) isFailure(b binding, cond ast.Expr) bool {
	e, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	if e.Op == token.LOR {
		return l.isFailure(b, e.X) || l.isFailure(b, e.Y)
	}
	return e.Op == token.NEQ && l.comparesError(b, e)
}

// isSuccess reports whether a condition holds only if the acquire succeeded.
func (l *Lost) isSuccess(b binding, cond ast.Expr) bool {
	e, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	if e.Op == token.LAND {
		return l.isSuccess(b, e.X) || l.isSuccess(b, e.Y)
	}
	return e.Op == token.EQL && l.comparesError(b, e)
}

// comparesError reports whether e compares the acquire's error, or what came with
// it, with nil.
func (l *Lost) comparesError(b binding, e *ast.BinaryExpr) bool {
	x, y := ast.Unparen(e.X), ast.Unparen(e.Y)
	if l.isNil(x) {
		x, y = y, x
	}
	id, ok := x.(*ast.Ident)
	return ok && l.isNil(y) && b.err != nil && l.object(id) == b.err
}

func (l *Lost) isNil(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && l.object(id) == types.Universe.Lookup("nil")
}

// guards reports whether a statement is a call that returns only if the acquire
// succeeded: require.NoError(t, err).
func (l *Lost) guards(b binding, s *ast.ExprStmt) bool {
	call, ok := s.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	instr := l.instr(call)
	if instr == nil {
		return false
	}
	recv := 0
	if cleanup.IsMethod(instr.Common()) {
		recv = 1
	}
	for i, a := range call.Args {
		if id, ok := ast.Unparen(a).(*ast.Ident); ok && l.object(id) == b.err && l.Code.GuardsNil(instr.Common(), recv+i) {
			return true
		}
	}
	return false
}

// isUsedAtOnce reports whether the statement after the acquire would panic if
// there were nothing: it calls a method of it, whatever happens.
func (l *Lost) isUsedAtOnce(b binding) bool {
	var head ast.Node
	switch s := b.next().(type) {
	case *ast.ForStmt:
		if s.Init == nil {
			head = s.Cond
		}
	case *ast.ExprStmt, *ast.AssignStmt, *ast.DeferStmt:
		head = s
	}
	used := false
	if head == nil {
		return false
	}
	ast.Inspect(head, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BinaryExpr:
			return n.Op != token.LAND && n.Op != token.LOR
		case *ast.SelectorExpr:
			used = used || l.isName(b, n.X)
		}
		return true
	})
	return used
}
