package cleanup

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

// NamesPackage reports whether name means the package path at pos.
func (c *Code) NamesPackage(name, path string, pos token.Pos) bool {
	pkg, ok := c.named(name, pos).(*types.PkgName)
	return ok && pkg.Imported().Path() == path
}

func (c *Code) named(name string, pos token.Pos) types.Object {
	scope := c.Pass.Pkg.Scope().Innermost(pos)
	if scope == nil {
		return nil
	}
	_, obj := scope.LookupParent(name, pos)
	return obj
}

// TestAt returns the name by which the test is known at pos, or "".
func (c *Code) TestAt(pos token.Pos) string {
	for _, name := range []string{"t", "tb", "b"} {
		if v, ok := c.named(name, pos).(*types.Var); ok && isTest(v.Type()) {
			return name
		}
	}
	return ""
}

// indent returns the white space before a statement that begins its line.
func (c *Code) indent(pos token.Pos) string {
	return strings.Repeat("\t", c.Pass.Fset.Position(pos).Column-1)
}

// Hear returns the fix that lets somebody hear of a cleanup call that is a
// statement of its own:
//
//	defer db.Close() → defer func() {
//	                   	if err := db.Close(); err != nil {
//	                   		log.Print(err)
//	                   	}
//	                   }()
//
// It tells the test, joins the error into the function's own, or logs it, in this
// order, with the packages that the file has imported already. The call is the
// same; to be evaluated later, it must be of a variable that is set once.
func (c *Code) Hear(call ssa.CallInstruction) []analysis.SuggestedFix {
	expr, path := c.Source(call)
	if expr == nil || len(path) == 0 || call.Common().Signature().Results().Len() != 1 {
		return nil
	}
	text := exprText(expr)
	stmt := path[0]
	_, deferred := stmt.(*ast.DeferStmt)
	if _, plain := stmt.(*ast.ExprStmt); !plain && (!deferred || !c.isSettled(call)) {
		return nil
	}
	tell := c.tell(call, stmt.Pos(), text)
	if len(tell) == 0 || strings.Contains(text, "\n") {
		return nil
	}
	indent := c.indent(stmt.Pos())
	if deferred {
		for i := range tell {
			tell[i] = "\t" + tell[i]
		}
		tell = append(append([]string{"defer func() {"}, tell...), "}()")
	}
	return []analysis.SuggestedFix{{
		Message: "Handle the error of " + exprText(expr.Fun),
		TextEdits: []analysis.TextEdit{{
			Pos: stmt.Pos(), End: stmt.End(), NewText: []byte(strings.Join(tell, "\n"+indent)),
		}},
	}}
}

// tell returns the statement that hears of the error of a call, line by line.
func (c *Code) tell(call ssa.CallInstruction, pos token.Pos, text string) []string {
	test, result := c.TestAt(pos), c.namedError(call.Parent(), pos)
	log := ""
	switch {
	case test != "":
		log = test + ".Error(err)"
	case result != "" && c.NamesPackage("errors", "errors", pos):
		return []string{result + " = errors.Join(" + result + ", " + text + ")"}
	case c.NamesPackage("slog", "log/slog", pos):
		log = `slog.Error("cleanup", "error", err)`
	case c.NamesPackage("log", "log", pos):
		log = "log.Print(err)"
	default:
		return nil
	}
	return []string{"if err := " + text + "; err != nil {", "\t" + log, "}"}
}

// namedError returns the name of the last result of fn, if that is an error, and has
// its name at pos.
func (c *Code) namedError(fn *ssa.Function, pos token.Pos) string {
	results := fn.Signature.Results()
	if results.Len() == 0 {
		return ""
	}
	last := results.At(results.Len() - 1)
	if !IsError(last.Type()) || last.Name() == "_" || c.named(last.Name(), pos) != last {
		return ""
	}
	return last.Name()
}

// isSettled reports whether the operands of a call are what they are for good: it
// makes no difference when they are evaluated.
func (c *Code) isSettled(call ssa.CallInstruction) bool {
	expr, _ := c.Source(call)
	sel, ok := ast.Unparen(expr.Fun).(*ast.SelectorExpr)
	if !ok || len(expr.Args) > 0 {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := c.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok {
		return false
	}
	sets := 0
	for _, f := range c.Pass.Files {
		if v.Pos() < f.FileStart || f.FileEnd <= v.Pos() {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if as, ok := n.(*ast.AssignStmt); ok && as.Tok == token.ASSIGN {
				for _, l := range as.Lhs {
					if id, ok := l.(*ast.Ident); ok && c.Pass.TypesInfo.Uses[id] == v {
						sets++
					}
				}
			}
			return true
		})
	}
	return sets == 0
}

// Register returns the fix that registers with the test what is deferred:
//
//	defer func() { ... }() → t.Cleanup(func() { ... })
//	defer srv.Close()      → t.Cleanup(func() { srv.Close() })
//
// It runs later than it did, and in the same order.
func (c *Code) Register(d *ssa.Defer) []analysis.SuggestedFix {
	expr, path := c.Source(d)
	if expr == nil || len(path) == 0 {
		return nil
	}
	stmt, ok := path[0].(*ast.DeferStmt)
	t := c.TestAt(d.Pos())
	if !ok || t == "" {
		return nil
	}
	before, after := t+".Cleanup(func() { ", " })"
	from := expr.End()
	if lit, ok := ast.Unparen(expr.Fun).(*ast.FuncLit); ok {
		if len(expr.Args) > 0 {
			return nil
		}
		before, after, from = t+".Cleanup(", ")", lit.End()
	} else if !c.isSettled(d) {
		return nil
	}
	return []analysis.SuggestedFix{{
		Message: "Use " + t + ".Cleanup",
		TextEdits: []analysis.TextEdit{
			{Pos: stmt.Pos(), End: expr.Pos(), NewText: []byte(before)},
			{Pos: from, End: stmt.End(), NewText: []byte(after)},
		},
	}}
}
