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
		return cleanup.IsContext(a.Type()) && (isContextOfTest(a) || deferredCancel(a) != nil)
	})
}

// deferredEnd returns the deferred call that ends the context without which what the
// standard library has handed out is of no use any more: rows are closed, a transaction
// is rolled back, a body cannot be read. Nil if there is none.
func (t *tracker) deferredEnd() *ssa.Defer {
	fn, _ := calledFunc(t.site.call.Common())
	entry := t.res.entry
	if fn == nil || fn.Pkg() == nil || !isStd(fn.Pkg().Path()) || entry == nil || !entry.ByContext && entry.Field() == "" {
		return nil
	}
	for _, a := range callArgs(t.site.call.Common()) {
		if req := requestContext(a); req != nil {
			a = req
		}
		if d := deferredCancel(a); d != nil && d.Parent() == t.root {
			return d
		}
	}
	return nil
}

// requestContext returns the context with which an HTTP request is made, nil if that is
// not known, or v is none.
func requestContext(v ssa.Value) ssa.Value {
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	made, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	fn, _ := calledFunc(made.Common())
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "net/http" || fn.Name() != "NewRequestWithContext" && fn.Name() != "WithContext" {
		return nil
	}
	args := callArgs(made.Common())
	if i := slices.IndexFunc(args, func(a ssa.Value) bool { return cleanup.IsContext(a.Type()) }); i >= 0 {
		return args[i]
	}
	return nil
}

// isContextOfTest reports whether a context is done when the test is over that made it.
func isContextOfTest(ctx ssa.Value) bool {
	made, ok := ctx.(*ssa.Call)
	if !ok {
		return false
	}
	fn, _ := calledFunc(made.Common())
	return fn != nil && fn.Name() == "Context" && fn.Signature().Recv() != nil && isTestingT(fn.Signature().Recv().Type())
}

// deferredCancel returns the deferred call of the cancel function that a context was
// made with, as it is; nil if there is none.
func deferredCancel(ctx ssa.Value) *ssa.Defer {
	x, ok := ctx.(*ssa.Extract)
	if !ok {
		return nil
	}
	made, ok := x.Tuple.(*ssa.Call)
	if !ok {
		return nil
	}
	fn, _ := calledFunc(made.Common())
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "context" || !strings.HasPrefix(fn.Name(), "With") {
		return nil
	}
	return deferOf(made, 1)
}

// deferOf returns the defer statement of a func that a call returns, or nil.
func deferOf(call *ssa.Call, result int) *ssa.Defer {
	for _, r := range *call.Referrers() {
		f, ok := r.(*ssa.Extract)
		if !ok || f.Index != result {
			continue
		}
		for _, use := range *f.Referrers() {
			if d, ok := use.(*ssa.Defer); ok && d.Call.Value == f {
				return d
			}
		}
	}
	return nil
}
