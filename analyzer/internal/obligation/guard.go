package obligation

import (
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A probe explores a function to see whether it returns, and with what.
type probe struct {
	*tracker
	errors []flow.NilState
	firsts []flow.Val // the first results
}

// Return implements [flow.Client].
func (p *probe) Return(m *flow.Machine, s *flow.State, ret *ssa.Return, results []flow.Val) {
	p.errors = append(p.errors, errorState(ret, results))
	if len(results) > 0 {
		p.firsts = append(p.firsts, results[0])
	}
}

// Skip implements [flow.Client].
func (p *probe) Skip(*flow.Machine, *flow.State, *ssa.BasicBlock) bool { return false }

// inferGuard infers whether fn returns only if its error parameter i is nil,
// or hands that nilness on, or says yes only if it is not.
func (p *pkg) inferGuard(fn *ssa.Function, i int, f *ParamFact) {
	failing, ok := p.tryWith(fn, i, flow.NonNil)
	if !ok {
		return
	}
	passing, ok := p.tryWith(fn, i, flow.Nil)
	if !ok {
		return
	}
	f.NilGuard = len(failing.errors) == 0 && len(passing.errors) > 0
	f.ErrGuard = len(passing.errors) == 0 && len(failing.errors) > 0
	f.NilKeeper = returnsError(fn) && all(failing.errors, flow.IsNotNil) && all(passing.errors, flow.IsNil)
	f.ErrTest = all(passing.firsts, flow.BoolVal(false))
}

// tryWith explores what fn does if parameter i is nil, or not, and reports whether
// that is known of every path.
func (p *pkg) tryWith(fn *ssa.Function, i int, kind flow.Kind) (*probe, bool) {
	c := &probe{tracker: newTracker(p, fn, nil)}
	c.res = &resource{}
	m := flow.NewMachine(fn, c, p.graphs)
	m.WantWhole()
	s := m.NewState()
	s.Bind(fn.Params[i], flow.Val{Kind: kind})
	m.Explore(s)
	return c, p.isWhole(m, fn.Params[i].Name())
}

// all reports whether there are some, and each of them is what is wanted.
func all[E comparable](found []E, want E) bool {
	for _, e := range found {
		if e != want {
			return false
		}
	}
	return len(found) > 0
}

// override applies what a //leakvet: comment on the function says of parameter i.
func (p *pkg) override(fn *ssa.Function, i int, f *ParamFact) {
	decl := fn.Syntax()
	if decl == nil {
		return
	}
	for _, o := range p.dirs.Ownership(decl) {
		index := o.Index
		if fn.Signature.Recv() != nil {
			index++ // the receiver is Receiver there, and 0 here
		}
		if index != i {
			continue
		}
		f.state(o.Verb)
	}
}
