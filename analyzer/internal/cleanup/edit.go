package cleanup

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// NamesPackage reports whether name means the package path at pos.
func (c *Code) NamesPackage(name, path string, pos token.Pos) bool {
	pkg, ok := fix.Named(c.Pass, name, pos).(*types.PkgName)
	return ok && pkg.Imported().Path() == path
}

// TestAt returns the name by which the test is known at pos, or "".
func (c *Code) TestAt(pos token.Pos) string {
	for _, name := range []string{"t", "tb", "b"} {
		if v, ok := fix.Named(c.Pass, name, pos).(*types.Var); ok && isTest(v.Type()) {
			return name
		}
	}
	return ""
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
// order. The call is the same; to be evaluated later, it must be of a variable
// that is set once.
func (c *Code) Hear(call ssa.CallInstruction) []analysis.SuggestedFix {
	expr, _ := c.Source(call)
	blanks, fails := blanksOf(call.Common().Signature())
	if expr == nil || !fails {
		return nil
	}
	message := "Handle the error of " + exprText(expr.Fun)
	return c.hear(call, func(call *ast.CallExpr) outcome { return outcome{exprText(call), blanks} }, message)
}

// hear is Hear for a call that is written otherwise than it was.
func (c *Code) hear(call ssa.CallInstruction, write func(*ast.CallExpr) outcome, message string) []analysis.SuggestedFix {
	expr, path := c.Source(call)
	if len(path) == 0 {
		return nil
	}
	stmt := path[0]
	patch := fix.New(c.Pass, stmt.Pos())
	_, deferred := stmt.(*ast.DeferStmt)
	if deferred {
		var ok bool
		if expr, ok = c.keepOperand(patch, expr, path); !ok {
			return nil
		}
	} else if _, plain := stmt.(*ast.ExprStmt); !plain {
		return nil
	}
	o := write(expr)
	if strings.Contains(o.call, "\n") {
		return nil
	}
	cond := isError
	if obj := Callee(call.Common()); obj != nil && obj.FullName() == "os.Remove" {
		cond = isErrorButMissing
	}
	tell := c.tell(patch, call.Parent(), stmt.Pos(), o, cond)
	if len(tell) == 0 {
		return nil
	}
	if deferred {
		tell = fix.Deferred(tell)
	}
	if block, outer := c.oneLine(path); block != nil {
		indent := "\n" + fix.Indent(c.Pass, outer.Pos())
		patch.Replace(block.Lbrace+1, block.Rbrace, indent+"\t"+strings.Join(tell, indent+"\t")+indent)
	} else {
		patch.Replace(stmt.Pos(), stmt.End(), strings.Join(tell, "\n"+fix.Indent(c.Pass, stmt.Pos())))
	}
	return patch.Fix(message)
}

// oneLine returns the body of a function that is written on one line, if the first
// node of the path is all that it does, and the statement that begins the line.
func (c *Code) oneLine(path []ast.Node) (body *ast.BlockStmt, outer ast.Stmt) {
	line := func(pos token.Pos) int { return c.Pass.Fset.PositionFor(pos, false).Line }
	body, ok := path[1].(*ast.BlockStmt)
	if !ok || len(body.List) != 1 || line(body.Lbrace) != line(body.Rbrace) {
		return nil, nil
	}
	for _, n := range path {
		if s, ok := n.(ast.Stmt); ok && line(s.Pos()) == line(body.Lbrace) {
			outer = s
		}
	}
	return body, outer
}

// Tell returns the statement that hears of the error of a call in fn at pos, line
// by line; nil if nobody could be told.
func (c *Code) Tell(p *fix.Patch, fn *ssa.Function, pos token.Pos, text string) []string {
	return c.tell(p, fn, pos, outcome{call: text}, isError)
}

// An outcome is a call as it is written, with a blank for each result before its
// error.
type outcome struct{ call, blanks string }

// blanksOf returns the blanks of a call; false if its last result is no error.
func blanksOf(sig *types.Signature) (blanks string, ok bool) {
	n := sig.Results().Len()
	if n == 0 || !IsError(sig.Results().At(n-1).Type()) {
		return "", false
	}
	return strings.Repeat("_, ", n-1), true
}

func (c *Code) tell(p *fix.Patch, fn *ssa.Function, pos token.Pos, o outcome, fails condition) []string {
	failed, told := "err", ""
	if result := c.namedError(fn, pos); result != "" && c.TestAt(pos) == "" && p.Supports("go1.20") {
		if errors, ok := p.Use("errors", pos); ok {
			if result != "cerr" {
				failed = "cerr" // the function's own error stays as it is if the call succeeds
			}
			told = result + " = " + errors + ".Join(" + result + ", " + failed + ")"
		}
	}
	if told == "" {
		told = c.log(p, pos)
	}
	cond, ok := fails(p, failed, pos)
	if told == "" || !ok {
		return nil
	}
	return []string{"if " + o.blanks + failed + " := " + o.call + "; " + cond + " {", "\t" + told, "}"}
}

// A condition writes that there is an error of the name; false if it cannot be
// written at pos.
type condition func(p *fix.Patch, name string, pos token.Pos) (string, bool)

func isError(_ *fix.Patch, name string, _ token.Pos) (string, bool) { return name + " != nil", true }

// isErrorButMissing leaves out that a file is gone already.
func isErrorButMissing(p *fix.Patch, name string, pos token.Pos) (string, bool) {
	errors, ok := p.Use("errors", pos)
	os, known := p.Use("os", pos)
	return name + " != nil && !" + errors + ".Is(" + name + ", " + os + ".ErrNotExist)", ok && known
}

// log returns the statement that lets somebody see err: the test, or the logger
// that the file has.
func (c *Code) log(p *fix.Patch, pos token.Pos) string {
	if test := c.TestAt(pos); test != "" {
		return test + ".Error(err)"
	}
	switch {
	case c.imports("slog", "Error", pos):
		return `slog.Error("cleanup", "error", err)`
	case c.imports("log", "Print", pos):
		return "log.Print(err)"
	}
	if log, ok := p.Use("log", pos); ok {
		return log + ".Print(err)"
	}
	if p.Supports("go1.21") {
		if slog, ok := p.Use("log/slog", pos); ok {
			return slog + `.Error("cleanup", "error", err)`
		}
	}
	return ""
}

// imports reports whether name means, at pos, a package that has the function:
// there are loggers enough that took over those of package log.
func (c *Code) imports(name, function string, pos token.Pos) bool {
	pkg, ok := fix.Named(c.Pass, name, pos).(*types.PkgName)
	if !ok {
		return false
	}
	_, ok = pkg.Imported().Scope().Lookup(function).(*types.Func)
	return ok
}

// namedError returns the name of the last result of fn, if that is an error, and has
// its name at pos; "" if there is something to release among the other results, which
// nobody looks at if there is an error.
func (c *Code) namedError(fn *ssa.Function, pos token.Pos) string {
	results := fn.Signature.Results()
	if results.Len() == 0 {
		return ""
	}
	for r := range results.Variables() {
		if c.Index.Resource(r.Type()) != nil || hasMethod(r.Type(), "Close") {
			return ""
		}
	}
	last := results.At(results.Len() - 1)
	if !IsError(last.Type()) || last.Name() == "_" || fix.Named(c.Pass, last.Name(), pos) != last {
		return ""
	}
	return last.Name()
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
