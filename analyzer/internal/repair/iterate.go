package repair

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// An Iteration is one whose end is taken for success.
type Iteration struct {
	Code *cleanup.Code
	// Next is the call that ends it.
	Next ssa.CallInstruction
	// Err is the method that tells whether it was complete.
	Err string
	// Acquire made what is iterated over; nil if the function got that.
	Acquire ssa.CallInstruction
}

// Fixes returns the check that is missing after the loop, or where there is no row:
//
//	for rows.Next() {
//		...
//	}
//	+ if err := rows.Err(); err != nil {
//	+ 	return nil, err
//	+ }
//
// There is none if the function has no way to fail.
func (it *Iteration) Fixes() []analysis.SuggestedFix {
	l := &Lost{Code: it.Code, Call: it.Next}
	call, path := it.Code.Source(it.Next)
	if call == nil {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	at, indent, ok := it.place(path)
	if !ok || it.unlocksAfter(path, at) {
		return nil
	}
	recv := l.text(sel.X)
	if it.isGone(l, sel.X, at) || methodOf(it.Code.Pass.TypesInfo.TypeOf(sel.X), it.Err, it.Code.Pass.Pkg) == nil {
		return nil
	}
	p := fix.New(it.Code.Pass, at)
	lines := it.check(l, p, at, path, recv+"."+it.Err+"()")
	if lines == nil {
		return nil
	}
	p.Insert(at, indent, lines...)
	return p.Fix("Check " + recv + "." + it.Err)
}

// unlocksAfter reports whether the function gives a lock back further down, which
// an early return would not.
func (it *Iteration) unlocksAfter(path []ast.Node, at token.Pos) bool {
	found := false
	for _, n := range path {
		if !isFunc(n) {
			continue
		}
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.DeferStmt:
				return false
			case *ast.SelectorExpr:
				found = found || n.Pos() > at && (n.Sel.Name == "Unlock" || n.Sel.Name == "RUnlock")
			}
			return true
		})
		break
	}
	return found
}

// isGone reports whether the name of what is iterated over means something else
// at the place of the check.
func (it *Iteration) isGone(l *Lost, recv ast.Expr, at token.Pos) bool {
	for {
		switch e := ast.Unparen(recv).(type) {
		case *ast.SelectorExpr:
			recv = e.X
		case *ast.Ident:
			obj := l.object(e)
			return obj == nil || fix.Named(it.Code.Pass, e.Name, at) != obj
		default:
			return true
		}
	}
}

// place returns where the iteration is over: after its loop, or where Next has
// said no.
func (it *Iteration) place(path []ast.Node) (at token.Pos, indent string, ok bool) {
	for i, n := range path {
		switch n := n.(type) {
		case *ast.ParenExpr, *ast.UnaryExpr:
			continue
		case *ast.ForStmt:
			return it.afterStmt(path[i:])
		case *ast.IfStmt:
			if not, isNot := ast.Unparen(n.Cond).(*ast.UnaryExpr); isNot && not.Op == token.NOT {
				return it.begin(n.Body, fix.Indent(it.Code.Pass, n.Pos())+"\t")
			}
			if n.Else == nil {
				return it.afterStmt(path[i:])
			}
			if block, isBlock := n.Else.(*ast.BlockStmt); isBlock {
				return it.begin(block, fix.Indent(it.Code.Pass, n.Pos())+"\t")
			}
		}
		break
	}
	return token.NoPos, "", false
}

// begin is at the beginning of a block.
func (it *Iteration) begin(block *ast.BlockStmt, indent string) (token.Pos, string, bool) {
	next := block.Rbrace
	if len(block.List) > 0 {
		next = block.List[0].Pos()
	}
	at, ok := fix.LineEnd(it.Code.Pass, block.Lbrace, next)
	return at, indent, ok
}

// afterStmt is below a statement of a list.
func (it *Iteration) afterStmt(path []ast.Node) (token.Pos, string, bool) {
	if label, ok := path[1].(*ast.LabeledStmt); ok && label.Stmt == path[0] {
		path = path[1:]
	}
	s, ok := spotIn(path)
	if !ok || s.stmt() != path[0] {
		return token.NoPos, "", false
	}
	next := token.NoPos
	if s.next() != nil {
		next = s.next().Pos()
	} else if block, isBlock := s.up[0].(*ast.BlockStmt); isBlock {
		next = block.Rbrace
	}
	stmt := s.stmt()
	if label, ok := stmt.(*ast.LabeledStmt); ok {
		stmt = label.Stmt
	}
	at, ok := fix.LineEnd(it.Code.Pass, s.stmt().End(), next)
	return at, fix.Indent(it.Code.Pass, stmt.Pos()), ok
}

// check writes the statement that looks at the error: what the function does
// about the error of the acquire is done about this one, too.
func (it *Iteration) check(l *Lost, p *fix.Patch, at token.Pos, path []ast.Node, asked string) []string {
	if lines := it.likeAcquire(l, at, asked); lines != nil {
		return lines
	}
	test := it.Code.TestAt(at)
	sig := signatureOf(it.Code.Pass, path)
	lines := []string{"if err := " + asked + "; err != nil {", "", "}"}
	switch {
	case test != "":
		lines[1] = "\t" + test + ".Fatal(err)"
	case sig != nil && sig.Results().Len() > 0:
		results, ok := failed(p, sig.Results(), at)
		if !ok {
			return nil
		}
		lines[1] = "\treturn " + results
	default:
		return nil
	}
	return lines
}

// signatureOf returns the type of the innermost function on a path.
func signatureOf(pass *analysis.Pass, path []ast.Node) *types.Signature {
	for _, n := range path {
		switch n := n.(type) {
		case *ast.FuncLit:
			sig, _ := pass.TypesInfo.TypeOf(n).(*types.Signature)
			return sig
		case *ast.FuncDecl:
			if fn, ok := pass.TypesInfo.Defs[n.Name].(*types.Func); ok {
				return fn.Signature()
			}
		}
	}
	return nil
}

// failed writes results that say that err has happened, and nothing else; false
// if the last is no error.
func failed(p *fix.Patch, results *types.Tuple, pos token.Pos) (string, bool) {
	n := results.Len()
	if !cleanup.IsError(results.At(n - 1).Type()) {
		return "", false
	}
	var values []string
	for i := range n - 1 {
		zero, ok := p.Zero(results.At(i).Type(), pos)
		if !ok {
			return "", false
		}
		values = append(values, zero)
	}
	return strings.Join(append(values, "err"), ", "), true
}

// likeAcquire writes the check as the acquire's own error is checked, if that is
// by a few plain statements that leave and name nothing that is not known here.
func (it *Iteration) likeAcquire(l *Lost, at token.Pos, asked string) []string {
	if it.Acquire == nil || it.Acquire.Parent() != it.Next.Parent() {
		return nil
	}
	of := &Lost{Code: it.Code, Call: it.Acquire}
	b, ok := of.binding()
	if !ok || b.err == nil {
		return nil
	}
	h, ok := of.held(b)
	if !ok || h.check == nil || len(h.check.Body.List) > 3 {
		return nil
	}
	name := b.err.Name()
	lines := []string{"if " + name + " := " + asked + "; " + name + " != nil {"}
	for _, s := range h.check.Body.List {
		text := l.text(s)
		if !it.isPlain(s) || strings.Contains(text, "\n") || !l.sameNames(s, at, b.err) {
			return nil
		}
		lines = append(lines, "\t"+text)
	}
	return append(lines, "}")
}

// isPlain reports whether a statement can be repeated: a call, or a return with
// all results written out.
func (it *Iteration) isPlain(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ExprStmt:
		return true
	case *ast.ReturnStmt:
		return len(s.Results) > 0 || it.Next.Parent().Signature.Results().Len() == 0
	}
	return false
}

// sameNames reports whether the names in a node mean the same at pos, but for one
// that is declared there.
func (l *Lost) sameNames(n ast.Node, pos token.Pos, but types.Object) bool {
	same := true
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			same = false
		case *ast.SelectorExpr:
			same = same && l.sameNames(n.X, pos, but)
			return false
		case *ast.KeyValueExpr:
			same = same && l.sameNames(n.Value, pos, but)
			return false
		case *ast.Ident:
			obj := l.object(n)
			same = same && (obj == but || fix.Named(l.Code.Pass, n.Name, pos) == obj)
		}
		return same
	})
	return same
}
