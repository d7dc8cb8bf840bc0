package obligation

import (
	"go/types"
	"iter"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// followSites follows what fn acquires, and adds to s what it hands out.
func (p *pkg) followSites(fn *ssa.Function, s *Summary) {
	if fn.Synthetic == flow.RangeBody || p.isToPanic(fn) {
		return // part of the function that it stands in, or nothing that comes to an end
	}
	for _, site := range p.sitesIn(fn) {
		if _, called := site.call.(*ssa.Call); !called {
			p.trackers = append(p.trackers, newTracker(p, fn, site))
			continue
		}
		root := fn
		if site.filled != nil {
			root = site.filled.Parent()
		}
		t := p.follow(root, site)
		for t != nil && t.captured && root.Parent() != nil {
			root = root.Parent()
			t = p.follow(root, site)
		}
		if t == nil {
			continue
		}
		p.trackers = append(p.trackers, t)
		if t.root == fn && !t.partial {
			p.addResults(fn, t, s)
			p.addFills(fn, t, s)
			p.opens(fn, t, s)
			s.runInTx(t.runs)
		}
	}
}

// follow explores root for one site; nil if it had to give up and saw no leak.
func (p *pkg) follow(root *ssa.Function, site *site) *tracker {
	t, m := p.explore(root, site, nobody)
	if t.guessed && m.GaveUp() == "" {
		// What is released after unknown code has had it was only lent.
		t, m = p.explore(root, site, anybody)
		p.learnBorrowers(t, m)
	}
	if !p.isWhole(m, site.res.typ) {
		if len(t.leaks) == 0 && len(t.defers) == 0 {
			return nil
		}
		t.partial, t.settled = true, true // for all that is known
	}
	return t
}

// explore explores root for one site; borrows tells which of those who are thought to
// take the resource do not.
func (p *pkg) explore(root *ssa.Function, site *site, borrows func(recipient) bool) (*tracker, *flow.Machine) {
	t := newTracker(p, root, site)
	t.borrows = borrows
	m := flow.NewMachine(root, t, p.graphs)
	m.Explore(m.NewState())
	return t, m
}

// isWhole reports whether m has told of every path, and notes what it has left out.
func (p *pkg) isWhole(m *flow.Machine, what string) bool {
	why := m.GaveUp()
	if why != "" {
		p.giveUp(m.Fn, what, why)
	} else if m.TooDeep() {
		p.giveUp(m.Fn, what, "closures too deep in each other")
	}
	return why == ""
}

func (p *pkg) giveUp(fn *ssa.Function, what, why string) {
	note := Note{fn.Pos(), NoteCategory, "gave up on " + what + " in " + fn.Name() + ": " + why}
	if n := len(p.notes); n == 0 || p.notes[n-1] != note { // of many, one tells enough
		p.notes = append(p.notes, note)
	}
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
			if !ok {
				continue
			}
			if i := s.result(r); i >= 0 { // it comes from elsewhere, too
				s.Results[i].Bools = inBoth(s.Results[i].Bools, t.boolsWith(r))
				s.Results[i].Half = s.Results[i].Half || t.failsWith(r)
				continue
			}
			also := slices.DeleteFunc(slices.Clone(o.results), func(i int) bool {
				return i == r || slices.Contains(thunks, i)
			})
			s.Results = append(s.Results, ResultFact{Index: r, Owed: owed, Thunks: thunks, Also: also, Bools: t.boolsWith(r), From: t.from.asFact(fn), Half: t.failsWith(r), Remote: isRemote(t.site)})
			break // the others are the same
		}
	}
	slices.SortFunc(s.Results, func(a, b ResultFact) int { return a.Index - b.Index })
}

// boolsWith returns the bool results that are the same wherever the duty is handed out as
// result r: (f, true, nil), where nil, false, nil tells that there is no file.
func (t *tracker) boolsWith(r int) []BoolFact {
	var same []BoolFact
	first := true
	for _, o := range t.outcomes {
		if o.status != live || o.failed == flow.IsNotNil || !slices.Contains(o.results, r) {
			continue
		}
		if first {
			same, first = o.bools, false
		}
		same = inBoth(same, o.bools)
	}
	return same
}

// failsWith reports whether result r holds it, and is to be released, on a path on
// which the function fails.
func (t *tracker) failsWith(r int) bool {
	return slices.ContainsFunc(t.outcomes, func(o outcome) bool {
		return o.status == live && o.failed == flow.IsNotNil && slices.Contains(o.results, r)
	})
}

// alsoSettled reports whether on another path the same result is handed out
// although its duty is another's: what a caller of both owes cannot be told.
func (t *tracker) alsoSettled(o outcome) bool {
	return slices.ContainsFunc(t.outcomes, func(other outcome) bool {
		return other.status == moved && len(o.results) > 0 && slices.Contains(other.results, o.results[0])
	})
}

func (s *Summary) owes(result int) bool { return s.result(result) >= 0 }

// result returns where s has what a result owes, -1 if nowhere.
func (s *Summary) result(index int) int {
	return slices.IndexFunc(s.Results, func(r ResultFact) bool { return r.Index == index })
}

// owedBy returns what result r of fn owes, given that it is what t followed
// or holds it in the named fields.
func (p *pkg) owedBy(fn *ssa.Function, t *tracker, r int, fields []string) (Owed, bool) {
	typ := fn.Signature.Results().At(r).Type()
	if len(fields) > 0 && t.res.hasPeer() {
		return Owed{}, false // how it is read is the business of what holds it
	}
	if len(fields) > 0 {
		methods := p.releasersOf(p.concreteResult(fn, r), fields)
		return Owed{Type: typeString(typ), Release: methods, Class: t.res.class, ByName: t.res.byName}, len(methods) > 0
	}
	if t.res.entry != nil && p.index.Resource(typ) == t.res.entry {
		return t.res.owed(), true
	}
	if t.res.hasPeer() {
		return t.res.owed(), isReaderOrWriter(typ) // an io.Reader does not look like it
	}
	if elem := elementOf(typ); elem != nil {
		return p.owedByEach(t, typ, elem)
	}
	if _, ok := types.Unalias(typ).(*types.TypeParam); ok {
		typ = t.typ // which the caller has asked for
	}
	methods := p.closersOf(typ)
	if t.res.entry == nil {
		methods = slices.DeleteFunc(slices.Clone(t.res.methods), func(m string) bool { return !hasMethod(typ, m) })
	}
	return Owed{Type: typeString(typ), Release: methods, Class: t.res.class, ByName: t.res.byName}, len(methods) > 0
}

// elementOf returns the type of what a slice, an array or a map holds, nil if t is none.
func elementOf(t types.Type) types.Type {
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return t.Elem()
	case *types.Array:
		return t.Elem()
	case *types.Map:
		return t.Elem()
	}
	return nil
}

// owedByEach returns what is owed by a result of type typ with elements that may be what t
// followed: handles that are handed out together. A func among them that only stands for
// the release of what t followed, or an object around it, is not that.
func (p *pkg) owedByEach(t *tracker, typ, elem types.Type) (Owed, bool) {
	owed := t.res.owed()
	owed.Type = typeString(typ)
	if types.IsInterface(elem) {
		return owed, len(p.closersOf(elem)) > 0
	}
	return owed, types.Identical(elem, t.typ)
}

// concreteResult returns the type that result r of fn has where it is not an
// interface: the type of what fn makes an interface of.
func (p *pkg) concreteResult(fn *ssa.Function, r int) types.Type {
	typ := fn.Signature.Results().At(r).Type()
	if !types.IsInterface(typ) {
		return typ
	}
	for v := range returned(fn, r) {
		if mi, ok := v.(*ssa.MakeInterface); ok {
			return mi.X.Type()
		}
	}
	return typ
}

// lends reports whether fn returns, as its result r, on some path something
// that is not its own to give: a field, a global, an element, a parameter.
func (p *pkg) lends(fn *ssa.Function, r int) bool {
	for v := range returned(fn, r) {
		if isLent(v, 0) {
			return true
		}
	}
	return false
}

// returned yields what the return statements of fn give as result r.
func returned(fn *ssa.Function, r int) iter.Seq[ssa.Value] {
	return func(yield func(ssa.Value) bool) {
		for _, b := range fn.Blocks {
			ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
			if ok && r < len(ret.Results) && !yield(beforeDefers(ret, r)) {
				return
			}
		}
	}
}

// unconverted returns what v is but for its type, one step nearer to where it
// comes from; nil if v is no conversion.
func unconverted(v ssa.Value) ssa.Value {
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return v.X
	case *ssa.ChangeInterface:
		return v.X
	case *ssa.ChangeType:
		return v.X
	case *ssa.TypeAssert:
		return v.X
	case *ssa.Extract:
		return v.Tuple
	}
	return nil
}

func isLent(v ssa.Value, depth int) bool {
	if depth > 8 {
		return false
	}
	if x := unconverted(v); x != nil {
		return isLent(x, depth+1)
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
		case *ssa.Parameter:
			return true // what it points to is the caller's
		case *ssa.Alloc:
			for _, ref := range *x.Referrers() {
				if st, ok := ref.(*ssa.Store); ok && st.Addr == x && isLent(st.Val, depth+2) {
					return true
				}
			}
		}
	case *ssa.Phi:
		return slices.ContainsFunc(v.Edges, func(e ssa.Value) bool { return isLent(e, depth+2) })
	case *ssa.FieldAddr:
		return isLent(v.X, depth+1)
	}
	return false
}
