package obligation

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
)

// endsWithItsContext reports whether the resource is released by the end of the
// context that it was acquired with, and that ends whatever happens: its cancel
// func is deferred, or it is the context of a test.
func (t *tracker) endsWithItsContext() bool {
	if t.res.entry == nil || !t.res.entry.ByContext {
		return false
	}
	return slices.ContainsFunc(callArgs(t.site.call.Common()), func(a ssa.Value) bool {
		return cleanup.IsContext(a.Type()) && isCancelledAtExit(a)
	})
}

// isCancelledAtExit reports whether a context is done when the function or the
// test that made it has ended.
func isCancelledAtExit(ctx ssa.Value) bool {
	switch v := ctx.(type) {
	case *ssa.Call:
		fn, _ := calledFunc(v.Common())
		return fn != nil && fn.Name() == "Context" && fn.Signature().Recv() != nil && isTestingT(fn.Signature().Recv().Type())
	case *ssa.Extract:
		made, ok := v.Tuple.(*ssa.Call)
		if !ok {
			return false
		}
		fn, _ := calledFunc(made.Common())
		return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "context" && strings.HasPrefix(fn.Name(), "With") && isDeferred(made, 1)
	}
	return false
}

// isDeferred reports whether a func that a call returns is deferred as it is.
func isDeferred(call *ssa.Call, result int) bool {
	for _, r := range *call.Referrers() {
		f, ok := r.(*ssa.Extract)
		if ok && f.Index == result && slices.ContainsFunc(*f.Referrers(), func(use ssa.Instruction) bool {
			d, ok := use.(*ssa.Defer)
			return ok && d.Call.Value == f
		}) {
			return true
		}
	}
	return false
}
