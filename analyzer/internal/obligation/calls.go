package obligation

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// knownErrors applies what the callee tells of the nilness of its arguments
// and results. It reports whether the path goes on.
func (t *tracker) knownErrors(m *flow.Machine, s *flow.State, c *flow.Call, k callee) bool {
	for i, a := range c.Args {
		f := k.param(i)
		switch nilness := flow.Nilness(a); {
		case f.NilGuard && nilness == flow.IsNotNil:
			return false
		case f.NilGuard && a.Kind == flow.Sym && a.Ref != nil:
			s.Bind(a.Ref, flow.Val{Kind: flow.Nil})
		case f.ErrGuard && nilness == flow.IsNil:
			return false
		case f.NilKeeper, nilness == flow.IsNil && i == len(c.Args)-1 && k.passesErrorOn():
			bindError(s, c, a)
		case k.testsNil(i) && nilness != flow.MaybeNil:
			bindResult(s, c, 0, flow.BoolVal(nilness == flow.IsNil))
		case i == 0 && k.is("errors", "Is") && // with nil for its target it asks whether there is an error at all
			flow.Nilness(c.Args[1]) == flow.IsNil:
			if nilness != flow.MaybeNil {
				bindResult(s, c, 0, flow.BoolVal(nilness == flow.IsNil))
			}
		case f.ErrTest && nilness == flow.IsNil:
			bindResult(s, c, 0, flow.BoolVal(false))
		}
	}
	if k.is("errors", "Join") && len(c.Args) == 1 &&
		slices.ContainsFunc(m.Elements(s, c.Args[0]), func(e flow.Val) bool { return flow.Nilness(e) == flow.IsNotNil }) {
		bindError(s, c, flow.Val{Kind: flow.NonNil}.Because())
	}
	if k.sum != nil && k.sum.Succeeds {
		bindError(s, c, flow.Val{Kind: flow.Nil})
	}
	if k.table != nil && k.table.NonNil {
		v := flow.Val{Kind: flow.NonNil}
		if k.obj.Name() != "New" {
			v = v.Because() // it may wrap another
		}
		bindError(s, c, v)
	}
	return true
}

// passesErrorOn reports whether k looks like a function that records or wraps an
// error: it takes one and returns one, and nothing else. What it makes of nil is
// then nil.
func (k callee) passesErrorOn() bool {
	if k.obj == nil || cleanup.IsCleanupName(k.obj.Name()) {
		return false
	}
	sig := k.obj.Signature()
	return sig.Params().Len() == 1 && isErrorType(sig.Params().At(0).Type()) && sig.Results().Len() == 1 && isErrorType(sig.Results().At(0).Type())
}

// bindError binds the error result of c, its last.
func bindError(s *flow.State, c *flow.Call, v flow.Val) {
	if hasError(c) {
		bindResult(s, c, c.Instr.Common().Signature().Results().Len()-1, v)
	}
}

func bindResult(s *flow.State, c *flow.Call, i int, v flow.Val) {
	if reg := c.Value(); reg != nil {
		s.BindResult(reg, i, v)
	}
}

// hasError reports whether c's last result is an error.
func hasError(c *flow.Call) bool {
	return endsInError(c.Instr.Common().Signature().Results())
}

// takesError reports whether anything is done with the error of c, its last result.
func takesError(c *flow.Call) bool {
	reg := c.Value()
	if reg == nil || !hasError(c) {
		return false
	}
	last := c.Instr.Common().Signature().Results().Len() - 1
	return slices.ContainsFunc(*reg.Referrers(), func(r ssa.Instruction) bool {
		x, ok := r.(*ssa.Extract)
		return last == 0 || ok && x.Index == last && len(*x.Referrers()) > 0
	})
}

// Inline implements [flow.Client]: closures and method values are walked in
// place if they may touch what is followed, or acquire it.
func (t *tracker) Inline(m *flow.Machine, s *flow.State, c *flow.Call, fn *ssa.Function) bool {
	if t.site != nil && c.Instr == t.site.call || fn.Parent() == nil && !isWrapper(fn) {
		return false
	}
	return t.site != nil && encloses(fn, t.site.call.Parent()) || m.Touches(s, c)
}

// Call implements [flow.Client].
func (t *tracker) Call(m *flow.Machine, s *flow.State, c *flow.Call) []*flow.State {
	t.at = c.Instr
	if t.site != nil && c.Instr == t.site.call && !c.Deferred {
		return t.acquire(m, s, c)
	}
	if b, ok := c.Instr.Common().Value.(*ssa.Builtin); ok {
		t.builtin(m, s, c, b)
		return []*flow.State{s}
	}
	if !c.Deferred && m.Unwinding() == nil {
		s.Mark.Kept = nil // it may be waited for
	}
	t.forgetRenewed(s, c)
	if c.Fn.Kind == flow.Holder {
		if out, ok := t.iterate(m, s, c); ok {
			return out
		}
		if t.yield(m, s, c) {
			return []*flow.State{s}
		}
	}
	if k := c.Fn.Kind; k == flow.Thunk || k == flow.Token || k == flow.Holder {
		t.release(m, s, c.Instr, "()")
		return []*flow.State{s}
	}
	k := t.pkg.calleeOf(c)
	end := k.ending()
	t.exiting = t.exiting || end == exits
	t.noteUnwinding(m, s, c, k)
	if end == exits || end == mayExit {
		t.noteExit(m, s, c, end)
	}
	if end >= unwinds {
		return nil
	}
	t.noteNested(s, c)
	for i, a := range c.Args {
		if a.Kind == flow.Test && k.lists(func(c *contract.FuncContract) []int { return c.Denies }, i) {
			t.Branch(m, s, a, false) // require.False(t, rows.Next())
		}
	}
	if t.site != nil && (failsTest(k.obj) || t.asksError(m, s, c, k)) && t.wantsError() {
		return nil // the test asked for the error, and fails if there is none
	}
	if t.assertsNil(m, s, c) {
		return nil
	}
	if c.Instr.Common().IsInvoke() && c.Args[0].Kind == flow.Nil {
		return nil // a method of a nil error: this cannot be
	}
	if err := t.unknownError(m, s, c, k); err.Ref != nil {
		return t.withError(m, s, c, k, err)
	}
	return t.proceed(m, s, c, k)
}

// proceed runs a call of which all is known that there is to be known.
func (t *tracker) proceed(m *flow.Machine, s *flow.State, c *flow.Call, k callee) []*flow.State {
	if !t.knownErrors(m, s, c, k) {
		return nil
	}
	if body := rangeBodyArg(c); body >= 0 {
		return append([]*flow.State{s.Clone()}, t.rangeOver(m, s, c.Args[body], nil)...)
	}
	return t.arguments(m, s, c, k)
}

// failsTest reports whether a call of fn fails the test that it stands in.
func failsTest(fn *types.Func) bool {
	return isOfTesting(fn, "Error", "Errorf", "Fail")
}

// isOfTesting reports whether fn is a method of a test that has one of the names.
func isOfTesting(fn *types.Func, names ...string) bool {
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "testing" && slices.Contains(names, fn.Name())
}

// asksError reports whether a test hands the error of its call, or that there is one,
// to code of which nothing is known: it is an assertion more often than not.
func (t *tracker) asksError(m *flow.Machine, s *flow.State, c *flow.Call, k callee) bool {
	if !t.pkg.inTest(t.site.call) {
		return false
	}
	for i, a := range c.Args {
		f := k.param(i)
		if k.obj != nil && k.obj.Pkg() != nil && isStd(k.obj.Pkg().Path()) && !f.ErrTest {
			continue
		}
		op := c.Operand(i)
		if op == nil || f.NilGuard || f.ErrGuard {
			continue
		}
		if ch, ok := op.(*ssa.ChangeInterface); ok {
			op = ch.X // Expect(err)
		}
		if a.Kind == flow.Nil && isErrorType(op.Type()) {
			return true
		}
		if err := errorAsked(op); err != nil && flow.Nilness(m.Resolve(s, err)) == flow.IsNil {
			return true
		}
	}
	return false
}

// errorAsked returns the err of a comparison err != nil; nil if v is anything else.
func errorAsked(v ssa.Value) ssa.Value {
	b, ok := v.(*ssa.BinOp)
	if !ok || b.Op != token.NEQ || !isErrorType(b.X.Type()) || !isNilConst(b.Y) {
		return nil
	}
	return b.X
}

// assertsNil reports whether c is a Gomega assertion that what is followed is
// nil: Expect(r).To(BeNil()).
func (t *tracker) assertsNil(m *flow.Machine, s *flow.State, c *flow.Call) bool {
	to, ok := c.Instr.(*ssa.Call)
	if !ok || !to.Call.IsInvoke() || to.Call.Method.Name() != "To" || !isGomega(to.Call.Method) {
		return false
	}
	expect, ok := to.Call.Value.(*ssa.Call)
	if !ok || len(expect.Call.Args) == 0 || !m.Contains(s, m.Resolve(s, expect.Call.Args[0])) || len(to.Call.Args) == 0 {
		return false
	}
	matcher, ok := to.Call.Args[0].(*ssa.Call)
	if !ok {
		return false
	}
	fn, _ := calledFunc(matcher.Common())
	return fn != nil && fn.Name() == "BeNil" && isGomega(fn)
}

func isGomega(fn *types.Func) bool {
	return fn.Pkg() != nil && strings.HasPrefix(fn.Pkg().Path(), "github.com/onsi/gomega")
}

func (t *tracker) builtin(m *flow.Machine, s *flow.State, c *flow.Call, b *ssa.Builtin) {
	switch b.Name() {
	case "append":
		for _, a := range c.Args {
			if m.Contains(s, a) {
				bindResult(s, c, 0, flow.Val{Kind: flow.Holder})
			}
		}
	case "len", "cap":
		if isFilled(m, s, c.Args[0]) {
			bindResult(s, c, 0, flow.Val{Kind: flow.Positive})
		}
	case "recover":
		kind := flow.Nil
		if t.panicking {
			kind = flow.NonNil
		}
		bindResult(s, c, 0, flow.Val{Kind: kind})
	case "copy":
		if m.Contains(s, c.Args[1]) {
			t.transfer(s)
		}
	case "ssa:wrapnilchk":
		bindResult(s, c, 0, c.Args[0])
	}
}

// isFilled reports whether the slice, map or array v has an element: it contains
// the resource, or was made as long as one that does.
func isFilled(m *flow.Machine, s *flow.State, v flow.Val) bool {
	if v.Kind == flow.Holder || v.Kind == flow.Addr && m.Contains(s, v) {
		return true
	}
	made, ok := v.Ref.(*ssa.MakeSlice)
	if !ok || v.Kind != flow.Sym {
		return false
	}
	length, ok := made.Len.(*ssa.Call)
	if !ok {
		return false
	}
	b, ok := length.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "len" && isFilled(m, s, m.Resolve(s, length.Call.Args[0]))
}

// rangeBodyArg returns which argument is the body of a range-over-func loop, or -1.
func rangeBodyArg(c *flow.Call) int {
	for i, a := range c.Args {
		if fn := a.Function(); a.Kind == flow.Func && fn != nil && fn.Synthetic == flow.RangeBody {
			return i
		}
	}
	return -1
}

// iterate runs the loop over a sequence that holds the resource, which is not empty. It
// reports false if the call is none of a sequence with a body that is known.
func (t *tracker) iterate(m *flow.Machine, s *flow.State, c *flow.Call) ([]*flow.State, bool) {
	if len(c.Args) != 1 || c.Args[0].Kind != flow.Func {
		return nil, false
	}
	fn := c.Args[0].Function()
	if fn == nil || !isAnswer(fn.Signature.Results()) {
		return nil, false
	}
	var elems []flow.Val
	for p := range fn.Signature.Params().Variables() {
		elems = append(elems, t.Elem(m, s, p.Type()))
	}
	return t.rangeOver(m, s, c.Args[0], elems), true
}

// rangeOver runs the body of a loop over a sequence one and two times, with what it is given
// of that.
func (t *tracker) rangeOver(m *flow.Machine, s *flow.State, body flow.Val, elems []flow.Val) []*flow.State {
	var out []*flow.State
	round := []*flow.State{s}
	for range 2 {
		var next []*flow.State
		for _, st := range round {
			ends, ok := m.Walk(st, body, elems)
			if !ok {
				return []*flow.State{st}
			}
			for _, e := range ends {
				out = append(out, e.State)
				if len(e.Results) > 0 && e.Results[0] != flow.BoolVal(false) {
					next = append(next, e.State.Clone())
				}
			}
		}
		round = next
	}
	return out
}
