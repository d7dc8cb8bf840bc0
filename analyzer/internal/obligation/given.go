package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Some functions hand out what a func that they are given acquires:
// retry.Value(ctx, "open", policy, open).

// given returns the results of fn that are the first result of its func
// parameter.
func (p *pkg) given(fn *ssa.Function, param *ssa.Parameter) (results []int) {
	for j := range fn.Signature.Results().Len() {
		if isErrorType(fn.Signature.Results().At(j).Type()) || p.lends(fn, j) {
			continue // nothing to own, or it may be somebody's already
		}
		for v := range returned(fn, j) {
			if p.comesFrom(v, param, 0) {
				results = append(results, j)
				break
			}
		}
	}
	return results
}

// comesFrom reports whether v is the first result of a call of the func param,
// or of a function that gives that.
func (p *pkg) comesFrom(v ssa.Value, param *ssa.Parameter, depth int) bool {
	index := 0
	switch x := v.(type) {
	case *ssa.Phi:
		return depth < 4 && slices.ContainsFunc(x.Edges, func(e ssa.Value) bool { return p.comesFrom(e, param, depth+1) })
	case *ssa.UnOp:
		a, ok := x.X.(*ssa.Alloc)
		return ok && depth < 4 && slices.ContainsFunc(assigned(a), func(e ssa.Value) bool { return p.comesFrom(e, param, depth+1) })
	case *ssa.Extract:
		v, index = x.Tuple, x.Index
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	if (p.placeOf(call.Call.Value) == place{root: param}) {
		return index == 0
	}
	return slices.Contains(p.passed(call, param).Gives, index)
}

// assigned returns the values that a variable gets, in its function or in closures
// that capture it.
func assigned(addr ssa.Value) (vals []ssa.Value) {
	if addr.Referrers() == nil {
		return nil
	}
	for _, r := range *addr.Referrers() {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Addr == addr {
				vals = append(vals, r.Val)
			}
		case *ssa.MakeClosure:
			for i, b := range r.Bindings {
				if b == addr {
					vals = append(vals, assigned(r.Fn.(*ssa.Function).FreeVars[i])...)
				}
			}
		}
	}
	return vals
}

// givenBy returns the results of a call of which an argument, a func, acquires
// what it returns.
func (p *pkg) givenBy(call ssa.CallInstruction, obj *types.Func, fn *ssa.Function) (sites []*site) {
	common := call.Common()
	if obj == nil || common.IsInvoke() {
		return nil
	}
	for i, a := range common.Args {
		open := closureOf(a)
		if open == nil {
			continue
		}
		for _, j := range p.staticCallee(obj, fn).param(i).Gives {
			s := p.summary(open)
			if declared, ok := open.Object().(*types.Func); ok {
				s = p.summaryOf(declared, open)
			}
			if s == nil {
				continue
			}
			for _, r := range s.Results {
				if r.Index == 0 {
					own := &Summary{Results: []ResultFact{{Index: j, Owed: r.Owed}}}
					sites = append(sites, p.inferred(call, own, common.Signature().Results())...)
				}
			}
		}
	}
	return sites
}
