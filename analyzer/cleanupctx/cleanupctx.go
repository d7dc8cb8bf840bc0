package cleanupctx

import (
	_ "embed"
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/fix"
	"github.com/leakvet/leakvet/analyzer/internal/obligation"
)

//go:embed doc.go
var doc string

// New returns the rule.
func New(engine *analysis.Analyzer) *analysis.Analyzer {
	return obligation.NewCodeRule("cleanupctx", doc, engine, find)
}

func find(code *cleanup.Code) []obligation.Finding {
	var found []obligation.Finding
	for _, fn := range code.Funcs {
		code.Calls(fn, false, func(call ssa.CallInstruction) {
			if f := check(code, call); f != nil {
				found = append(found, *f)
			}
		})
	}
	return found
}

// check returns what is to be said of a call, nil if nothing.
func check(code *cleanup.Code, call ssa.CallInstruction) *obligation.Finding {
	i := contextIndex(call.Common())
	if i < 0 {
		return nil
	}
	context := code.Context(call)
	direct := cleansUp(code, call, context != cleanup.None)
	if !direct && !cleansUpWithin(code, call, i, context != cleanup.None) || isUndeterred(code, call) {
		return nil
	}
	ctx := call.Common().Args[i]
	if code.Ignores(call, ctx) {
		return nil
	}
	text, pos, end := code.Text(call)
	f := &obligation.Finding{Pos: pos, End: end}
	if done := code.Done(ctx, call); done != nil {
		f.Message = fmt.Sprintf("%s is given a context that is done by then, and cannot finish: %s", text, done.Why)
		f.Related = []obligation.Related{{Pos: done.By.Pos(), Message: "it ends here"}}
	} else if direct && context == cleanup.Deferred && code.IsCallers(ctx) {
		f.Message = fmt.Sprintf("%s is given the caller's context, and cannot finish once that is cancelled", text)
		f.Strict = true
	} else {
		return nil
	}
	f.Fixes = mend(code, call, i)
	return f
}

// contextIndex returns which argument of a call is a context, or -1.
func contextIndex(common *ssa.CallCommon) int {
	for i, a := range common.Args {
		if cleanup.IsContext(a.Type()) {
			return i
		}
	}
	return -1
}

// releases are names of methods that release, beside those of cleanups.
var releases = strings.Fields("Rollback Disconnect EndSession Abort Discard Unlock Logout Deregister Kill")

// deletions begin the names of functions that delete; code that is no cleanup
// calls those too.
var deletions = strings.Fields("Delete Remove Drop Truncate Clear")

// cleansUp reports whether a call releases or deletes something. In a test that
// counts only in cleanup code: it may well try what a done context does.
func cleansUp(code *cleanup.Code, call ssa.CallInstruction, inCleanup bool) bool {
	obj := cleanup.Callee(call.Common())
	if obj == nil {
		return code.IsReleaseFunc(call)
	}
	if inCleanup && (code.Cleanup(call) != nil || hasPrefix(obj.Name(), deletions)) {
		return true
	}
	if code.InTest(call) && !inCleanup || !cleanup.IsMethod(call.Common()) {
		return false
	}
	return cleanup.IsCleanupName(obj.Name()) || hasPrefix(obj.Name(), releases)
}

// cleansUpWithin reports whether a call is of a function of the package that cleans up with
// the context that it is given, as argument i.
func cleansUpWithin(code *cleanup.Code, call ssa.CallInstruction, i int, inCleanup bool) bool {
	fn := call.Common().StaticCallee()
	if fn == nil || i >= len(fn.Params) || code.InTest(call) && !inCleanup {
		return false
	}
	within := false
	code.Calls(fn, false, func(inner ssa.CallInstruction) {
		j := contextIndex(inner.Common())
		within = within || j >= 0 && inner.Common().Args[j] == fn.Params[i] && cleansUp(code, inner, inCleanup) && !isUndeterred(code, inner)
	})
	return within
}

// isUndeterred reports whether a call does its work with a context that is done, too.
func isUndeterred(code *cleanup.Code, call ssa.CallInstruction) bool {
	table := code.Index.Func(cleanup.Callee(call.Common()))
	return table != nil && len(table.Undeterred) > 0
}

func hasPrefix(name string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

// mend wraps the context:
//
//	client.Disconnect(ctx) → client.Disconnect(context.WithoutCancel(ctx))
//
// The call gets the same values, so that nothing else changes.
func mend(code *cleanup.Code, call ssa.CallInstruction, i int) []analysis.SuggestedFix {
	expr, _ := code.Source(call)
	if expr == nil {
		return nil
	}
	if cleanup.IsMethod(call.Common()) && !call.Common().IsInvoke() {
		i-- // the receiver
	}
	if i < 0 || i >= len(expr.Args) {
		return nil
	}
	p, arg := fix.New(code.Pass, expr.Pos()), expr.Args[i]
	context, ok := p.Use("context", arg.Pos())
	if !ok || !p.Supports("go1.21") {
		return nil
	}
	p.Replace(arg.Pos(), arg.Pos(), context+".WithoutCancel(")
	p.Replace(arg.End(), arg.End(), ")")
	return p.Fix("Use context.WithoutCancel")
}
