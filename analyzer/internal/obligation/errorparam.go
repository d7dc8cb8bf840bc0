package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// An ErrorFact says what becomes of an argument if the error that is given along is not
// nil, where something else does otherwise: of a transaction in fail(tx, err), which
// rolls back what has failed.
type ErrorFact struct {
	// Param is the index of the error.
	Param   int
	OK, Err Effect
	Certain bool
	Via     []string
}

// followErrors follows parameter i of fn, which f tells of, once more for each error that
// fn is given with it.
func (p *pkg) followErrors(fn *ssa.Function, i int, res *resource, f *ParamFact) {
	for j, param := range fn.Params {
		if j == i || !isErrorType(param.Type()) {
			continue
		}
		t := p.exploreParam(fn, i, res, param)
		if t == nil {
			continue
		}
		e := ErrorFact{Param: j, Certain: t.alwaysReleases(), Via: t.methodsUsed()}
		if e.OK, e.Err = t.effects(); e.OK != f.OK || e.Err != f.Err {
			f.IfError = append(f.IfError, e)
		}
	}
}

// paramOf returns what k does with argument i of the call c, by the errors that it is given.
func (k callee) paramOf(c *flow.Call, i int) ParamFact {
	p := k.param(i)
	for _, e := range p.IfError {
		if e.Param < len(c.Args) && flow.Nilness(c.Args[e.Param]) == flow.IsNotNil {
			p.OK, p.Err, p.Certain, p.Via = e.OK, e.Err, e.Certain, e.Via
		}
	}
	return p
}

// inBothErrors returns what both facts say about the same error.
func inBothErrors(a, b []ErrorFact) []ErrorFact {
	return slices.DeleteFunc(slices.Clone(a), func(e ErrorFact) bool {
		return !slices.ContainsFunc(b, func(f ErrorFact) bool { return e.Param == f.Param && e.OK == f.OK && e.Err == f.Err })
	})
}

// unknownError returns the error argument of which nothing is known and by which c, a call
// of k, does something else with the resource; the zero value if there is none.
func (t *tracker) unknownError(m *flow.Machine, s *flow.State, c *flow.Call, k callee) flow.Val {
	if k.sum == nil {
		return flow.Val{}
	}
	for _, p := range k.sum.Params {
		if len(p.IfError) == 0 || p.Index >= len(c.Args) || !m.Contains(s, c.Args[p.Index]) {
			continue // as nearly always
		}
		for _, e := range k.param(p.Index).IfError {
			if e.Param < len(c.Args) && c.Args[e.Param].Ref != nil && flow.Nilness(c.Args[e.Param]) == flow.MaybeNil {
				return c.Args[e.Param]
			}
		}
	}
	return flow.Val{}
}

// withError goes on with a call, of which nothing is known of the error err that it is
// given, as one with it and as one without.
func (t *tracker) withError(m *flow.Machine, s *flow.State, c *flow.Call, k callee, err flow.Val) []*flow.State {
	failed := s.Clone()
	var out []*flow.State
	for _, way := range []struct {
		state *flow.State
		err   flow.Val
	}{{s, flow.Val{Kind: flow.Nil}}, {failed, flow.Val{Kind: flow.NonNil}}} {
		way.state.Bind(err.Ref, way.err)
		out = append(out, t.proceed(m, way.state, c.With(err, way.err), k)...)
	}
	return out
}
