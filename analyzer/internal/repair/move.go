package repair

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// moveLast takes the one release of a function, if that is the last thing that it
// does, and returns the statement that defers it with what is done about its error:
//
//	if err := db.Close(); err != nil { → defer func() {
//		t.Fatal(err)                       	if err := db.Close(); err != nil {
//	}                                          		t.Fatal(err)
//	                                           	}
//	                                           }()
//
// It returns nil if it is another statement.
func (l *Lost) moveLast(p *fix.Patch, h held, c call) []string {
	if len(l.Ends) != 1 || h.guard != "" {
		return nil
	}
	release, ok := l.Ends[0].(ssa.CallInstruction)
	if !ok {
		return nil
	}
	expr, path := l.Code.Source(release)
	if expr == nil || l.text(expr) != c.text {
		return nil
	}
	i := slices.IndexFunc(path, func(n ast.Node) bool { _, ok := n.(*ast.IfStmt); return ok })
	if i < 0 {
		return nil
	}
	stmt := path[i].(*ast.IfStmt)
	s, inList := spotIn(path[i:])
	set, isSet := stmt.Init.(*ast.AssignStmt)
	if !inList || !isSet || set != path[0] || stmt.Else != nil || s.stmt() != stmt || s.next() != nil || len(s.up) < 2 || !isFunc(s.up[1]) ||
		mayLeave(stmt) || !l.sameNames(stmt, h.at, l.object(set.Lhs[0].(*ast.Ident))) {
		return nil
	}
	lines := p.Lines(stmt.Pos(), stmt.End())
	if lines == nil || !p.DeleteLine(stmt.Pos(), stmt.End()) {
		return nil
	}
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, h.indent)
	}
	return fix.Deferred(lines)
}
