package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// isMention reports whether a callee that is given the resource does nothing
// that needs it alive: printing it, comparing it.
func (t *tracker) isMention(k callee) bool {
	return k.obj == nil || k.obj.Pkg() == nil || k.obj.Pkg().Path() == "fmt" || k.obj.Pkg().Path() == "errors"
}

// noteIteration notes what the callee does with the iteration over the resource.
func (t *tracker) noteIteration(s *flow.State, f ParamFact, k callee) {
	if f.Iterates && !f.Leaves {
		t.exhaust(s)
	}
	if f.Checks || !k.seen {
		s.Mark.Stage = handed
		t.checks = t.checks || f.Checks
	}
}

// exhaust notes that a callee has read the resource to its end.
func (t *tracker) exhaust(s *flow.State) {
	if s.Mark.Status == live {
		s.Mark.Status = drained
	}
	t.settled, t.iterates = true, true
	s.Mark.Stage = max(s.Mark.Stage, ended)
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
		if t.res.entry != nil && t.isPart(c.Operand(0)) {
			f = ParamFact{} // the table tells all about it
		}
		return t.method(m, s, c, name, f)
	}
	t.noteIteration(s, f, callee{seen: true})
	t.bindWraps(m, s, c, f, flow.Holder)
	switch {
	case t.releasesField(m, s, c.Args[0], f), isCloser(name):
		return verdict{ok: Releases, err: Releases, via: name}
	case t.own && f.OK != Releases && f.Err != Releases:
		// others have it anyway
	case f.OK != Borrows || f.Err != Borrows:
		return verdict{ok: f.OK, err: f.Err}
	}
	return verdict{}
}

// isPart reports whether recv is of a type that the resource embeds: its methods
// are methods of the resource.
func (t *tracker) isPart(recv ssa.Value) bool {
	if recv == nil || t.typ == nil {
		return false
	}
	st, named := structUnder(t.typ), namedOf(recv.Type())
	if st == nil || named == nil {
		return false
	}
	for f := range st.Fields() {
		if f.Embedded() && namedOf(f.Type()) == named {
			return true
		}
	}
	return false
}

// method returns what calling a method on the resource does.
func (t *tracker) method(m *flow.Machine, s *flow.State, c *flow.Call, name string, f ParamFact) verdict {
	if t.res.isErr(name) {
		s.Mark.Stage = max(s.Mark.Stage, checked)
		t.checks = true
	}
	if s.Mark.Status == live && t.res.closedByError(name) {
		return verdict{err: Releases, void: name == "Err", via: name} // which only tells that there is nothing to release
	}
	switch {
	case t.res.entry != nil && t.res.entry.IsErrRelease(name):
		return verdict{ok: Releases, certain: true, via: name}
	case t.res.isRelease(name): // of an owner also one that releases on some paths only
		return verdict{ok: Releases, err: Releases, certain: t.res.entry != nil || isCloser(name) || f.Certain, via: name}
	case t.res.isDoneBy(name):
		t.via[name] = true
		t.transfer(s)
		return verdict{}
	case t.res.isDrain(name):
		t.guessed = t.guessed || s.Mark.Guess // whoever was given it did not take it
		t.noteLateUse(s, c, name)
		bindResult(s, c, 0, flow.Val{Kind: flow.Test, Ref: c.Value()})
		return verdict{}
	}
	t.bindWraps(m, s, c, f, flow.Token)
	switch {
	case f.OK != Borrows || f.Err != Borrows:
		return verdict{ok: f.OK, err: f.Err, via: first(f.Via)}
	case isCloser(name), t.res.entry == nil && (looksLikeRelease(name) || consumes(c)), t.releasesWrapped(c, name):
		return verdict{ok: Releases, err: Releases, via: name}
	}
	t.noteIteration(s, f, callee{seen: true})
	t.noteLateUse(s, c, name)
	return verdict{}
}

// releasesWrapped reports whether c calls a method of something around the
// resource that releases what it is around.
func (t *tracker) releasesWrapped(c *flow.Call, name string) bool {
	recv := c.Operand(0)
	if recv == nil || t.typ == nil || types.Identical(recv.Type(), t.typ) || t.isPart(recv) {
		return false
	}
	named := namedOf(recv.Type())
	if named == nil {
		return false
	}
	o := t.pkg.ownerOf(named.Origin().Obj())
	in, known := t.heldIn[named.Origin()]
	if !known {
		return o.releases(name)
	}
	return slices.ContainsFunc(in, func(field string) bool { return slices.Contains(o.methods(field), name) })
}

// consumes reports whether a call of an iterator's method, of an interface,
// hands out the elements to a func: it is done with the iteration, and as a rule
// with the iterator.
func consumes(c *flow.Call) bool {
	return c.Instr.Common().IsInvoke() && hasMethod(c.Instr.Common().Value.Type(), "Next") && slices.ContainsFunc(c.Instr.Common().Args, func(a ssa.Value) bool {
		return isFunc(a.Type())
	})
}
