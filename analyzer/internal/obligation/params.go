package obligation

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// inferParam infers what fn does with parameter i.
func (p *pkg) inferParam(fn *ssa.Function, i int) ParamFact {
	param := fn.Params[i]
	f := ParamFact{Index: i}
	t := param.Type()
	switch {
	case isErrorType(t):
		p.inferGuard(fn, i, &f)
	case isFunc(t):
		f.Call = p.callMode(param, 0)
		f.Sometimes = f.Call == CallNow && mayNotCall(fn, param)
		f.Gives = p.given(fn, param)
		if f.Call == NoCall && !p.isNamedOnly(param) {
			f.OK, f.Err = Takes, Takes
		}
	case i == 0 && fn.Signature.Recv() != nil && p.isCarrier(t):
		// Its fields are traced; whether it is kept is no question.
	default:
		if res := p.paramResource(t); res != nil {
			p.followParam(fn, i, res, &f)
		} else if res := p.assertedResource(param); res != nil {
			p.followParam(fn, i, res, &f)
		} else if isUseOnly(t) && p.isKept(param, map[ssa.Value]bool{}) {
			if isStdType(t) {
				f.OK, f.Err = Takes, Takes
			} else {
				p.followKept(fn, i, &f)
			}
		}
	}
	for j := range fn.Signature.Results().Len() {
		if !slices.Contains(f.Wraps, j) && (p.passesThrough(fn, param, j) || i == 0 && p.givesField(fn, j)) {
			f.Wraps = append(f.Wraps, j)
		}
	}
	for name := range p.traces.fields[fn][i] {
		if name != itself {
			f.Fields = append(f.Fields, name)
		}
	}
	slices.Sort(f.Fields)
	p.inferCleanup(fn, i, &f)
	p.override(fn, i, &f)
	return f
}

// paramResource returns the resource that a parameter may be: by its type, or
// by its methods alone.
func (p *pkg) paramResource(t types.Type) *resource {
	if res := p.resourceOf(t); res != nil {
		return res
	}
	elem := t
	if res := p.carrierResource(t); res != nil {
		return res
	}
	if e := elementOf(t); e != nil {
		if res := p.resourceOf(e); res != nil {
			return res
		}
		elem = e
	}
	var methods []string
	if p.mayOwe(elem) {
		methods = p.tellingMethods(elem)
	}
	if isFunc(elem) && elem != t {
		methods = append(methods, "()")
	}
	if len(methods) == 0 {
		return nil
	}
	return &resource{typ: typeString(t), methods: methods, rows: hasMethod(t, "Next") && hasMethod(t, "Scan") && hasMethod(t, "Err")}
}

// assertedResource returns what a parameter is asked to be by a type assertion:
// code that looks whether it can close what it got.
func (p *pkg) assertedResource(v ssa.Value) *resource {
	if !types.IsInterface(v.Type()) || v.Referrers() == nil {
		return nil
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.TypeAssert:
			if methods := p.closersOf(r.AssertedType); len(methods) > 0 {
				return &resource{typ: typeString(v.Type()), methods: methods}
			}
		case *ssa.ChangeInterface:
			if res := p.assertedResource(r); res != nil {
				return res
			}
		}
	}
	return nil
}

// mayOwe reports whether values of type t may have to be released: they are of
// the table, of an inferred owner, or known by no more than their methods.
func (p *pkg) mayOwe(t types.Type) bool {
	if p.index.Resource(t) != nil {
		return true
	}
	// Before the functions are built nothing is known of the package's own types.
	if named := namedOf(t); named != nil && !types.IsInterface(named) && (p.ssa != nil || named.Obj().Pkg() != p.pass.Pkg) {
		return p.ownerOf(named.Origin().Obj()) != nil
	}
	return len(p.tellingMethods(t)) > 0
}

// carrierResource returns what a struct, or a pointer to one, may be that has
// no method to release but fields that may hold something to release.
func (p *pkg) carrierResource(t types.Type) *resource {
	if !p.isCarrier(t) {
		return nil
	}
	return &resource{typ: typeString(t), methods: append(slices.Clone(closers), "()", "Scan")}
}

// maxCarrierFields bounds the structs of which it is followed what they carry: a
// larger one is the state of a program or its configuration.
const maxCarrierFields = 12

// isReleaseFunc reports whether t may be the type of a func that releases: it
// takes one thing at most, and returns an error at most. One that returns
// something else is asked for it, as a clock is for the time.
func isReleaseFunc(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	return ok && sig.Params().Len() <= 1 && (sig.Results().Len() == 0 || sig.Results().Len() == 1 && endsInError(sig.Results()))
}

// isCarrier reports whether t is a struct without methods that release, or a
// pointer to one, some field of which may be released.
func (p *pkg) isCarrier(t types.Type) bool {
	if named := namedOf(t); named != nil && named.Obj().Pkg() != nil && isStd(named.Obj().Pkg().Path()) {
		return false
	}
	st := structUnder(t)
	if st == nil || st.NumFields() > maxCarrierFields || len(p.closersOf(t)) > 0 || p.index.Resource(t) != nil {
		return false
	}
	for i := range st.NumFields() {
		f := st.Field(i).Type()
		if isReleaseFunc(f) || p.mayOwe(f) {
			return true
		}
	}
	return false
}

// followParam follows parameter i of fn as a resource that is owed.
func (p *pkg) followParam(fn *ssa.Function, i int, res *resource, f *ParamFact) {
	param := fn.Params[i]
	if !p.mayMatter(param, res, 0) {
		return
	}
	t := p.exploreParam(fn, i, res, nil)
	if t == nil {
		f.OK, f.Err, f.Guess = Takes, Takes, true
		return
	}
	p.params = append(p.params, t)
	f.OK, f.Err = t.effects()
	f.Guess = t.presumes && !t.takes
	f.Certain = t.alwaysReleases()
	f.Via = t.methodsUsed()
	f.Iterates = t.iterates && !slices.ContainsFunc(t.outcomes, func(o outcome) bool {
		return o.status == live && o.failed != flow.IsNotNil
	})
	// A function that takes the end for success is reported itself.
	f.Checks = t.checks || len(t.missed) > 0 && returnsError(fn)
	for _, o := range t.outcomes {
		if o.status != live && o.status != moved || len(o.results) == 0 {
			continue
		}
		wrapped := false
		for _, r := range o.results {
			if p.wraps(fn, r, o.fields) {
				wrapped = true
				if !slices.Contains(f.Wraps, r) {
					f.Wraps = append(f.Wraps, r)
				}
			}
		}
		if o.status == moved || !wrapped && (p.isReachable(fn, o) || p.releasedIn(fn, o)) {
			f.OK, f.Guess = max(f.OK, Takes), false // others have it too, or can reach it
		}
	}
	slices.Sort(f.Wraps)
	f.Leaves = (f.Iterates || len(f.Wraps) > 0) && t.leaves()
	f.In = t.within()
	p.followErrors(fn, i, res, f)
}

// methodsUsed returns the names of the methods by which the resource is released.
func (t *tracker) methodsUsed() []string { return slices.Sorted(maps.Keys(t.via)) }

// leaves reports whether the function may fail and leave the parameter to who has it.
func (t *tracker) leaves() bool {
	return slices.ContainsFunc(t.outcomes, func(o outcome) bool {
		return o.status == live && o.failed == flow.IsNotNil && len(o.results) == 0
	})
}

// followKept follows parameter i of fn, which it can only use and keeps: in what
// it returns, or for good.
func (p *pkg) followKept(fn *ssa.Function, i int, f *ParamFact) {
	t := p.exploreParam(fn, i, &resource{typ: typeString(fn.Params[i].Type())}, nil)
	if t == nil || len(t.outcomes) == 0 {
		f.OK, f.Err = Takes, Takes
		return
	}
	for _, o := range t.outcomes {
		switch {
		case o.status == moved:
			f.OK, f.Err = Takes, Takes
		case slices.ContainsFunc(o.fields, ast.IsExported):
			f.OK = Takes // others can reach it
		}
		for _, r := range o.results {
			if !slices.Contains(f.Wraps, r) {
				f.Wraps = append(f.Wraps, r)
			}
		}
	}
	f.In = t.within()
}

// within returns the fields of the results in which they hold the parameter; none
// if a result may be the parameter itself.
func (t *tracker) within() []string {
	var in []string
	for _, o := range t.outcomes {
		if len(o.results) > 0 && len(o.fields) == 0 {
			return nil
		}
		if len(o.results) > 0 {
			in = append(in, o.fields...)
		}
	}
	slices.Sort(in)
	return slices.Compact(in)
}

// exploreParam explores fn for its parameter i, as a resource that is owed, and as it is
// called with an error in the parameter failed if there is one; nil if it has to give up.
func (p *pkg) exploreParam(fn *ssa.Function, i int, res *resource, failed *ssa.Parameter) *tracker {
	t, m := p.exploreFrom(fn, i, res, failed, nobody)
	if t.guessed && t.iterates && m.GaveUp() == "" {
		// It is read on after unknown code has had it, which was only lent it.
		t, m = p.exploreFrom(fn, i, res, failed, anybody)
	}
	if !p.isWhole(m, fn.Params[i].Name()) {
		return nil
	}
	return t
}

// exploreFrom explores fn for its parameter i; borrows tells which of those who are
// thought to take it do not.
func (p *pkg) exploreFrom(fn *ssa.Function, i int, res *resource, failed *ssa.Parameter, borrows func(recipient) bool) (*tracker, *flow.Machine) {
	param := fn.Params[i]
	t := newTracker(p, fn, nil)
	t.res, t.typ, t.param, t.borrows = res, param.Type(), param, borrows
	m := flow.NewMachine(fn, t, p.graphs)
	m.WantWhole()
	s := m.NewState()
	s.Mark.Status = live
	kind := flow.Token
	if isAggregate(param.Type()) || p.isCarrier(param.Type()) {
		kind = flow.Holder
	}
	s.Bind(param, flow.Val{Kind: kind})
	if i+1 < len(fn.Params) && isErrorType(fn.Params[i+1].Type()) {
		s.Bind(fn.Params[i+1], flow.Val{Kind: flow.Nil}) // f(open())
	}
	if failed != nil {
		s.Bind(failed, flow.Val{Kind: flow.NonNil})
	}
	m.Explore(s)
	return t, m
}

// wraps reports whether releasing result r, which holds the parameter in the
// named fields, releases the parameter.
func (p *pkg) wraps(fn *ssa.Function, r int, fields []string) bool {
	if len(fields) == 0 {
		return true
	}
	t := p.concreteResult(fn, r)
	return len(p.releasersOf(t, fields)) > 0 || p.givesOut(t)
}

// releasedIn reports whether some function of the package releases a field of the
// results in which they hold the resource: another type does, that has them.
func (p *pkg) releasedIn(fn *ssa.Function, o outcome) bool {
	return slices.ContainsFunc(o.results, func(r int) bool {
		st := structUnder(p.concreteResult(fn, r))
		if st == nil {
			return false
		}
		for f := range st.Fields() {
			if slices.Contains(o.fields, f.Name()) && p.traces.released[f] {
				return true
			}
		}
		return false
	})
}

// givesOut reports whether t has a method that returns a field of it which may
// have to be released: what releases it can be done to that.
func (p *pkg) givesOut(t types.Type) bool {
	named := namedOf(t)
	if named == nil || types.IsInterface(named) {
		return false
	}
	for m := range named.Origin().Methods() {
		if res := m.Signature().Results(); res.Len() == 1 && p.mayOwe(res.At(0).Type()) && len(p.summaryOf(m, nil).param(0).Wraps) > 0 {
			return true
		}
	}
	return false
}

// givesField reports whether fn is an accessor: a method that returns, as result
// j, a field of its receiver that may have to be released.
func (p *pkg) givesField(fn *ssa.Function, j int) bool {
	t := fn.Signature.Results().At(j).Type()
	if fn.Signature.Recv() == nil || !p.mayOwe(t) {
		return false
	}
	for v := range returned(fn, j) {
		for _, o := range p.traces.origins(v, 0) {
			if o.param == fn.Params[0] && o.field != nil && types.Identical(o.field.Type(), t) {
				return true
			}
		}
	}
	return false
}

// effects returns what became of a parameter, on success and on failure.
//
// On success some path is enough, it shows what is meant. A failure counts
// only if every path that fails, or may fail as a call on it does, has the effect: it is
// the caller who has to act on the others.
func (t *tracker) effects() (ok, err Effect) {
	var seenOK, seenErr, passes bool
	for _, o := range t.outcomes {
		e := t.effectOf(o)
		if o.failed == flow.IsNotNil {
			if !seenErr || e < err {
				err = e
			}
			seenErr = true
			continue
		}
		ok, seenOK = max(ok, e), true
		passes = passes || o.passes && o.status == live
	}
	if passes && seenErr {
		err = Borrows
	}
	if !seenErr {
		err = ok
	}
	if !seenOK {
		ok = err
	}
	return ok, err
}

func (t *tracker) effectOf(o outcome) Effect {
	switch {
	case o.status == released && o.failed == flow.IsNotNil:
		return Releases // whatever is returned with the error
	case len(o.results) > 0:
		return Borrows
	case o.status == released, o.status == moved && len(t.via) > 0:
		return Releases
	case o.status == moved:
		return Takes
	}
	return Borrows
}

// alwaysReleases reports whether no path leaves the parameter alive.
func (t *tracker) alwaysReleases() bool {
	for _, o := range t.outcomes {
		if o.status != released {
			return false
		}
	}
	return len(t.outcomes) > 0
}

// passesThrough reports whether fn returns its parameter as result j, or a func
// there that returns it.
func (p *pkg) passesThrough(fn *ssa.Function, param *ssa.Parameter, j int) bool {
	if isErrorType(param.Type()) {
		return false
	}
	for v := range returned(fn, j) {
		if isSame(v, param, 0) || yields(v, param) {
			return true
		}
	}
	return false
}

// isSame reports whether v is param, but for its type.
func isSame(v ssa.Value, param *ssa.Parameter, depth int) bool {
	if x := unconverted(v); x != nil {
		return isSame(x, param, depth)
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		return v == param
	case *ssa.Phi:
		return depth < 4 && slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return isSame(e, param, depth+1) })
	}
	return false
}
