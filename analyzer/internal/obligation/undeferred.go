package obligation

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// An unwinding is an instruction that may leave the function without a return,
// while nothing that is deferred would release the resource.
type unwinding struct {
	instr ssa.Instruction
	// fails: it ends the test that it stands in, for want of what the test wants.
	fails bool
}

// noteUnwinding notes that c may leave the function: it panics, ends the test, or
// runs code of others.
func (t *tracker) noteUnwinding(m *flow.Machine, s *flow.State, c *flow.Call, k callee) {
	if t.site == nil || s.Mark.Status != live || c.Deferred || len(t.unwindings) > 0 && t.unwindings[0].fails || handsForRelease(m, s, c, k) || t.inSubtest(c.Instr) {
		return
	}
	fails := t.pkg.failsTestIn(c, k)
	if fails && t.failsForError(c.Instr) {
		return
	}
	if fails || k.ending() == unwinds || t.pkg.runsOthers(c, k) {
		t.noteUnwindingAt(m, s, c.Instr, fails)
	}
}

// inSubtest reports whether an instruction stands in a subtest of the function: what ends
// that leaves the function to go on.
func (t *tracker) inSubtest(instr ssa.Instruction) bool {
	for fn := instr.Parent(); fn != nil && fn != t.root; fn = fn.Parent() {
		if isSubtest(fn) {
			return true
		}
	}
	return false
}

// isSubtest reports whether a function literal is handed to the Run of a test, or of a suite
// of them.
func isSubtest(fn *ssa.Function) bool {
	return fn.Parent() != nil && isHandedTo(fn, func(call *ssa.Call, i int) bool {
		obj, _ := calledFunc(call.Common())
		if i == 0 || obj == nil || obj.Name() != "Run" || obj.Signature().Recv() == nil {
			return false
		}
		recv := callArgs(call.Common())[0].Type()
		return isTestingT(recv) || hasMethod(recv, "SetT")
	})
}

// failsForError reports whether an instruction is run because of what became of the
// acquire's own error: the test has asked for a failure, and got none, or another one.
func (t *tracker) failsForError(instr ssa.Instruction) bool {
	preds := instr.Block().Preds
	if len(preds) != 1 {
		return false
	}
	iff, ok := preds[0].Instrs[len(preds[0].Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	if cmp, ok := iff.Cond.(*ssa.BinOp); ok && (isNilConst(cmp.X) || isNilConst(cmp.Y)) {
		return false // whether there is one at all says whether there is a resource
	}
	return isOfError(iff.Cond, t.site.call, 0)
}

// isOfError reports whether v is computed of the error that a call has returned.
func isOfError(v ssa.Value, call ssa.CallInstruction, depth int) bool {
	if depth > 4 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Extract:
		return v.Tuple == call.Value() && isErrorType(v.Type())
	case *ssa.BinOp, *ssa.UnOp, *ssa.MakeInterface, *ssa.ChangeInterface:
		return slices.ContainsFunc(v.(ssa.Instruction).Operands(nil), func(op *ssa.Value) bool { return isOfError(*op, call, depth+1) })
	case *ssa.Call:
		return slices.ContainsFunc(callArgs(v.Common()), func(a ssa.Value) bool { return isOfError(a, call, depth+1) })
	}
	return false
}

// handsForRelease reports whether c itself releases the resource: a helper does
// that first, and fails the test if it could not.
func handsForRelease(m *flow.Machine, s *flow.State, c *flow.Call, k callee) bool {
	for i, a := range c.Args {
		if f := k.paramOf(c, i); f.OK == Releases && f.Err == Releases && m.Contains(s, a) {
			return true
		}
	}
	return false
}

// noteUnwindingAt keeps one that ends a test, or else the first.
func (t *tracker) noteUnwindingAt(m *flow.Machine, s *flow.State, instr ssa.Instruction, fails bool) {
	if len(t.unwindings) > 0 && (t.unwindings[0].fails || !fails) || t.isProtected(m, s, !fails) {
		return
	}
	t.unwindings = []unwinding{{instr, fails}}
}

// Panic implements [flow.Client].
func (t *tracker) Panic(m *flow.Machine, s *flow.State, instr *ssa.Panic) {
	switch {
	case t.panicking:
		t.repanics = t.repanics || s.Mark.Status == live
	case t.site != nil && s.Mark.Status == live && instr.Pos().IsValid(): // that of a select without a choice is not in the source
		t.noteUnwindingAt(m, s, instr, false)
	}
}

// isProtected reports whether what is deferred, or registered with a test,
// releases the resource: when there is a panic, or when the test is ended.
func (t *tracker) isProtected(m *flow.Machine, s *flow.State, panics bool) bool {
	if len(s.Pending()) == 0 || t.panicking {
		return t.panicking // a panic of what is deferred is not looked at
	}
	t.panicking, t.repanics = panics, false
	defer func() { t.panicking = false }()
	for _, st := range m.Unwind(s) {
		if slices.ContainsFunc(m.RunPending(st, nil), isLive) {
			return false
		}
	}
	return !t.repanics
}

// failsTestIn reports whether c may end the test that it stands in.
func (p *pkg) failsTestIn(c *flow.Call, k callee) bool {
	if !p.inTest(c.Instr) {
		return false
	}
	for i, a := range c.Args {
		switch f := k.param(i); {
		case f.NilGuard:
			return flow.Nilness(a) != flow.IsNil
		case f.ErrGuard:
			return flow.Nilness(a) != flow.IsNotNil
		}
	}
	return k.ending() == unwinds || k.mayFail()
}

// mayFail reports whether a call of k ends the test if what it looks at is not
// as the test wants it.
func (k callee) mayFail() bool {
	return k.sum != nil && k.sum.Fails ||
		k.obj != nil && k.obj.Pkg() != nil && k.obj.Pkg().Path() == "github.com/stretchr/testify/require"
}

// fails reports whether fn is a helper of tests that may end one.
func (p *pkg) fails(fn *ssa.Function) bool {
	if !slices.ContainsFunc(fn.Params, func(v *ssa.Parameter) bool { return isTestingT(v.Type()) }) {
		return false
	}
	return slices.ContainsFunc(p.callsNow(fn), func(call *ssa.Call) bool {
		k := p.commonCallee(call.Common())
		return k.mayFail() || k.ending() == unwinds && k.recv && isTestingT(callArgs(call.Common())[0].Type())
	})
}

// isTestingT reports whether t is a handle on a test: of package testing, or an
// interface for one.
func isTestingT(t types.Type) bool { return hasMethod(t, "FailNow") }

// runsOthers reports whether c calls a func that this function got from somebody:
// whether that panics is up to him. In a test it is of no interest, a panic ends
// them all.
func (p *pkg) runsOthers(c *flow.Call, k callee) bool {
	if k.obj != nil || c.Callee != nil || p.inTest(c.Instr) {
		return false
	}
	_, given := p.placeOf(c.Instr.Common().Value).root.(*ssa.Parameter)
	return given
}

// undeferredFindings reports the release that is not reached when the function
// is left by a panic, or a test by Fatal.
func (t *tracker) undeferredFindings() []Finding {
	if t.site == nil || len(t.unwindings) == 0 || len(t.leaks) > 0 || t.exiting || t.partial || t.pkg.graphs.InCycle(t.site.call.Block()) {
		return nil
	}
	plain := t.lastPlainRelease()
	if plain == nil || t.endsWithItsContext() {
		return nil
	}
	src := t.pkg.source(plain)
	u := t.unwindings[0]
	f := Finding{Rule: "undeferred", Pos: src.pos, End: src.end, Strict: !u.fails || !t.isOfDatabase()}
	f.Mend = func() []analysis.SuggestedFix { return t.lost().Defers() }
	name := t.subject(t.pkg.source(t.site.call))
	if u.fails {
		f.Message = fmt.Sprintf("%s is not %s when the test fails before %s: defer it, or register it with t.Cleanup", name, t.res.verb(), src.callee())
	} else {
		f.Message = fmt.Sprintf("%s is not %s when it comes to a panic before %s: defer it", name, t.res.verb(), src.callee())
	}
	f.Related = []Related{
		{Pos: t.pkg.source(t.site.call).pos, Message: "acquired here"},
		{Pos: u.instr.Pos(), Message: "this may leave the function"},
	}
	return []Finding{f}
}

// isOfDatabase reports whether the resource is, or holds, a connection of a
// database: one that is left behind holds up the tests that follow.
func (t *tracker) isOfDatabase() bool {
	entry := t.res.entry
	return t.holding != holdsNothing || t.res.class == contract.Pool && !t.isTestServer() ||
		entry != nil && (entry.IsRelease("Rollback") || strings.HasSuffix(entry.Type, "Conn") && (!isStd(entry.Path()) || entry.Path() == "database/sql"))
}

// lastPlainRelease returns the last release in the code, if the function makes
// them all by itself: none is deferred, or left to a func.
func (t *tracker) lastPlainRelease() ssa.CallInstruction {
	var last ssa.CallInstruction
	for _, r := range t.releases {
		call, ok := r.(*ssa.Call)
		if !ok || call.Parent() != t.root || t.via["()"] {
			return nil
		}
		if last == nil || call.Pos() > last.Pos() {
			last = call
		}
	}
	return last
}
