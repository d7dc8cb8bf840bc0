package obligation

import (
	"cmp"
	"go/types"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A verdict is what a call does to the resource, by the outcome of the call.
type verdict struct {
	ok, err Effect
	// certain: the release is a method call on the resource itself.
	certain bool
	// presumed: unknown code is thought to take it.
	presumed bool
	// guess: that would be disproved by a release after it.
	guess bool
	// void: there turns out to be nothing to release.
	void bool
	// told: whether it is taken is what the call's last result, a bool, says.
	told answer
	// succeeds: the callee never fails.
	succeeds bool
	// lent: it is taken by what cannot release it.
	lent bool
	// unless is what the callee does to it unless it fails: reading it to its end,
	// or putting it into a result.
	unless *ParamFact
	via    string
}

// An answer is what a bool has to be for something to be so.
type answer uint8

const (
	noAnswer answer = iota
	ifTrue
	ifFalse
)

func (v verdict) join(w verdict) verdict {
	return verdict{
		ok: max(v.ok, w.ok), err: max(v.err, w.err),
		certain: v.certain || w.certain, presumed: v.presumed || w.presumed, guess: v.guess || w.guess, void: v.void || w.void,
		unless: cmp.Or(v.unless, w.unless), told: max(v.told, w.told),
		lent: (v.lent || v == verdict{}) && (w.lent || w == verdict{}),
		via:  v.via + w.via,
	}
}

// told returns by what answer k says that it has taken argument i.
func told(k callee, i int) answer {
	switch {
	case k.takesIfNot(i):
		return ifFalse
	case k.takesIfOK(i) && !endsInError(k.obj.Signature().Results()):
		return ifTrue
	}
	return noAnswer
}

func both(e Effect) verdict { return verdict{ok: e, err: e} }

// arguments runs a call by what it does with the arguments that are the
// resource, or contain or capture it.
func (t *tracker) arguments(m *flow.Machine, s *flow.State, c *flow.Call, k callee) []*flow.State {
	t.endGround(m, s, c, k)
	t.endParent(m, s, c, k)
	states := []*flow.State{s}
	for i, a := range c.Args {
		if a.Kind == flow.Func { // which is called while the callee has the others
			states = t.funcArgument(m, states, c, k, i)
		}
	}
	var v verdict
	for i, a := range c.Args {
		if a.Kind == flow.Func {
			continue
		}
		if a.Kind == flow.Addr && k.param(i).Call == CallLater {
			t.laterArguments(m, states, c, a)
			continue
		}
		for _, st := range states {
			if a.Kind == flow.View {
				t.viewArgument(st, c, k, i)
				continue
			}
			if !m.Contains(st, a) {
				t.mayBeSet(m, st, c, a)
				continue
			}
			if a.Kind == flow.TokenField && !t.leadsOn(c.Operand(i).Type()) {
				continue
			}
			v = v.join(t.argument(m, st, c, k, i))
		}
	}
	if c.Fn.Kind == flow.Func && c.Callee != nil && m.Contains(s, c.Fn) {
		v = v.join(both(Takes)) // a closure too deep to be walked
	}
	v.succeeds = k.sum != nil && k.sum.Succeeds
	var out []*flow.State
	for _, st := range states {
		out = append(out, t.apply(m, st, c, v)...)
	}
	return out
}

// mayBeSet forgets what c may set in what it is given the address of.
func (t *tracker) mayBeSet(m *flow.Machine, s *flow.State, c *flow.Call, a flow.Val) {
	if c.IsDefer() {
		m.HavocLate(s, a)
		return
	}
	m.Havoc(s, a)
}

// apply applies a verdict. Where it depends on the call's error both outcomes
// are followed.
func (t *tracker) apply(m *flow.Machine, s *flow.State, c *flow.Call, v verdict) []*flow.State {
	if hasBool(c) {
		v.guess = false // it may have been refused, which tells nothing of the rest
	}
	if v.unless != nil && len(v.unless.Wraps) > 0 && !takesError(c) {
		v.unless = nil // whoever uses the result without a look at the error relies on it
	}
	onlyOne := v.ok == v.err && !v.guess && v.unless == nil || !hasError(c) && v.told == noAnswer
	if onlyOne || v.succeeds || c.Value() == nil {
		t.succeed(s, v)
		t.effect(m, s, c, v.ok, v)
		return []*flow.State{s}
	}
	failed := s.Clone()
	if v.told == noAnswer {
		bindError(s, c, flow.Val{Kind: flow.Nil})
		bindError(failed, c, flow.Val{Kind: flow.NonNil})
	} else {
		last := c.Instr.Common().Signature().Results().Len() - 1
		bindResult(s, c, last, flow.BoolVal(v.told == ifTrue))
		bindResult(failed, c, last, flow.BoolVal(v.told == ifFalse))
	}
	t.succeed(s, v)
	t.fail(failed, c, v)
	t.effect(m, s, c, v.ok, v)
	v.guess = false // what is released after a failure tells nothing
	t.effect(m, failed, c, v.err, v)
	if failed.Mark.Status == live {
		failed.Mark.Where = c.Instr // which a leak is told by
	}
	return []*flow.State{s, failed}
}

// succeed notes what a callee has done because it has not failed.
func (t *tracker) succeed(s *flow.State, v verdict) {
	if v.unless != nil && v.unless.Iterates {
		t.exhaust(s)
	}
}

// fail notes what a callee has not done because it has failed: the results that would
// hold the resource hold nothing.
func (t *tracker) fail(s *flow.State, c *flow.Call, v verdict) {
	if v.unless == nil {
		return
	}
	results := c.Instr.Common().Signature().Results()
	for _, w := range v.unless.Wraps {
		if w < results.Len() {
			bindResult(s, c, w, flow.Zero(results.At(w).Type()))
		}
	}
}

// hasBool reports whether c's last result is a bool, which may say whether the
// call did what it was asked to.
func hasBool(c *flow.Call) bool {
	res := c.Instr.Common().Signature().Results()
	return res.Len() > 0 && types.Identical(res.At(res.Len()-1).Type(), types.Typ[types.Bool])
}

func (t *tracker) effect(m *flow.Machine, s *flow.State, c *flow.Call, e Effect, v verdict) {
	switch {
	case e != Borrows && v.void:
		switch {
		case s.Mark.Status != live:
		case t.param != nil:
			t.via[v.via] = true
			s.Mark.Status = released // which the caller need not do any more
		default:
			s.Mark.Status = void
		}
	case e == Releases:
		t.handedOn = t.handedOn || s.Mark.Status == moved
		if v.certain {
			t.release(m, s, c.Instr, v.via)
		} else {
			t.via[v.via] = true
			t.settle(s)
		}
	case e == Takes:
		t.handedOn = t.handedOn || !v.lent
		t.lentOn = true
		s.Mark.Guess = v.guess && s.Mark.Status == live
		t.presumes = t.presumes || v.presumed
		t.takes = t.takes || !v.presumed
		t.settle(s)
		s.Mark.Stage = handed
	}
}

// argument returns what c does with argument i, which is or contains the
// resource.
func (t *tracker) argument(m *flow.Machine, s *flow.State, c *flow.Call, k callee, i int) verdict {
	v := t.ownArgument(m, s, c, k, i)
	if f := k.param(i); f.Leaves {
		v.unless = &f
	}
	if t.res.hasPeer() && v == (verdict{}) {
		return both(Takes) // it is read
	}
	return v
}

// ownArgument is [tracker.argument] by what is known of the callee alone.
func (t *tracker) ownArgument(m *flow.Machine, s *flow.State, c *flow.Call, k callee, i int) verdict {
	if k.handsOn(i) {
		bindResult(s, c, 0, flow.Val{Kind: flow.Holder})
		return verdict{}
	}
	if i == 0 && k.recv {
		return t.receiver(m, s, c, k)
	}
	f := k.paramOf(c, i)
	t.noteIteration(s, f, k)
	t.bindWraps(m, s, c, f, flow.Token)
	if isViewer(k) && len(f.Wraps) == 0 {
		bindResult(s, c, 0, flow.Val{Kind: flow.View})
	}
	a := c.Args[i]
	if a.Kind == flow.Thunk {
		if f.Call != NoCall {
			return both(Releases)
		}
		return both(Takes)
	}
	if f.OK == Releases || f.Err == Releases {
		if len(f.Via) > 0 && !t.res.releasedVia(f.Via) {
			return verdict{}
		}
		return verdict{ok: f.OK, err: f.Err, via: first(f.Via), certain: f.Certain}
	}
	if a.Kind == flow.Token && len(f.IfError) == 0 && !t.isMention(k) && t.needsLive(c, i) {
		t.noteUse(s, c) // a helper that looks at an error first may not touch it
	}
	if f.OK == Takes || f.Err == Takes {
		if f.Guess && t.lendsTo(k, i) {
			return verdict{}
		}
		return verdict{ok: f.OK, err: f.Err, told: told(k, i), presumed: f.Guess, guess: f.Guess, lent: t.pkg.onlyUses(k, i)}
	}
	if t.releasesField(m, s, a, f) {
		return verdict{ok: Releases, err: Releases, via: "Close"}
	}
	if k.seen && len(f.Wraps) == 0 && k.obj != nil && isOption(k.obj) {
		bindResult(s, c, 0, flow.Val{Kind: flow.Holder})
		return verdict{}
	}
	if len(f.Wraps) == 0 && (!k.seen || t.maybeKept(a, k, i)) {
		if t.isCallback(c, k) || t.isAsked(c) || t.lendsTo(k, i) || t.pkg.onlyUsesArgument(c, k, i) {
			return verdict{}
		}
		return verdict{ok: Takes, err: Takes, presumed: true, guess: true} // code that cannot be seen
	}
	return verdict{}
}

// leadsOn reports whether the address of a field, which is of type typ, may lead to
// the resource: that of a lock or a counter beside it does not.
func (t *tracker) leadsOn(typ types.Type) bool {
	ptr, ok := typ.Underlying().(*types.Pointer)
	return !ok || types.IsInterface(ptr.Elem()) || t.pkg.paramResource(ptr.Elem()) != nil
}

// isCallback reports whether c calls a func value that is lent the resource:
// one that works on a pool or in a transaction leaves its end to whoever it
// works for. A connection or a file may be handed over to it.
func (t *tracker) isCallback(c *flow.Call, k callee) bool {
	results := c.Instr.Common().Signature().Results()
	if c.Instr.Common().IsInvoke() || k.obj != nil || results.Len() > 1 || results.Len() == 1 && !isErrorType(results.At(0).Type()) {
		return false
	}
	return t.res.class == contract.Pool || t.res.isRelease("Commit") && t.res.isRelease("Rollback")
}

// isAsked reports whether c hands out something that is made of the pool that it
// is given: rows, a transaction. It works on the pool, then, and does not keep it.
func (t *tracker) isAsked(c *flow.Call) bool {
	if t.res.class != contract.Pool || t.res.entry == nil {
		return false
	}
	for v := range c.Instr.Common().Signature().Results().Variables() {
		res := t.pkg.resourceOf(v.Type())
		if res != nil && res.class != contract.Pool && strings.HasPrefix(t.res.entry.Path()+"/", res.entry.Path()+"/") {
			return true
		}
	}
	return false
}

// maybeKept reports whether a callee may keep argument i although nothing is
// known of it: its parameter is of a type that shows nothing to release, so that
// it was not followed, and what it makes may live on it.
func (t *tracker) maybeKept(a flow.Val, k callee, i int) bool {
	if k.obj == nil || k.obj.Pkg() == nil || isStd(k.obj.Pkg().Path()) || k.table != nil {
		return false
	}
	params := k.obj.Signature().Params()
	if k.recv {
		i--
	}
	if i >= params.Len() {
		i = params.Len() - 1
	}
	if i < 0 || t.pkg.paramResource(params.At(i).Type()) != nil {
		return false
	}
	if a.Kind == flow.Token {
		return false // use-only parameters tell whether they are kept
	}
	return !isReaderOrWriter(params.At(i).Type())
}

// bindWraps binds the results that are, or own, the argument of which f tells.
func (t *tracker) bindWraps(m *flow.Machine, s *flow.State, c *flow.Call, f ParamFact, kind flow.Kind) {
	results := c.Instr.Common().Signature().Results()
	for _, w := range f.Wraps {
		if w >= results.Len() {
			continue
		}
		switch typ := results.At(w).Type(); {
		case t.mayYield(m, s, typ):
			kind = flow.Holder
		case isFunc(typ):
			kind = flow.Thunk
		}
		if named := namedOf(results.At(w).Type()); named != nil && len(f.In) > 0 {
			t.heldIn[named.Origin()] = f.In
		}
		bindResult(s, c, w, flow.Val{Kind: kind})
	}
}

// releasesField reports whether a callee releases a field in which the struct
// a holds the resource.
func (t *tracker) releasesField(m *flow.Machine, s *flow.State, a flow.Val, f ParamFact) bool {
	return slices.ContainsFunc(t.heldFields(m, s, a), func(name string) bool { return slices.Contains(f.Fields, name) })
}

func first(words []string) string {
	if len(words) > 0 {
		return words[0]
	}
	return ""
}
