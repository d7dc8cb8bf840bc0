package obligation

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A verdict is what a call does to the resource, by the outcome of the call.
type verdict struct {
	ok, err Effect
	// certain: the release is a method call on the resource itself.
	certain bool
	// void: there turns out to be nothing to release.
	void bool
	via  string
}

func (v verdict) join(w verdict) verdict {
	return verdict{max(v.ok, w.ok), max(v.err, w.err), v.certain || w.certain, v.void || w.void, v.via + w.via}
}

func both(e Effect) verdict { return verdict{ok: e, err: e} }

// arguments runs a call by what it does with the arguments that are the
// resource, or contain or capture it.
func (t *tracker) arguments(m *flow.Machine, s *flow.State, c *flow.Call, k callee) []*flow.State {
	t.endParent(m, s, c, k)
	states := []*flow.State{s}
	var v verdict
	for i, a := range c.Args {
		if a.Kind == flow.Func {
			states = t.funcArgument(m, states, c, k, i)
			continue
		}
		for _, st := range states {
			if !m.Contains(st, a) {
				m.Havoc(st, a)
				continue
			}
			v = v.join(t.argument(m, st, c, k, i))
		}
	}
	if c.Fn.Kind == flow.Func && c.Callee != nil && m.Contains(s, c.Fn) {
		v = v.join(both(Takes)) // a closure too deep to be walked
	}
	var out []*flow.State
	for _, st := range states {
		out = append(out, t.apply(m, st, c, v)...)
	}
	return out
}

// apply applies a verdict. Where it depends on the call's error both outcomes
// are followed.
func (t *tracker) apply(m *flow.Machine, s *flow.State, c *flow.Call, v verdict) []*flow.State {
	if v.ok == v.err || !hasError(c) || c.Value() == nil {
		t.effect(m, s, c, v.ok, v)
		return []*flow.State{s}
	}
	failed := s.Clone()
	bindError(s, c, flow.Val{Kind: flow.Nil})
	bindError(failed, c, flow.Val{Kind: flow.NonNil})
	t.effect(m, s, c, v.ok, v)
	t.effect(m, failed, c, v.err, v)
	return []*flow.State{s, failed}
}

func (t *tracker) effect(m *flow.Machine, s *flow.State, c *flow.Call, e Effect, v verdict) {
	switch {
	case e != Borrows && v.void:
		if s.Mark.Status == live {
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
		t.handedOn = true
		t.transfer(s)
	}
}

// argument returns what c does with argument i, which is or contains the
// resource.
func (t *tracker) argument(m *flow.Machine, s *flow.State, c *flow.Call, k callee, i int) verdict {
	if i == 0 && k.recv {
		return t.receiver(m, s, c, k)
	}
	f := k.param(i)
	t.noteIteration(s, f, k)
	t.bindWraps(s, c, f, flow.Token)
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
	if a.Kind == flow.Token && !t.isMention(k) {
		t.noteUse(s, c)
	}
	if f.OK == Takes || f.Err == Takes {
		return verdict{ok: f.OK, err: f.Err}
	}
	if t.releasesField(m, s, a, f) {
		return verdict{ok: Releases, err: Releases, via: "Close"}
	}
	if k.seen && len(f.Wraps) == 0 && k.obj != nil && isOption(k.obj) {
		bindResult(s, c, 0, flow.Val{Kind: flow.Holder})
		return verdict{}
	}
	if len(f.Wraps) == 0 && (!k.seen || t.maybeKept(a, k, i)) {
		return both(Takes) // code that cannot be seen
	}
	return verdict{}
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
func (t *tracker) bindWraps(s *flow.State, c *flow.Call, f ParamFact, kind flow.Kind) {
	results := c.Instr.Common().Signature().Results()
	for _, w := range f.Wraps {
		if w >= results.Len() {
			continue
		}
		if isFunc(results.At(w).Type()) {
			kind = flow.Thunk
		}
		bindResult(s, c, w, flow.Val{Kind: kind})
	}
}

// releasesField reports whether a callee releases a field in which the struct
// a holds the resource.
func (t *tracker) releasesField(m *flow.Machine, s *flow.State, a flow.Val, f ParamFact) bool {
	return slices.ContainsFunc(t.heldFields(m, s, a), func(name string) bool { return slices.Contains(f.Fields, name) })
}

// isViewer reports whether the callee makes a reader over its argument, as
// bufio.NewScanner does.
func isViewer(k callee) bool {
	return k.obj != nil && k.obj.Pkg() != nil && isStd(k.obj.Pkg().Path()) && strings.HasPrefix(k.obj.Name(), "New")
}

// isMention reports whether a callee that is given the resource does nothing
// that needs it alive: printing it, comparing it.
func (t *tracker) isMention(k callee) bool {
	return k.obj == nil || k.obj.Pkg() == nil || k.obj.Pkg().Path() == "fmt" || k.obj.Pkg().Path() == "errors"
}

func first(words []string) string {
	if len(words) > 0 {
		return words[0]
	}
	return ""
}

// noteIteration notes what the callee does with the iteration over the resource.
func (t *tracker) noteIteration(s *flow.State, f ParamFact, k callee) {
	if f.Iterates {
		if s.Mark.Status == live {
			s.Mark.Status = drained
		}
		t.settled, t.iterates = true, true
		s.Mark.Stage = max(s.Mark.Stage, ended)
	}
	if f.Checks || !k.seen {
		s.Mark.Stage = handed
		t.checks = t.checks || f.Checks
	}
}

// receiver returns what the method call c does with its receiver, which is or
// contains the resource.
func (t *tracker) receiver(m *flow.Machine, s *flow.State, c *flow.Call, k callee) verdict {
	name := ""
	if k.obj != nil {
		name = k.obj.Name()
	}
	f := k.param(0)
	if c.Args[0].Kind == flow.Token {
		return t.method(s, c, k, name, f)
	}
	t.noteIteration(s, f, callee{seen: true})
	t.bindWraps(s, c, f, flow.Holder)
	switch {
	case t.releasesField(m, s, c.Args[0], f), isCloser(name):
		return verdict{ok: Releases, err: Releases, via: name}
	case f.OK != Borrows || f.Err != Borrows:
		return verdict{ok: f.OK, err: f.Err}
	}
	return verdict{}
}

// method returns what calling a method on the resource does.
func (t *tracker) method(s *flow.State, c *flow.Call, k callee, name string, f ParamFact) verdict {
	if t.res.isErr(name) {
		s.Mark.Stage = max(s.Mark.Stage, checked)
		t.checks = true
	}
	if name == "Err" && t.res.entry != nil && t.res.entry.DoneBy != "" && t.res.entry.Drain == "" {
		return verdict{err: Releases, void: true} // a row with an error holds nothing
	}
	switch {
	case t.res.entry != nil && t.res.entry.IsErrRelease(name):
		return verdict{ok: Releases, certain: true, via: name}
	case t.res.isRelease(name):
		return verdict{ok: Releases, err: Releases, certain: true, via: name}
	case t.res.isDoneBy(name):
		t.via[name] = true
		t.transfer(s)
		return verdict{}
	case t.res.isDrain(name):
		t.noteLateUse(s, c, name)
		bindResult(s, c, 0, flow.Val{Kind: flow.Test, Ref: c.Value()})
		return verdict{}
	}
	t.bindWraps(s, c, f, flow.Token)
	switch {
	case f.OK != Borrows || f.Err != Borrows:
		return verdict{ok: f.OK, err: f.Err, via: first(f.Via)}
	case isCloser(name):
		return verdict{ok: Releases, err: Releases, via: name}
	}
	t.noteIteration(s, f, callee{seen: true})
	t.noteLateUse(s, c, name)
	return verdict{}
}

// noteLateUse notes a method call that may come after the release.
func (t *tracker) noteLateUse(s *flow.State, c *flow.Call, name string) {
	if t.res.entry == nil && !hasError(c) {
		return // an accessor of an inferred owner
	}
	if !t.res.isPlain(name) {
		t.noteUse(s, c)
	}
}

func (t *tracker) noteUse(s *flow.State, c *flow.Call) {
	if t.late {
		return
	}
	u := t.use(c.Instr)
	if s.Mark.Status == released {
		u.after++
		u.state, u.call = s, c
	} else {
		u.other++
	}
}

// funcArgument runs argument i, a func that may capture the resource, as far
// as the callee is known to call it.
func (t *tracker) funcArgument(m *flow.Machine, states []*flow.State, c *flow.Call, k callee, i int) []*flow.State {
	a := c.Args[i]
	mode := k.param(i).Call
	var out []*flow.State
	for _, s := range states {
		switch {
		case !m.Touches(s, &flow.Call{Fn: a}):
			if fn := a.Function(); fn != nil && t.site != nil && mode == CallNow && encloses(fn, t.site.call.Parent()) {
				out = append(out, t.callNow(m, s, c, a)...)
			} else {
				out = append(out, s)
			}
		case mode == CallNow:
			out = append(out, t.callNow(m, s, c, a)...)
		case mode == CallLater:
			t.callLater(m, s, c, a)
			out = append(out, s)
		case t.pkg.onlyNames(k, i):
			out = append(out, s)
		default:
			m.HavocCaptured(s, a)
			if m.Contains(s, a) {
				t.handedOn = true
				t.transfer(s)
			} else {
				m.Share(s, a, t.pkg.capturesForRelease)
			}
			out = append(out, s)
		}
	}
	return out
}

// encloses reports whether inner is outer or a closure in it.
func encloses(outer, inner *ssa.Function) bool {
	for ; inner != nil; inner = inner.Parent() {
		if inner == outer {
			return true
		}
	}
	return false
}

// callNow walks the func value a once. The callee is thought to hand on the
// error that it returns.
func (t *tracker) callNow(m *flow.Machine, s *flow.State, c *flow.Call, a flow.Val) []*flow.State {
	ends, ok := m.Walk(s, a, nil)
	if !ok {
		if m.Contains(s, a) {
			t.transfer(s)
		}
		return []*flow.State{s}
	}
	var out []*flow.State
	for _, e := range ends {
		if n := len(e.Results); n > 0 && e.Results[n-1].Kind != flow.Const {
			bindError(e.State, c, e.Results[n-1])
		}
		out = append(out, e.State)
	}
	return out
}

// callLater puts the func value a on the calls that run when the work is over.
func (t *tracker) callLater(m *flow.Machine, s *flow.State, c *flow.Call, a flow.Val) {
	if s.Mark.Status == none {
		m.Later(s, c, a)
		return
	}
	ends, ok := m.Try(s, a, a.Function(), nil)
	if !ok {
		t.transfer(s)
		return
	}
	for _, e := range ends {
		if e.State.Mark.Status != live {
			t.settle(s)
		}
		if e.State.Mark.Stage >= checked {
			s.Mark.Stage = handed
		}
	}
}

// Go implements [flow.Client]: a goroutine that releases, or of which that
// cannot be told, takes.
func (t *tracker) Go(m *flow.Machine, s *flow.State, c *flow.Call) {
	for _, a := range c.Args {
		if a.Kind == flow.Func {
			m.HavocCaptured(s, a)
		}
	}
	if c.Fn.Kind == flow.Func {
		m.HavocCaptured(s, c.Fn)
		if !m.Contains(s, c.Fn) && s.Mark.Status == none {
			m.Share(s, c.Fn, t.pkg.capturesForRelease)
		}
	}
	touched := m.Contains(s, c.Fn) || slices.ContainsFunc(c.Args, func(a flow.Val) bool { return m.Contains(s, a) })
	if s.Mark.Status != live || !touched {
		t.handedOn = t.handedOn || touched
		return
	}
	s.Mark.Stage = handed
	if fn := c.Callee; fn != nil && (fn.Parent() != nil || isWrapper(fn)) {
		if ends, ok := m.Try(s, c.Fn, fn, c.Args); ok && len(ends) > 0 &&
			!slices.ContainsFunc(ends, func(e flow.Result) bool { return e.State.Mark.Status != live }) {
			return // it only uses it
		}
		t.handedOn = true
		t.transfer(s)
		return
	}
	k := t.pkg.calleeOf(c)
	for i, a := range c.Args {
		if m.Contains(s, a) {
			if v := t.argument(m, s.Clone(), c, k, i); v.ok != Borrows || v.err != Borrows {
				t.handedOn = true
				t.transfer(s)
			}
		}
	}
}
