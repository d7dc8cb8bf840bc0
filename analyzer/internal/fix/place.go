// Package fix writes suggested fixes: text edits that carry their own
// indentation, import what they need, and do not get in each other's way.
package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// File returns the file around pos.
func File(pass *analysis.Pass, pos token.Pos) *ast.File {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos < f.FileEnd {
			return f
		}
	}
	return nil
}

// Named returns what a name means at pos, nil if nothing.
func Named(pass *analysis.Pass, name string, pos token.Pos) types.Object {
	scope := pass.Pkg.Scope().Innermost(pos)
	if scope == nil {
		return nil
	}
	_, obj := scope.LookupParent(name, pos)
	return obj
}

// Indent returns the white space before a statement that begins its line.
func Indent(pass *analysis.Pass, pos token.Pos) string {
	return strings.Repeat("\t", pass.Fset.PositionFor(pos, false).Column-1)
}

// LineEnd returns the end of the line on which a piece of code ends, where lines
// can be inserted; false if what comes next is on it too.
func LineEnd(pass *analysis.Pass, end, next token.Pos) (token.Pos, bool) {
	tok := pass.Fset.File(end)
	line := tok.Line(end)
	if line >= tok.LineCount() || next.IsValid() && tok.Line(next) == line {
		return token.NoPos, false
	}
	for _, group := range File(pass, end).Comments {
		for _, c := range group.List {
			if c.Pos() >= end && tok.Line(c.Pos()) == line && tok.Line(c.End()) > line {
				return token.NoPos, false
			}
		}
	}
	return tok.LineStart(line+1) - 1, true
}

// LineStart returns the beginning of the line on which a closing brace stands; false
// if what comes before it is on it too. It comes after [LineEnd] of what that is.
func LineStart(pass *analysis.Pass, end, brace token.Pos) (token.Pos, bool) {
	tok := pass.Fset.File(brace)
	return tok.LineStart(tok.Line(brace)), tok.Line(end) < tok.Line(brace)
}

// Fresh returns a name that is used nowhere in a node, made of the one given.
func Fresh(within ast.Node, name string) string {
	taken := map[string]bool{}
	ast.Inspect(within, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			taken[id.Name] = true
		}
		return true
	})
	for i := 1; ; i++ {
		candidate := name
		if i > 1 {
			candidate += strconv.Itoa(i)
		}
		if !taken[candidate] && types.Universe.Lookup(candidate) == nil {
			return candidate
		}
	}
}
