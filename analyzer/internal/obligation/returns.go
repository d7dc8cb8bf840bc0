package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A use is an instruction that needs the resource.
type use struct {
	after, other int         // paths on which it was released before, or not
	state        *flow.State // of one of the former
	call         *flow.Call  // nil: it is returned
}

// Return implements [flow.Client].
func (t *tracker) Return(m *flow.Machine, s *flow.State, ret *ssa.Return, results []flow.Val) {
	if s.Mark.Status == none || s.Mark.Status == void || s.Mark.Idle {
		return
	}
	o := outcome{failed: errorState(ret, results), bools: boolsIn(results)}
	o.passes = o.failed == flow.MaybeNil && returnsError(t.root) && t.passesError(results[len(results)-1])
	for i, r := range results {
		if m.Contains(s, r) {
			o.results = append(o.results, i)
			o.fields = append(o.fields, t.heldFields(m, s, r)...)
		} else if r.Kind == flow.View {
			o.views = true
		}
	}
	t.returnNext(s, ret, results)
	if o.views && t.releasedByDefer(s) && o.failed != flow.IsNotNil {
		t.noteLate(s, ret)
	}
	t.returnKept(s)
	if len(o.results) > 0 {
		// Nobody returns a handle that unknown code has taken, nor what owns it.
		t.guessed = t.guessed || s.Mark.Guess && t.res.entry != nil && (t.res.entry.ByType || len(o.fields) > 0)
		t.returnReleased(s, ret, o)
		t.returnGroundless(s, ret, o)
		s.Mark.Stage = handed
		t.settled = true
		if o.status = s.Mark.Status; o.status == released && s.Mark.Guess {
			o.status = live // a deferred call releases it if something has failed
		}
		t.outcomes = append(t.outcomes, o)
		return
	}
	t.late = true // what runs later is no use after the release
	ends := m.RunPending(s, nil)
	t.late = false
	for _, st := range ends {
		o := o
		o.status = st.Mark.Status
		t.outcomes = append(t.outcomes, o)
		if st.Mark.Status == live && !t.healedByParent(st) {
			t.leaks = append(t.leaks, leak{state: s, ret: ret, failed: o.failed, ended: o.failed == flow.IsNotNil && t.isOfBorrowedTx(st)})
		}
		if st.Mark.Stage == ended && (o.failed != flow.IsNotNil || results[len(results)-1].IsMadeUp()) {
			t.missed = append(t.missed, missedErr{st, ret})
		}
	}
}

// returnKept notes that the resource was put where others find it, and a deferred call has
// released it since: one that was disarmed meanwhile has not.
func (t *tracker) returnKept(s *flow.State) {
	switch {
	case s.Mark.Kept == nil:
	case t.releasedByDefer(s):
		t.noteLate(s, s.Mark.Kept)
	default:
		t.use(s.Mark.Kept).other++
	}
}

// returnReleased notes that the resource is returned although a deferred call
// has released it, or ends its context.
func (t *tracker) returnReleased(s *flow.State, ret *ssa.Return, o outcome) {
	if late := t.overtaken(s, o); late != nil {
		t.noteLate(late, ret)
	} else {
		t.use(ret).other++
	}
}

// overtaken returns the state in which a deferred call comes before whoever gets what is
// returned; nil if none does.
func (t *tracker) overtaken(s *flow.State, o outcome) *flow.State {
	replaced := s.Mark.Stage == handed && t.res.entry != nil && t.res.entry.Field() != ""
	switch {
	case o.failed == flow.IsNotNil, replaced:
		return nil
	case t.releasedByDefer(s):
		return s
	case t.site == nil, s.Mark.Status != live:
		return nil
	}
	d := t.deferredEnd()
	if d == nil {
		return nil
	}
	ended := s.Clone()
	ended.Mark.Where = d
	return ended
}

// passesError reports whether an error that is returned is what a call has given: one that
// does not tell by it that the resource is closed, as the Err of rows does.
func (t *tracker) passesError(err flow.Val) bool {
	v := err.Ref
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok || err.Kind != flow.Sym {
		return false
	}
	obj, fn := calledFunc(call.Common())
	if obj == nil || t.res.closedByError(obj.Name()) || t.res.isErr(obj.Name()) {
		return false
	}
	// What a function does that calls itself in the end is known by its other ways.
	return fn == nil || len(fn.Blocks) == 0 || !slices.Contains(call.Call.Args, ssa.Value(t.param))
}

// returnNext notes that what Next has said is returned as the answer, with no look at the
// error for which it may have said no.
func (t *tracker) returnNext(s *flow.State, ret *ssa.Return, results []flow.Val) {
	if s.Mark.Stage != fresh || !t.pkg.canTell(t.root) || errorState(ret, results) == flow.IsNotNil {
		return
	}
	for _, r := range results {
		if next, ok := r.Ref.(*ssa.Call); ok && r.Kind == flow.Test {
			missed := s.Clone()
			missed.Mark.Last = next
			t.missed = append(t.missed, missedErr{missed, ret})
		}
	}
}

// returnGroundless notes that the resource is returned although a deferred call has
// released what it stands on, which did harm there and then.
func (t *tracker) returnGroundless(s *flow.State, ret *ssa.Return, o outcome) {
	if s.Mark.Status == live && s.Mark.Early != nil && !t.need.Lazy && !t.need.Tried && o.failed != flow.IsNotNil {
		t.early = append(t.early, early{s, s.Mark.Early, ret})
	}
}

func (t *tracker) releasedByDefer(s *flow.State) bool {
	_, deferred := s.Mark.Where.(*ssa.Defer)
	return deferred && s.Mark.Status == released
}

// noteLate notes that instr hands on what has been, or is about to be, released.
func (t *tracker) noteLate(s *flow.State, instr ssa.Instruction) {
	u := t.use(instr)
	u.after++
	u.state = s
}

// errorState returns what is known of the error that a function returns.
func errorState(ret *ssa.Return, results []flow.Val) flow.NilState {
	n := len(results)
	if n == 0 || !isErrorType(ret.Results[n-1].Type()) {
		return flow.MaybeNil
	}
	return flow.Nilness(results[n-1])
}

// boolsIn returns those of a function's results that are known to be true or false.
func boolsIn(results []flow.Val) []BoolFact {
	var known []BoolFact
	for i, r := range results {
		if is := r == flow.BoolVal(true); is || r == flow.BoolVal(false) {
			known = append(known, BoolFact{i, is})
		}
	}
	return known
}

// heldFields returns the names of the fields in which the struct v holds the
// resource.
func (t *tracker) heldFields(m *flow.Machine, s *flow.State, v flow.Val) []string {
	if v.Kind != flow.Addr && v.Kind != flow.Struct || v.Ref == nil {
		return nil
	}
	ptr, ok := v.Ref.Type().Underlying().(*types.Pointer)
	if !ok {
		return nil
	}
	return m.FieldsHolding(s, v, ptr.Elem())
}
