package obligation

import (
	"go/types"
	"slices"
)

// implemented returns what every function does that a call of the interface
// method m may reach, if they are all known: a method that is not exported can be
// implemented in its own package only. Nil if it is not known.
func (p *pkg) implemented(m *types.Func) *Summary {
	if m.Exported() || m.Pkg() != p.pass.Pkg {
		return nil
	}
	impls, ok := p.impls[m]
	if !ok {
		impls = p.implementers(m)
		p.impls[m] = impls
	}
	var joined *Summary
	for _, fn := range impls {
		s := p.summaryOf(fn, nil)
		if s == nil {
			s = &Summary{} // it borrows, and hands out nothing
		}
		if joined == nil {
			joined = s
		} else {
			joined = joined.join(s)
		}
	}
	return joined
}

// implementers returns the methods of the package's types that a call of the
// interface method m may reach; nil if one of them is not known.
func (p *pkg) implementers(m *types.Func) (impls []*types.Func) {
	iface, ok := m.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	scope := p.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || obj.IsAlias() || types.IsInterface(obj.Type()) {
			continue
		}
		if named, ok := obj.Type().(*types.Named); !ok || named.TypeParams() != nil || !types.Implements(types.NewPointer(named), iface) {
			continue
		}
		impl, _, _ := types.LookupFieldOrMethod(obj.Type(), true, p.pass.Pkg, m.Name())
		fn, ok := impl.(*types.Func)
		if !ok || types.IsInterface(fn.Signature().Recv().Type()) {
			return nil // that of an embedded interface
		}
		impls = append(impls, fn)
	}
	return impls
}

// join returns what is known of a call that does as s says, or as other does.
// What either takes or releases is as good as gone; only what both owe is owed.
func (s *Summary) join(other *Summary) *Summary {
	joined := &Summary{
		NoReturn: s.NoReturn && other.NoReturn,
		Exits:    s.Exits && other.Exits,
		Fails:    s.Fails && other.Fails,
		Succeeds: s.Succeeds && other.Succeeds,
		Repeats:  s.Repeats && other.Repeats,
	}
	for _, r := range s.Results {
		if i := other.result(r.Index); i >= 0 {
			r.Bools = inBoth(r.Bools, other.Results[i].Bools)
			r.Half = r.Half && other.Results[i].Half
			joined.Results = append(joined.Results, r)
		}
	}
	for _, p := range s.Params {
		joined.Params = append(joined.Params, p.join(other.param(p.Index)))
	}
	for _, p := range other.Params {
		if !slices.ContainsFunc(s.Params, func(q ParamFact) bool { return q.Index == p.Index }) {
			joined.Params = append(joined.Params, p.join(ParamFact{Index: p.Index}))
		}
	}
	return joined
}

func (p ParamFact) join(q ParamFact) ParamFact {
	return ParamFact{
		Index: p.Index,
		OK:    max(p.OK, q.OK), Err: max(p.Err, q.Err),
		Certain:  p.Certain && q.Certain,
		Guess:    (p.Guess || q.Guess) && (p.Guess || p.OK == Borrows) && (q.Guess || q.OK == Borrows),
		Via:      union(p.Via, q.Via),
		Wraps:    union(p.Wraps, q.Wraps),
		Fields:   union(p.Fields, q.Fields),
		IfError:  inBothErrors(p.IfError, q.IfError),
		Call:     max(p.Call, q.Call),
		NilGuard: p.NilGuard && q.NilGuard, ErrGuard: p.ErrGuard && q.ErrGuard,
		ErrTest: p.ErrTest && q.ErrTest, NilKeeper: p.NilKeeper && q.NilKeeper,
		Iterates: p.Iterates && q.Iterates, Checks: p.Checks || q.Checks,
	}
}

func inBoth(a, b []BoolFact) []BoolFact {
	return slices.DeleteFunc(slices.Clone(a), func(f BoolFact) bool { return !slices.Contains(b, f) })
}

func union[E string | int](a, b []E) []E {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
