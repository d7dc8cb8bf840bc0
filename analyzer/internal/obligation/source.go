package obligation

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A source is a call as it stands in the code.
type source struct {
	p        *pkg
	pos, end token.Pos
	call     *ast.CallExpr
	parent   ast.Node
}

// source finds the code of a call.
func (p *pkg) source(instr ssa.CallInstruction) *source {
	pos := instr.Common().Pos() // the left parenthesis
	src := &source{p: p, pos: pos, end: pos}
	path := p.enclosing(pos)
	for i, n := range path {
		call, ok := n.(*ast.CallExpr)
		if ok && call.Lparen == pos {
			src.call, src.pos, src.end = call, call.Pos(), call.End()
			for _, up := range path[i+1:] {
				if _, paren := up.(*ast.ParenExpr); !paren {
					src.parent = up
					break
				}
			}
			break
		}
	}
	return src
}

// inTest reports whether the call stands in a test file.
func (p *pkg) inTest(instr ssa.CallInstruction) bool { return p.isTestFile(instr.Common().Pos()) }

// isTestFile reports whether pos is in a test file.
func (p *pkg) isTestFile(pos token.Pos) bool {
	file := p.pass.Fset.File(pos)
	return file != nil && strings.HasSuffix(file.Name(), "_test.go")
}

// enclosing returns the nodes around pos, innermost first.
func (p *pkg) enclosing(pos token.Pos) []ast.Node { return p.syntax.Path(pos, pos) }

// name returns the expression that result i of the call is assigned to, or what the call
// is called.
func (src *source) name(i int) string {
	if name := src.assigned(i); name != "" {
		return name
	}
	return "result of " + src.callee()
}

// assigned returns the expression that result i of the call is assigned to, or "".
func (src *source) assigned(i int) string {
	var lhs []ast.Expr
	switch parent := src.parent.(type) {
	case *ast.AssignStmt:
		lhs = parent.Lhs
		if len(parent.Rhs) > 1 {
			for j, r := range parent.Rhs {
				if ast.Unparen(r) == src.call {
					i = j
				}
			}
		}
	case *ast.ValueSpec:
		for _, n := range parent.Names {
			lhs = append(lhs, n)
		}
	}
	if i < len(lhs) {
		if name := exprString(lhs[i]); name != "_" {
			return name
		}
	}
	return src.throughName()
}

// callee writes what is called.
func (src *source) callee() string {
	if src.call == nil {
		return "a call"
	}
	return shortCallee(src.call)
}

// throughName returns the variable to which the call around this one is
// assigned: what it returns may be what this one acquired, as in must(open()).
func (src *source) throughName() string {
	outer, ok := src.parent.(*ast.CallExpr)
	if !ok || len(outer.Args) != 1 || outer.Args[0] != src.call {
		return ""
	}
	for _, n := range src.p.enclosing(outer.Lparen) {
		if as, ok := n.(*ast.AssignStmt); ok {
			if len(as.Lhs) == 1 && len(as.Rhs) == 1 && ast.Unparen(as.Rhs[0]) == outer {
				return exprString(as.Lhs[0])
			}
			return ""
		}
	}
	return ""
}

// shortCallee writes what a call calls, without what it is chained to.
func shortCallee(call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.SelectorExpr:
		switch x := ast.Unparen(fun.X).(type) {
		case *ast.Ident, *ast.SelectorExpr:
			return exprString(x) + "." + fun.Sel.Name
		}
		return fun.Sel.Name
	case *ast.FuncLit:
		return "func literal"
	default:
		return exprString(fun)
	}
}

// receiver returns the expression on which the call's method is called.
func (src *source) receiver() string {
	if src.call != nil {
		if sel, ok := ast.Unparen(src.call.Fun).(*ast.SelectorExpr); ok {
			return exprString(sel.X)
		}
	}
	return "rows"
}

// discarded reports whether nothing is done with the site's result.
func (src *source) discarded(s *site) bool {
	if s.filled != nil {
		return false
	}
	switch parent := src.parent.(type) {
	case *ast.ExprStmt:
		return true
	case *ast.AssignStmt:
		if s.index < len(parent.Lhs) && len(parent.Rhs) == 1 {
			id, ok := parent.Lhs[s.index].(*ast.Ident)
			return ok && id.Name == "_"
		}
	}
	return false
}

// isQuery reports whether the call is a Query that has an Exec beside it.
func (src *source) isQuery() bool {
	if src.call == nil {
		return false
	}
	sel, ok := ast.Unparen(src.call.Fun).(*ast.SelectorExpr)
	return ok && strings.HasPrefix(sel.Sel.Name, "Query")
}

func exprString(e ast.Expr) string {
	var b bytes.Buffer
	if err := format.Node(&b, token.NewFileSet(), e); err != nil {
		return "value"
	}
	return b.String()
}

// condition writes the condition of a branch as it turned out, and tells where
// it stands; false if it is not to be found in the code.
func (p *pkg) condition(step *flow.Step) (text string, pos token.Pos, ok bool) {
	cond := step.If.Cond
	truth := step.Taken
	for {
		n, isNot := cond.(*ssa.UnOp)
		if !isNot || n.Op != token.NOT {
			break
		}
		cond, truth = n.X, !truth
	}
	if param, ok := cond.(*ssa.Parameter); ok {
		return wordedText(ast.NewIdent(param.Name()), truth), firstPos(step.If), true
	}
	if x, ok := cond.(*ssa.Extract); ok {
		if id := p.assigned(x); id != nil {
			return wordedText(id, truth), id.Pos(), true
		}
	}
	if !cond.Pos().IsValid() {
		return "", 0, false
	}
	for _, n := range p.enclosing(cond.Pos()) {
		switch e := n.(type) {
		case *ast.BinaryExpr:
			return binaryText(e, truth), e.Pos(), true
		case *ast.CallExpr, *ast.IndexExpr, *ast.SelectorExpr:
			return wordedText(e.(ast.Expr), truth), e.Pos(), true
		case ast.Stmt:
			return "", 0, false
		}
	}
	return "", 0, false
}

// assigned returns the variable that the code sets to one of a call's results, nil if
// it is not to be found there.
func (p *pkg) assigned(x *ssa.Extract) *ast.Ident {
	for _, n := range p.enclosing(x.Tuple.Pos()) {
		if set, ok := n.(*ast.AssignStmt); ok && x.Index < len(set.Lhs) {
			id, _ := set.Lhs[x.Index].(*ast.Ident)
			return id
		}
	}
	return nil
}

// firstPos returns where the branch's block begins or, if that is not known,
// where the block before it does.
func firstPos(instr *ssa.If) token.Pos {
	for b := instr.Block(); b != nil; b = b.Idom() {
		for i := len(b.Instrs) - 1; i >= 0; i-- {
			if pos := b.Instrs[i].Pos(); pos.IsValid() {
				return pos
			}
		}
	}
	return instr.Parent().Pos()
}

func binaryText(e *ast.BinaryExpr, truth bool) string {
	op, comparison := flow.Opposite[e.Op]
	switch {
	case !comparison:
		return wordedText(e, truth)
	case truth:
		op = e.Op
	}
	return exprString(e.X) + " " + op.String() + " " + exprString(e.Y)
}

func wordedText(e ast.Expr, truth bool) string {
	text := exprString(e)
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		text = text[:i] + " ..."
	}
	if truth {
		return text + " holds"
	}
	return text + " does not hold"
}
