package obligation

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// summary infers what fn does with its parameters and what its results owe.
// Recursion is broken where it is met first: a function that is being inferred
// is thought to borrow and to owe nothing.
func (p *pkg) summary(fn *ssa.Function) *Summary {
	if o := fn.Origin(); o != nil {
		fn = o
	}
	if s, ok := p.summaries[fn]; ok {
		return s
	}
	if p.pending[fn] || len(fn.Blocks) == 0 {
		return nil
	}
	p.pending[fn] = true
	defer delete(p.pending, fn)
	s := &Summary{NoReturn: p.neverReturns(fn)}
	for i := range fn.Params {
		if f := p.inferParam(fn, i); !f.isZero() {
			s.Params = append(s.Params, f)
		}
	}
	p.followSites(fn, s)
	p.addByType(fn, s)
	p.summaries[fn] = s
	return s
}

// neverReturns reports whether no return of fn can be reached.
func (p *pkg) neverReturns(fn *ssa.Function) bool {
	seen := make([]bool, len(fn.Blocks))
	work := []*ssa.BasicBlock{fn.Blocks[0]}
	exits := false
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b.Index] {
			continue
		}
		seen[b.Index] = true
		if stops, end := p.endsIn(b); stops {
			exits = exits || end
			continue
		}
		if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			return false
		}
		work = append(work, b.Succs...)
	}
	return exits
}

// endsIn reports whether the path stops in b, and whether that is the end of
// the process, the goroutine or the test, or a panic.
func (p *pkg) endsIn(b *ssa.BasicBlock) (stops, end bool) {
	for _, instr := range b.Instrs {
		switch instr := instr.(type) {
		case *ssa.Panic:
			return true, true
		case *ssa.Call:
			obj, fn := calledFunc(instr.Common())
			if obj == nil {
				continue
			}
			k := p.dynamicCallee(obj)
			if !instr.Common().IsInvoke() {
				k = p.staticCallee(obj, fn)
			}
			if k.noReturn() {
				return true, true
			}
		}
	}
	return false, false
}

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
		if f.Call == NoCall && !p.isNamedOnly(param, 0) {
			f.OK, f.Err = Takes, Takes
		}
	case i == 0 && fn.Signature.Recv() != nil && p.isCarrier(t):
		// Its fields are traced; whether it is kept is no question.
	default:
		if res := p.paramResource(t); res != nil {
			p.followParam(fn, i, res, &f)
		} else if isUseOnly(t) && p.isKept(param, 0) {
			f.OK, f.Err = Takes, Takes
		}
	}
	for j := range fn.Signature.Results().Len() {
		if !slices.Contains(f.Wraps, j) && p.passesThrough(fn, param, j) {
			f.Wraps = append(f.Wraps, j)
		}
	}
	for name := range p.traces.fields[fn][i] {
		if name != itself {
			f.Fields = append(f.Fields, name)
		}
	}
	slices.Sort(f.Fields)
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
	switch u := t.Underlying().(type) {
	case *types.Slice:
		elem = u.Elem()
	case *types.Map:
		elem = u.Elem()
	}
	if elem != t {
		if res := p.resourceOf(elem); res != nil {
			return res
		}
	}
	methods := p.tellingMethods(elem)
	if isFunc(elem) && elem != t {
		methods = append(methods, "()")
	}
	if len(methods) == 0 {
		return nil
	}
	return &resource{typ: typeString(t), methods: methods}
}

// carrierResource returns what a struct, or a pointer to one, may be that has
// no method to release but fields that may hold something to release.
func (p *pkg) carrierResource(t types.Type) *resource {
	if !p.isCarrier(t) {
		return nil
	}
	return &resource{typ: typeString(t), methods: append(slices.Clone(closers), "()", "Scan")}
}

// isCarrier reports whether t is a struct without methods that release, or a
// pointer to one, some field of which may be released.
func (p *pkg) isCarrier(t types.Type) bool {
	if named := namedOf(t); named != nil && named.Obj().Pkg() != nil && isStd(named.Obj().Pkg().Path()) {
		return false
	}
	st := structUnder(t)
	if st == nil || len(p.closersOf(t)) > 0 || p.index.Resource(t) != nil {
		return false
	}
	for i := range st.NumFields() {
		f := st.Field(i).Type()
		if isFunc(f) || p.index.Resource(f) != nil || len(p.closersOf(f)) > 0 {
			return true
		}
	}
	return false
}

// followParam follows parameter i of fn as a resource that is owed.
func (p *pkg) followParam(fn *ssa.Function, i int, res *resource, f *ParamFact) {
	param := fn.Params[i]
	if refs := param.Referrers(); refs == nil || len(*refs) == 0 {
		return
	}
	t := newTracker(p, fn, nil)
	t.res, t.typ = res, param.Type()
	m := flow.NewMachine(fn, t, p.graphs)
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
	m.Explore(s)
	if why := m.GaveUp(); why != "" {
		p.giveUp(fn, param.Name(), why)
		f.OK, f.Err = Takes, Takes
		return
	}
	p.params = append(p.params, t)
	f.OK, f.Err = t.effects()
	f.Certain = t.alwaysReleases()
	f.Via = slices.Sorted(maps.Keys(t.via))
	f.Iterates = t.iterates && !slices.ContainsFunc(t.outcomes, func(o outcome) bool {
		return o.status == live && o.failed != flow.IsNotNil
	})
	// A function that takes the end for success is reported itself.
	f.Checks = t.checks || len(t.missed) > 0 && returnsError(fn)
	for _, o := range t.outcomes {
		if o.status != live && o.status != moved || len(o.results) == 0 {
			continue
		}
		if o.status == moved || slices.ContainsFunc(o.fields, ast.IsExported) {
			f.OK = max(f.OK, Takes) // others have it too, or can reach it
		}
		for _, r := range o.results {
			if !slices.Contains(f.Wraps, r) && p.wraps(fn, r, o.fields) {
				f.Wraps = append(f.Wraps, r)
			}
		}
	}
	slices.Sort(f.Wraps)
}

// wraps reports whether releasing result r, which holds the parameter in the
// named fields, releases the parameter.
func (p *pkg) wraps(fn *ssa.Function, r int, fields []string) bool {
	if len(fields) == 0 {
		return true
	}
	return len(p.releasersOf(p.concreteResult(fn, r), fields)) > 0
}

// effects returns what became of a parameter, on success and on failure.
//
// On success some path is enough, it shows what is meant. A failure counts
// only if every path that certainly fails has the effect: it is the caller who
// has to act on the others.
func (t *tracker) effects() (ok, err Effect) {
	var seenOK, seenErr bool
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

// callMode returns when a func parameter is called.
func (p *pkg) callMode(v ssa.Value, depth int) CallMode {
	mode := NoCall
	if depth > 4 || v.Referrers() == nil {
		return mode
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Call:
			if r.Call.Value == v {
				return CallNow
			}
			mode = max(mode, p.passedMode(r, v))
			if mode == CallNow {
				return mode
			}
		case *ssa.Defer:
			if r.Call.Value == v {
				return CallNow
			}
		case *ssa.Go:
			mode = CallLater
		case *ssa.Store:
			if a, ok := r.Addr.(*ssa.Alloc); ok && r.Val == v {
				for _, load := range *a.Referrers() {
					if u, ok := load.(*ssa.UnOp); ok {
						if m := p.callMode(u, depth+1); m == CallNow {
							return m
						}
					}
					if mc, ok := load.(*ssa.MakeClosure); ok {
						mode = max(mode, p.capturedMode(mc, a, depth))
					}
				}
			}
		case *ssa.MakeClosure:
			mode = max(mode, p.capturedMode(r, v, depth))
		case *ssa.ChangeType:
			mode = max(mode, p.callMode(r, depth+1))
		case *ssa.MakeInterface:
			mode = max(mode, p.callMode(r, depth+1))
		case *ssa.Phi:
			mode = max(mode, p.callMode(r, depth+1))
		}
	}
	return mode
}

// passedMode returns when a callee that is given v calls it.
func (p *pkg) passedMode(call *ssa.Call, v ssa.Value) CallMode {
	obj, fn := calledFunc(call.Common())
	if obj == nil || call.Common().IsInvoke() {
		return NoCall
	}
	k := p.staticCallee(obj, fn)
	for i, a := range call.Call.Args {
		if a == v {
			return k.param(i).Call
		}
	}
	return NoCall
}

// capturedMode returns when the func that is captured by mc as v is called:
// as soon as the closure is, if that is called here.
func (p *pkg) capturedMode(mc *ssa.MakeClosure, v ssa.Value, depth int) CallMode {
	fn := mc.Fn.(*ssa.Function)
	for i, b := range mc.Bindings {
		if b != v || i >= len(fn.FreeVars) {
			continue
		}
		inner := NoCall
		free := fn.FreeVars[i]
		inner = p.callMode(free, depth+1)
		for _, r := range *free.Referrers() {
			if u, ok := r.(*ssa.UnOp); ok {
				inner = max(inner, p.callMode(u, depth+1))
			}
		}
		if inner == NoCall {
			continue
		}
		return p.callMode(mc, depth+1)
	}
	return NoCall
}

// followSites follows what fn acquires, and adds to s what it hands out.
func (p *pkg) followSites(fn *ssa.Function, s *Summary) {
	if fn.Synthetic == rangeBody {
		return // part of the function that it stands in
	}
	for _, site := range p.sitesIn(fn) {
		if _, called := site.call.(*ssa.Call); !called {
			p.trackers = append(p.trackers, newTracker(p, fn, site))
			continue
		}
		t := p.follow(fn, site)
		for root := fn; t != nil && t.captured && root.Parent() != nil; {
			root = root.Parent()
			t = p.follow(root, site)
		}
		if t == nil {
			continue
		}
		p.trackers = append(p.trackers, t)
		if t.root == fn {
			p.addResults(fn, t, s)
		}
	}
}

// follow explores root for one site; nil if it had to give up.
func (p *pkg) follow(root *ssa.Function, site *site) *tracker {
	t := newTracker(p, root, site)
	m := flow.NewMachine(root, t, p.graphs)
	m.Explore(m.NewState())
	if why := m.GaveUp(); why != "" {
		p.giveUp(root, site.res.typ, why)
		return nil
	}
	return t
}

func (p *pkg) giveUp(fn *ssa.Function, what, why string) {
	p.notes = append(p.notes, Note{fn.Pos(), "gave up on " + what + " in " + fn.Name() + ": " + why})
}

// addResults adds to s the results by which fn hands out what t followed.
func (p *pkg) addResults(fn *ssa.Function, t *tracker, s *Summary) {
	sig := fn.Signature
	for _, o := range t.outcomes {
		if o.status != live || o.failed == flow.IsNotNil || t.alsoSettled(o) {
			continue
		}
		var thunks []int
		for _, r := range o.results {
			if isFunc(sig.Results().At(r).Type()) {
				thunks = append(thunks, r)
			}
		}
		for _, r := range o.results {
			if slices.Contains(thunks, r) || p.lends(fn, r) {
				continue
			}
			owed, ok := p.owedBy(fn, t, r, o.fields)
			if !ok || s.owes(r) {
				continue
			}
			also := slices.DeleteFunc(slices.Clone(o.results), func(i int) bool {
				return i == r || slices.Contains(thunks, i)
			})
			s.Results = append(s.Results, ResultFact{Index: r, Owed: owed, Thunks: thunks, Also: also})
			break // the others are the same
		}
	}
	slices.SortFunc(s.Results, func(a, b ResultFact) int { return a.Index - b.Index })
}

// addByType adds to s the results that are one-shot handles of which it could
// not be followed where they come from: through a closure, or from code that
// cannot be seen. An io.ReadCloser that was made here may be anything.
func (p *pkg) addByType(fn *ssa.Function, s *Summary) {
	if !returnsError(fn) || fn.Synthetic == rangeBody {
		return
	}
	for r := range fn.Signature.Results().Len() {
		res := p.resourceOf(fn.Signature.Results().At(r).Type())
		if res == nil || !res.entry.ByType || res.entry.Path() == "io" || s.owes(r) || p.lends(fn, r) || p.followed(fn, r) {
			continue
		}
		s.Results = append(s.Results, ResultFact{Index: r, Owed: res.owed()})
	}
	slices.SortFunc(s.Results, func(a, b ResultFact) int { return a.Index - b.Index })
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

// alsoSettled reports whether on another path the same result is handed out
// although its duty is another's: what a caller of both owes cannot be told.
func (t *tracker) alsoSettled(o outcome) bool {
	return slices.ContainsFunc(t.outcomes, func(other outcome) bool {
		return other.status == moved && slices.Contains(other.results, o.results[0])
	})
}

func (s *Summary) owes(result int) bool {
	return slices.ContainsFunc(s.Results, func(r ResultFact) bool { return r.Index == result })
}

// owedBy returns what result r of fn owes, given that it is what t followed
// or holds it in the named fields.
func (p *pkg) owedBy(fn *ssa.Function, t *tracker, r int, fields []string) (Owed, bool) {
	typ := fn.Signature.Results().At(r).Type()
	if len(fields) > 0 {
		methods := p.releasersOf(p.concreteResult(fn, r), fields)
		return Owed{Type: typeString(typ), Release: methods, Class: t.res.class}, len(methods) > 0
	}
	if t.res.entry != nil && p.index.Resource(typ) == t.res.entry {
		return t.res.owed(), true
	}
	methods := p.closersOf(typ)
	if t.res.entry == nil {
		methods = slices.DeleteFunc(methods, func(m string) bool { return !t.res.isRelease(m) })
	}
	return Owed{Type: typeString(typ), Release: methods, Class: t.res.class}, len(methods) > 0
}

// concreteResult returns the type that result r of fn has where it is not an
// interface: the type of what fn makes an interface of.
func (p *pkg) concreteResult(fn *ssa.Function, r int) types.Type {
	typ := fn.Signature.Results().At(r).Type()
	if !types.IsInterface(typ) {
		return typ
	}
	for _, b := range fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			if mi, ok := ret.Results[r].(*ssa.MakeInterface); ok {
				return mi.X.Type()
			}
		}
	}
	return typ
}

// lends reports whether fn returns, as its result r, on some path something
// that is not its own to give: a field, a global, an element, a parameter.
func (p *pkg) lends(fn *ssa.Function, r int) bool {
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if ok && r < len(ret.Results) && isLent(ret.Results[r], 0) {
			return true
		}
	}
	return false
}

// passesThrough reports whether fn returns its parameter as result j.
func (p *pkg) passesThrough(fn *ssa.Function, param *ssa.Parameter, j int) bool {
	if isErrorType(param.Type()) {
		return false
	}
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if ok && j < len(ret.Results) && isSame(ret.Results[j], param, 0) {
			return true
		}
	}
	return false
}

// isSame reports whether v is param, but for its type.
func isSame(v ssa.Value, param *ssa.Parameter, depth int) bool {
	switch v := v.(type) {
	case *ssa.Parameter:
		return v == param
	case *ssa.Phi:
		return depth < 4 && slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return isSame(e, param, depth+1) })
	case *ssa.MakeInterface:
		return isSame(v.X, param, depth)
	case *ssa.ChangeInterface:
		return isSame(v.X, param, depth)
	case *ssa.ChangeType:
		return isSame(v.X, param, depth)
	case *ssa.TypeAssert:
		return isSame(v.X, param, depth)
	case *ssa.Extract:
		return isSame(v.Tuple, param, depth)
	}
	return false
}

func isLent(v ssa.Value, depth int) bool {
	if depth > 8 {
		return false
	}
	switch v := v.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Lookup:
		return true
	case *ssa.UnOp:
		switch x := v.X.(type) {
		case *ssa.Global:
			return true
		case *ssa.FieldAddr:
			return isLent(x.X, depth+1)
		case *ssa.Alloc:
			for _, ref := range *x.Referrers() {
				if st, ok := ref.(*ssa.Store); ok && st.Addr == x && isLent(st.Val, depth+2) {
					return true
				}
			}
		}
	case *ssa.Phi:
		return slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return isLent(e, depth+2) })
	case *ssa.MakeInterface:
		return isLent(v.X, depth+1)
	case *ssa.ChangeInterface:
		return isLent(v.X, depth+1)
	case *ssa.ChangeType:
		return isLent(v.X, depth+1)
	case *ssa.TypeAssert:
		return isLent(v.X, depth+1)
	case *ssa.FieldAddr:
		return isLent(v.X, depth+1)
	case *ssa.Extract:
		return isLent(v.Tuple, depth+1)
	}
	return false
}
