package cleanup

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// TriedOnce reports whether a call, in code that cleans up, deletes a database, and
// is not tried again if that fails.
func (c *Code) TriedOnce(call *Call) bool {
	file := call.Kind == DeleteFile && c.IsDatabasePath(call.Subject, call.Instr.Parent()) && !c.InTempDir(call.Subject)
	return (file || c.DropsDatabase(call)) && c.Context(call.Instr) != None && !c.IsRetried(call.Instr)
}

// Again returns the fix that lets the deletion of a database be tried again. Where
// the code knows the reference runtime's retry, that does it, and the value is an
// error like before:
//
//	os.Remove(path) → retry.Do(context.Background(), "remove", retry.Removal(), func(context.Context) error {
//	                  	return os.Remove(path)
//	                  })
//
// Else a test that drops the error gets a function that tries again, and tells the
// test in the end:
//
//	defer os.Remove(path) → defer retryCleanup(t, func() error { return os.Remove(path) })
func (c *Code) Again(call ssa.CallInstruction) []analysis.SuggestedFix {
	expr, path := c.Source(call)
	blanks, fails := blanksOf(call.Common().Signature())
	if expr == nil || len(path) == 0 || !fails {
		return nil
	}
	before, after := "return ", " })"
	if blanks != "" {
		before, after = blanks+"err := ", "; return err })"
	}
	if !c.NamesPackage("retry", "github.com/leakvet/leakvet/dbpool/retry", expr.Pos()) || !c.NamesPackage("context", "context", expr.Pos()) {
		return c.againInTest(call, before, after)
	}
	before = `retry.Do(context.Background(), "remove", retry.Removal(), func(context.Context) error { ` + before
	switch {
	case isStatement(path[0]):
		write := func(call *ast.CallExpr) outcome { return outcome{call: before + exprText(call) + after} }
		return c.hear(call, write, "Try again with retry.Do")
	case blanks != "":
		return nil
	}
	p := fix.New(c.Pass, expr.Pos())
	p.Replace(expr.Pos(), expr.Pos(), before)
	p.Replace(expr.End(), expr.End(), after)
	return p.Fix("Try again with retry.Do")
}

// isStatement reports whether a node, around a call, makes a statement of it.
func isStatement(n ast.Node) bool {
	switch n.(type) {
	case *ast.ExprStmt, *ast.DeferStmt:
		return true
	}
	return false
}

// againInTest hands the call to a function of the test's package, of which the
// statement is one call like before.
func (c *Code) againInTest(call ssa.CallInstruction, before, after string) []analysis.SuggestedFix {
	expr, path := c.Source(call)
	t := c.TestAt(expr.Pos())
	_, deferred := path[0].(*ast.DeferStmt)
	tok := c.Pass.Fset.File(expr.Pos())
	if tok.Line(expr.Pos()) != tok.Line(expr.End()) {
		return nil // it would be indented otherwise
	}
	if t == "" || !c.InTest(call) || !isStatement(path[0]) {
		return nil
	}
	p := fix.New(c.Pass, expr.Pos())
	again := expr
	if deferred {
		var ok bool
		if again, ok = c.keepOperand(p, expr, path); !ok {
			return nil
		}
	}
	imports := []string{"errors", "os", "testing", "time"}
	if !p.DeclareInTests("retryCleanup", "func(t testing.TB, f func() error)", retryCleanup, imports, expr.Pos()) {
		return nil
	}
	p.Replace(expr.Pos(), expr.End(), "retryCleanup("+t+", func() error { "+before+exprText(again)+after)
	return p.Fix("Try again with retryCleanup")
}

const retryCleanup = `// retryCleanup calls f until it succeeds, for about a second: a database that is being
// closed may still hold its file. A file that is gone already is no failure.
func retryCleanup(t testing.TB, f func() error) {
	t.Helper()
	for wait := 10 * time.Millisecond; ; wait *= 2 {
		err := f()
		if err == nil || errors.Is(err, os.ErrNotExist) {
			return
		}
		if wait > time.Second {
			t.Error(err)
			return
		}
		t.Logf("%v: trying again in %v", err, wait)
		time.Sleep(wait)
	}
}
`
