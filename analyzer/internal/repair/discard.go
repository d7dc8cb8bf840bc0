package repair

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// A discard is a call of which the resource is thrown away.
type discard struct {
	call  *ast.CallExpr
	path  []ast.Node      // around it
	blank *ast.Ident      // to which it is assigned; nil if the call is a statement
	set   *ast.AssignStmt // that does so
	fails bool            // an error comes with it, as the last result
}

// discarded finds the call; false if its result has a name.
func (l *Lost) discarded() (d discard, ok bool) {
	d.call, d.path = l.Code.Source(l.Call)
	if d.call == nil || len(d.path) == 0 {
		return d, false
	}
	results := l.Call.Common().Signature().Results()
	d.fails = results.Len() > 1 && cleanup.IsError(results.At(results.Len()-1).Type())
	switch s := d.path[0].(type) {
	case *ast.ExprStmt:
		return d, true
	case *ast.AssignStmt:
		if len(s.Rhs) != 1 || l.Result >= len(s.Lhs) {
			return d, false
		}
		d.set = s
		d.blank, ok = s.Lhs[l.Result].(*ast.Ident)
		return d, ok && d.blank.Name == "_"
	}
	return d, false
}

// mendDiscard releases what is thrown away, or does not ask for it.
func (l *Lost) mendDiscard(d discard) []analysis.SuggestedFix {
	if f := l.useExec(d); f != nil {
		return f
	}
	if d.set == nil || !slices.ContainsFunc(d.set.Lhs, func(e ast.Expr) bool { return !isBlank(e) }) {
		return l.releaseStatement(d)
	}
	return l.releaseBlank(d)
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// releaseStatement is about a call that is a statement of its own, or of which all
// results are assigned to nothing:
//
//	os.Open(name)   → if f, err := os.Open(name); err == nil {
//	                  	f.Close()
//	                  }
//	_ = start(name) → start(name).Close()
func (l *Lost) releaseStatement(d discard) []analysis.SuggestedFix {
	results := l.Call.Common().Signature().Results()
	p := fix.New(l.Code.Pass, d.call.Pos())
	stmt := d.path[0]
	if _, inList := spotIn(d.path); !inList || !l.beginsLine(stmt.(ast.Stmt)) {
		return nil
	}
	if results.Len() == 1 {
		c, ok := l.callOn(p, "", results.At(0).Type(), d.call.End())
		if !ok {
			return nil
		}
		p.Replace(stmt.Pos(), d.call.Pos(), "")
		p.Replace(d.call.End(), d.call.End(), c.text)
		return p.Fix("Call " + strings.TrimPrefix(c.text, "."))
	}
	if results.Len() != 2 || !d.fails {
		return nil
	}
	name := l.fresh(d)
	c, ok := l.callOn(p, name, results.At(l.Result).Type(), d.call.End())
	if !ok {
		return nil
	}
	indent := fix.Indent(l.Code.Pass, stmt.Pos())
	p.Replace(stmt.Pos(), d.call.Pos(), "if "+name+", err := ")
	p.Replace(stmt.End(), stmt.End(), "; err == nil {\n"+indent+"\t"+c.text+"\n"+indent+"}")
	return p.Fix("Call " + c.text)
}

// releaseBlank is about a result that is assigned to nothing:
//
//	_, err := os.Open(name)  → f, err := os.Open(name)
//	if err != nil {            if err != nil {
//		return err                 return err
//	}                          }
//	                           f.Close()
func (l *Lost) releaseBlank(d discard) []analysis.SuggestedFix {
	b := binding{name: d.blank, set: d.set, alone: true}
	n := len(d.set.Lhs)
	if !d.fails || n != l.Call.Common().Signature().Results().Len() {
		return nil
	}
	err, ok := d.set.Lhs[n-1].(*ast.Ident)
	if !ok || err.Name == "_" {
		return nil
	}
	b.err = l.object(err)
	if b.spot, ok = spotIn(d.path); !ok {
		return nil
	}
	if b.stmt() != d.set {
		b.in = b.stmt()
	}
	if d.set.Tok == token.ASSIGN && !l.canDefine(d) {
		return nil
	}
	p := fix.New(l.Code.Pass, d.set.Pos())
	name := l.fresh(d)
	c, ok := l.callOn(p, name, l.Call.Common().Signature().Results().At(l.Result).Type(), d.set.End())
	if !ok {
		return nil
	}
	p.Replace(d.blank.Pos(), d.blank.End(), name)
	if d.set.Tok == token.ASSIGN {
		p.Replace(d.set.TokPos, d.set.TokPos+1, ":=")
	}
	if s, ok := b.in.(*ast.IfStmt); ok && s.Else == nil && l.isFailure(b, s.Cond) && d.set.Tok == token.DEFINE {
		indent := fix.Indent(l.Code.Pass, s.Pos())
		p.Replace(s.End(), s.End(), " else {\n"+indent+"\t"+c.text+"\n"+indent+"}")
		return p.Fix("Call " + c.text)
	}
	h, ok := l.held(b)
	if !ok {
		return nil
	}
	lines := []string{c.text}
	if h.guard != "" {
		lines = fix.Guarded(h.guard, lines)
	}
	p.Insert(h.at, h.indent, lines...)
	return p.Fix("Call " + c.text)
}

// canDefine reports whether an assignment can be made a definition: the variables
// that it sets are of the same block, so that they stay the same ones.
func (l *Lost) canDefine(d discard) bool {
	scope := l.Code.Pass.Pkg.Scope().Innermost(d.set.Pos())
	for _, e := range d.set.Lhs {
		id, ok := e.(*ast.Ident)
		if !ok || id.Name != "_" && (l.object(id) == nil || l.object(id).Parent() != scope) {
			return false
		}
	}
	_, inList := d.path[1].(*ast.BlockStmt)
	return inList
}

// names are what a value of a type is mostly called.
var names = map[string]string{
	"Rows": "rows", "Row": "row", "Stmt": "stmt", "NamedStmt": "stmt", "Tx": "tx", "Conn": "conn", "PgConn": "conn", "DB": "db", "Response": "resp",
	"File": "f", "Pool": "pool", "Client": "client", "ClientConn": "conn", "Cursor": "cursor", "Listener": "ln", "ReadCloser": "rc",
}

// fresh returns a name for what is discarded.
func (l *Lost) fresh(d discard) string {
	t := l.Call.Common().Signature().Results().At(l.Result).Type()
	name := "res"
	if full := typeName(t); names[full] != "" {
		name = names[full]
	}
	for _, n := range d.path {
		if isFunc(n) {
			return fix.Fresh(n, name)
		}
	}
	return name
}
