package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// addByType adds to s the results that are one-shot handles of which it could
// not be followed where they come from: through a closure, or from code that
// cannot be seen. Only iterations are as short-lived as that: a statement may be
// cached, a response made up.
func (p *pkg) addByType(fn *ssa.Function, s *Summary) {
	if !returnsError(fn) || fn.Synthetic == flow.RangeBody {
		return
	}
	for r := range fn.Signature.Results().Len() {
		res := p.resourceOf(fn.Signature.Results().At(r).Type())
		switch {
		case res == nil:
			res = p.iteratorOf(fn, r, s)
		case !res.entry.ByType || res.entry.Drain == "" || p.known(fn, r):
			continue
		}
		if res == nil || s.owes(r) || p.lends(fn, r) || p.followed(fn, r) {
			continue
		}
		s.Results = append(s.Results, ResultFact{Index: r, Owed: res.owed()})
	}
	slices.SortFunc(s.Results, func(a, b ResultFact) int { return a.Index - b.Index })
}

// iteratorOf returns what result r of fn owes if it is an iterator by its name and
// shape, which fn makes of nothing that it was given, and if the type that it is of
// is known to release something.
func (p *pkg) iteratorOf(fn *ssa.Function, r int, s *Summary) *resource {
	t := fn.Signature.Results().At(r).Type()
	named, concrete := namedOf(t), namedOf(p.concreteResult(fn, r))
	if named == nil || concrete == nil || concrete == named || isErrorType(t) || !isStream(named) {
		return nil
	}
	if slices.ContainsFunc(s.Params, func(f ParamFact) bool { return slices.Contains(f.Wraps, r) }) {
		return nil
	}
	methods := slices.DeleteFunc(p.shapeClosers(t), func(m string) bool { return !p.ownerOf(concrete.Origin().Obj()).releases(m) })
	if len(methods) == 0 {
		return nil
	}
	return &resource{typ: typeString(t), methods: methods, byName: true}
}

// known reports whether fn hands on as result r what another function returned
// of which it is known whether it owes.
func (p *pkg) known(fn *ssa.Function, r int) bool {
	for v := range returned(fn, r) {
		if ext, ok := v.(*ssa.Extract); ok {
			v = ext.Tuple
		}
		if call, ok := v.(*ssa.Call); ok && !call.Call.IsInvoke() && call.Call.StaticCallee() != nil {
			return true
		}
	}
	return false
}

// followed reports whether it is known what becomes of result r: something that
// fn acquired or was given is returned there.
func (p *pkg) followed(fn *ssa.Function, r int) bool {
	for _, t := range slices.Concat(p.trackers, p.params) {
		if t.root != fn {
			continue
		}
		for _, o := range t.outcomes {
			if slices.Contains(o.results, r) {
				return true
			}
		}
	}
	return false
}
