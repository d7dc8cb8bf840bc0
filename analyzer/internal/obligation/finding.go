package obligation

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
	"github.com/leakvet/leakvet/analyzer/internal/repair"
)

// maxSteps is how many branches of a path a report tells.
const maxSteps = 8

// findings turns what was seen along the paths into findings.
func (t *tracker) findings() []Finding {
	var found []Finding
	if t.partial {
		if slices.ContainsFunc(t.leaks, t.matters) {
			found = t.leakFindings()
		}
		if t.site != nil {
			found = append(found, t.deferFindings()...)
		}
		return found // these need no more than one path
	}
	if t.site != nil && t.res.class != contract.Scan {
		found = append(found, t.leakFindings()...)
		found = append(found, t.deferFindings()...)
	}
	found = append(found, t.undeferredFindings()...)
	found = append(found, t.orderFindings()...)
	found = append(found, t.rowsErrFindings()...)
	return append(found, t.lateUseFindings()...)
}

// leakFindings reports the shortest path on which the resource is not released; before
// it, that none releases it, as what becomes of it at the end of the others is lost too.
func (t *tracker) leakFindings() []Finding {
	if _, called := t.site.call.(*ssa.Call); !called {
		return t.unseenFinding()
	}
	if len(t.exits) > 0 && !t.settled && t.res.class == contract.Pool {
		t.leaks = append(t.leaks, leak{state: t.exits[0], exit: true})
	}
	i := slices.IndexFunc(t.leaks, func(l leak) bool { return !l.ended && t.matters(l) })
	if i < 0 {
		i = slices.IndexFunc(t.leaks, t.matters)
	}
	if i < 0 {
		return t.storedFindings()
	}
	if kept := t.keptFindings(); len(kept) > 0 {
		return kept
	}
	return []Finding{t.leakFinding(t.leaks[i])}
}

// leakFinding reports a path on which the resource is not released.
func (t *tracker) leakFinding(l leak) Finding {
	src := t.pkg.source(t.site.call)
	f := t.leakAt(src)
	f.Mend = t.mend()
	f.Strict = l.exit && isMain(t.root) || l.ended && !t.dropped
	subject := t.subject(src)
	switch {
	case t.dropped:
		f.Message = fmt.Sprintf("%s is never %s: it is discarded", subject, t.res.verb())
		if t.res.isDrain("Next") && src.isQuery() {
			f.Message += "; use Exec for a statement that returns no rows"
		}
	case !t.settled:
		f.Message = fmt.Sprintf("%s is never %s%s", subject, t.res.verb(), t.why())
	case t.isHalf(l):
		f.Message = fmt.Sprintf("%s is not %s on every path: %s %s", subject, t.res.verb(), src.callee(), t.failsHow())
	case l.again != nil:
		f.Message = fmt.Sprintf("%s is not %s before the loop acquires it again%s", subject, t.res.verb(), t.why())
	default:
		f.Message = fmt.Sprintf("%s is not %s on every path%s%s", subject, t.res.verb(), t.how(l), t.why())
	}
	f.Related = t.path(src, l.state)
	if l.ret != nil || l.again != nil {
		if end := t.end(l); end.Pos.IsValid() { // there is none in package-level initialisers
			f.Related = append(f.Related, end)
		}
	}
	return f
}

// isHalf reports whether the site's call has failed on the path and handed out the
// resource nevertheless.
func (t *tracker) isHalf(l leak) bool { return t.site.half && l.state.Mark.Where == t.site.call }

// isOtherError reports whether a branch was taken because an error is not a certain one,
// or none of a certain kind.
func isOtherError(step *flow.Step) bool {
	switch cond := step.If.Cond.(type) {
	case *ssa.BinOp:
		return asksWhichError(cond) && step.Taken == (cond.Op == token.NEQ)
	case *ssa.Call: // errors.Is, os.IsNotExist
		return !step.Taken && slices.ContainsFunc(cond.Call.Args, func(a ssa.Value) bool { return isErrorType(a.Type()) })
	}
	return false
}

// asksWhichError reports whether an error is compared with another one, and not with nil.
func asksWhichError(cmp *ssa.BinOp) bool {
	return isErrorType(cmp.X.Type()) && !isNilConst(cmp.X) && !isNilConst(cmp.Y)
}

// failsHow says what the site's call does if it fails.
func (t *tracker) failsHow() string {
	if t.site.filled != nil {
		return "may fail after it has opened something into it"
	}
	return "hands it out although it fails"
}

// unseenFinding reports a go or defer statement that drops what it acquires.
func (t *tracker) unseenFinding() []Finding {
	src := t.pkg.source(t.site.call)
	f := t.leakAt(src)
	f.Message = fmt.Sprintf("result of %s (%s) is never %s: the statement drops it",
		src.callee(), t.res.typ, t.res.verb())
	return []Finding{f}
}

// subject names the resource and its type.
func (t *tracker) subject(src *source) string {
	return fmt.Sprintf("%s (%s)", t.site.name(src), t.res.typ)
}

// leakAt begins a finding at the acquire, of the rule for the resource's class.
func (t *tracker) leakAt(src *source) Finding {
	f := Finding{Rule: "unclosed", Pos: src.pos, End: src.end}
	if t.res.class == contract.Pool {
		f.Rule = "undisposed"
	}
	return f
}

// matters reports whether a leak loses anything. A buffer loses data only if
// the function goes on as if it had succeeded, an iterator of that class its
// error only if nobody ever asks.
func (t *tracker) matters(l leak) bool {
	if t.res.class == contract.Buffer && (l.failed == flow.IsNotNil ||
		t.settled && (!returnsError(t.root) || t.res.entry != nil && t.res.entry.Drain != "")) {
		return false
	}
	if t.res.entry != nil && t.res.entry.TestsOnly && !t.pkg.inTest(t.site.call) {
		return false
	}
	if t.dropped && t.isInContext() {
		return false
	}
	if t.isHalf(l) && slices.ContainsFunc(l.state.Steps(), isOtherError) {
		return false // the error with which it is handed out may be the one that was asked for
	}
	if t.pkg.isTestCode(t.site.call) && (len(t.pkg.shapeClosers(t.typ)) > 0 && t.res.entry == nil ||
		t.dropped && isReaderOrWriter(t.typ)) {
		return false // an iterator over a mock, a stream that a failure is asked of
	}
	return !t.endsProcess(l)
}

// isInContext reports whether the acquire has put the resource into a context that it has
// handed out beside it, and that is used: a span is taken out of it again to be ended.
func (t *tracker) isInContext() bool {
	v := t.site.call.Value()
	return v != nil && v.Referrers() != nil && slices.ContainsFunc(*v.Referrers(), func(r ssa.Instruction) bool {
		x, ok := r.(*ssa.Extract)
		return ok && x.Index != t.site.index && cleanup.IsContext(x.Type()) && isLookedAt(x)
	})
}

// isLookedAt reports whether anything but the debugger looks at a value.
func isLookedAt(v ssa.Value) bool {
	return v.Referrers() != nil && slices.ContainsFunc(*v.Referrers(), func(r ssa.Instruction) bool {
		_, debug := r.(*ssa.DebugRef)
		return !debug
	})
}

// endsProcess reports whether a leak is at the end of main, where the process
// gives everything back but what a pool's peer holds.
func (t *tracker) endsProcess(l leak) bool {
	return l.ret != nil && t.res.class != contract.Pool && isMain(t.root)
}

func isMain(fn *ssa.Function) bool {
	return fn.Name() == "main" && fn.Pkg != nil && fn.Pkg.Pkg.Name() == "main" && fn.Parent() == nil && fn.Signature.Recv() == nil
}

// why says what is lost, where it is not plain from the type.
func (t *tracker) why() string {
	switch {
	case t.res.entry == nil:
	case t.res.hasPeer():
		return ": what writes to the other end waits for ever"
	case t.res.entry.Field() != "":
		return ": its " + t.res.entry.Field() + " keeps the connection"
	case t.res.verb() == "scanned":
		return ": its connection stays out of the pool"
	}
	return ""
}

// how names what leads to the leak: a branch, or a call that failed and whose error is
// not asked for.
func (t *tracker) how(l leak) string {
	steps := l.state.Steps()
	call, ok := l.state.Mark.Where.(*ssa.Call)
	if ok && (len(steps) == 0 || !follows(steps[len(steps)-1].If, call)) {
		fails := " fails"
		if !endsInError(call.Call.Signature().Results()) {
			fails = " does not take it"
		}
		return ": it stays open when " + t.pkg.source(call).callee() + fails
	}
	last := ""
	for _, step := range slices.Backward(steps) {
		cond, _, ok := t.pkg.condition(step)
		if !ok {
			continue
		}
		last = cmp.Or(last, ": it stays open when "+cond)
		if l.ret == nil || step.If.Parent() == l.ret.Parent() {
			return ": it stays open when " + cond // rather than one of a closure that comes after it
		}
	}
	return last
}

// path tells where the resource was acquired and which branches were taken.
func (t *tracker) path(src *source, s *flow.State) []Related {
	related := []Related{{Pos: src.pos, End: src.end, Message: "acquired here"}}
	var taken []Related
	for _, step := range s.Steps() {
		if cond, pos, ok := t.pkg.condition(step); ok {
			taken = append(taken, Related{Pos: pos, Message: "here " + cond})
		}
	}
	if len(taken) > maxSteps {
		taken = taken[len(taken)-maxSteps:]
	}
	return append(related, taken...)
}

// end tells where the path leaves.
func (t *tracker) end(l leak) Related {
	if l.again != nil {
		return Related{Pos: l.again.Pos(), Message: "acquired again here, the former one is lost"}
	}
	return Related{Pos: returnPos(l.ret), Message: "the function returns here without it being " + t.res.verb()}
}

// returnsError reports whether fn's last result is an error.
func returnsError(fn *ssa.Function) bool { return endsInError(fn.Signature.Results()) }

func returnPos(ret *ssa.Return) token.Pos {
	if ret.Pos().IsValid() {
		return ret.Pos()
	}
	if syntax := ret.Parent().Syntax(); syntax != nil {
		return syntax.End() - 1 // the closing brace
	}
	return ret.Parent().Pos()
}

// deferFindings reports defers that pile up in a loop.
func (t *tracker) deferFindings() []Finding {
	if t.worked || t.spawned || len(t.defers) > 0 && t.goesOn() {
		return nil // what goes on after the round needs it
	}
	var found []Finding
	for instr := range t.defers {
		src := t.pkg.source(t.site.call)
		found = append(found, Finding{
			Rule:    "deferloop",
			Pos:     instr.Pos(),
			Message: t.subject(src) + " is acquired in a loop but its deferred release waits for the function to return",
			Mend:    t.mendPile(instr),
			Related: []Related{{Pos: src.pos, End: src.end, Message: "acquired here, in each iteration"}},
		})
	}
	return found
}

// rowsErrFindings reports iterations whose end is taken for success.
func (t *tracker) rowsErrFindings() []Finding {
	if len(t.missed) == 0 || t.res.entry == nil || t.res.entry.Err == "" {
		return nil
	}
	m := t.missed[0]
	next := m.state.Mark.Last
	asked := t.res.entry.Err + "()"
	f := Finding{Rule: "rowserr"}
	if t.site != nil {
		src := t.pkg.source(t.site.call)
		f.Pos, f.End = src.pos, src.end
		if name := t.site.name(src); t.site.hasName(src) {
			asked = name + "." + asked
		} else {
			asked += " of the " + name
		}
	} else {
		if next == nil || !returnsError(t.root) || t.root.Parent() != nil {
			return nil // the caller may look
		}
		src := t.pkg.source(next.(ssa.CallInstruction))
		f.Pos, f.End = src.pos, src.end
		asked = src.receiver() + "." + asked
	}
	f.Mend = t.mendIteration(next)
	where, looks := "after the loop", "an error ends the iteration like the last "+t.res.element()+" does"
	if next != nil && !t.pkg.graphs.InCycle(next.Block()) {
		where, looks = "when there is no "+t.res.element(), "an error looks the same"
	}
	f.Message = fmt.Sprintf("%s is not checked %s: %s", asked, where, looks)
	if next != nil {
		f.Related = append(f.Related, Related{Pos: next.Pos(), Message: "the iteration ends here"})
	}
	f.Related = append(f.Related, Related{Pos: returnPos(m.ret), Message: "the function returns here without a look at it"})
	return []Finding{f}
}

// lateUseFindings reports what comes after the release on every path.
func (t *tracker) lateUseFindings() []Finding {
	if t.site == nil {
		return nil // the caller knows what it gives
	}
	var found []Finding
	for instr, u := range t.uses {
		if u.after == 0 || u.other > 0 || u.call != nil && t.pkg.inTest(u.call.Instr) {
			continue // a test may well ask what a closed thing does
		}
		if u.call == nil && t.res.tellsWhenDone() {
			continue
		}
		f := Finding{Rule: "afterclose", Pos: instr.Pos()}
		name := t.subject(t.pkg.source(t.site.call))
		done := u.state.Mark.Where
		if u.call == nil {
			does := "releases it"
			if u.state.Mark.Status == live {
				does = "ends its context"
			}
			f.Message = fmt.Sprintf("%s is handed on, but a deferred call %s: whoever gets it comes after", name, does)
		} else {
			src := t.pkg.source(u.call.Instr)
			f.Pos, f.End = src.pos, src.end
			f.Message = fmt.Sprintf("%s is used after it was released", name)
			f.Mend = func() []analysis.SuggestedFix { return repair.Late(t.pkg.code, done) }
		}
		if done != nil {
			f.Related = append(f.Related, Related{Pos: done.Pos(), Message: "released here"})
		}
		found = append(found, f)
	}
	return found
}
