package obligation

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// ownFailureFindings reports a method that puts what it acquires into a field of its
// receiver, releases it again on one way on which it fails, and forgets it on another.
// Where none releases it, whoever calls the method may have to, and none is reported.
func (t *tracker) ownFailureFindings() []Finding {
	field := t.receiverField()
	if field == "" || t.res.byName || t.res.hasPeer() || t.pkg.inTest(t.site.call) || !returnsError(t.root) || t.pkg.isEndedOutside(t.root, field) {
		return nil
	}
	own := t.pkg.exploreOwn(t.root, t.site)
	if own == nil || len(own.via) == 0 {
		return nil
	}
	i := slices.IndexFunc(own.leaks, func(l leak) bool { return own.matters(l) && own.isOwnFailure(l) })
	if i < 0 {
		return nil
	}
	f := own.leakFinding(own.leaks[i])
	f.Mend = nil // what is in the field by then is up to the method
	return []Finding{f}
}

// receiverField returns the field of the receiver, a pointer, in which the method
// keeps the resource and nowhere else, or "".
func (t *tracker) receiverField() string {
	v := t.onlyField()
	if v == nil || t.captured || !t.pkg.storesInto(t.root, t.root.Params[0], v) {
		return ""
	}
	return v.Name()
}

// isEndedOutside reports whether the field of fn's receiver is released by somebody
// else when fn has failed, as far as the package tells: a goroutine, or who calls fn.
func (p *pkg) isEndedOutside(fn *ssa.Function, field string) bool {
	named := namedOf(fn.Params[0].Type())
	return named == nil || p.endsInGoroutine(named, field) || p.isReleasedBefore(fn, named, field) ||
		slices.ContainsFunc(p.funcs, func(caller *ssa.Function) bool { return p.releasesWhatItCalls(caller, fn, field) })
}

// releasesWhatItCalls reports whether caller calls fn, a method, and on the same object
// another method that releases the field.
func (p *pkg) releasesWhatItCalls(caller, fn *ssa.Function, field string) bool {
	var called, released []place
	eachInstr(caller, func(instr ssa.Instruction) {
		call, ok := instr.(ssa.CallInstruction)
		if !ok || call.Common().StaticCallee() == nil || call.Common().Signature().Recv() == nil || len(call.Common().Args) == 0 {
			return
		}
		callee, at := call.Common().StaticCallee(), p.placeOf(call.Common().Args[0])
		if callee == fn {
			called = append(called, at)
		} else if len(callee.Params) > 0 && namedOf(callee.Params[0].Type()) == namedOf(fn.Params[0].Type()) && p.traces.fieldsOf(callee)[0][field] {
			released = append(released, at)
		}
	})
	return slices.ContainsFunc(called, func(at place) bool { return slices.Contains(released, at) })
}

// exploreOwn explores fn, a method, for one site as if its receiver were a variable of
// its own; nil if that had to be given up.
func (p *pkg) exploreOwn(fn *ssa.Function, site *site) *tracker {
	t := newTracker(p, fn, site)
	t.own = true
	m := flow.NewMachine(fn, t, p.graphs)
	m.WantWhole()
	s := m.NewState()
	recv := fn.Params[0]
	s.Bind(recv, flow.Val{Kind: flow.Addr, Ref: recv})
	m.Explore(s)
	if m.GaveUp() != "" {
		return nil
	}
	return t
}

// isOwnFailure reports whether a path ends because a step of the function has failed,
// and not after something that it waited for, or that goes on in a loop: these may
// end because somebody else has released the resource.
func (t *tracker) isOwnFailure(l leak) bool {
	if l.ret == nil || l.failed != flow.IsNotNil || receives(l.ret.Block()) {
		return false
	}
	steps := l.state.Steps()
	return len(steps) > 0 && !slices.ContainsFunc(steps, func(step *flow.Step) bool {
		b := step.If.Block()
		return t.pkg.graphs.InCycle(b) || receives(b)
	})
}

// receives reports whether a block waits for a channel.
func receives(b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(b.Instrs, func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.Select:
			return true
		case *ssa.UnOp:
			return instr.Op == token.ARROW
		}
		return false
	})
}
