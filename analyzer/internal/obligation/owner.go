package obligation

import (
	"go/types"
	"maps"
	"slices"
)

// exportOwners finds, for each struct type of the package, which of its methods
// release which of its fields.
func (p *pkg) exportOwners() {
	scope := p.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || obj.IsAlias() {
			continue
		}
		if o := p.ownerOf(obj); o != nil {
			p.pass.ExportObjectFact(obj, o)
		}
	}
}

// ownerOf returns which methods of a type release its fields, or nil.
func (p *pkg) ownerOf(obj *types.TypeName) *Owner {
	if o, ok := p.owners[obj]; ok {
		return o
	}
	var o *Owner
	if obj.Pkg() == p.pass.Pkg {
		p.owners[obj] = nil // recursive types
		o = p.inferOwner(obj)
	} else if obj.Pkg() != nil && !isStd(obj.Pkg().Path()) {
		var fact Owner
		if p.pass.ImportObjectFact(obj, &fact) {
			o = &fact
		}
	}
	p.owners[obj] = o
	return o
}

func (p *pkg) inferOwner(obj *types.TypeName) *Owner {
	named, ok := obj.Type().(*types.Named)
	if !ok {
		return nil
	}
	st, ok := named.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	methods := map[string]map[string]bool{} // field → methods
	add := func(field, method string) {
		if methods[field] == nil {
			methods[field] = map[string]bool{}
		}
		methods[field][method] = true
	}
	for i := range named.NumMethods() {
		m := named.Method(i)
		fn := p.ssa.Prog.FuncValue(m)
		if fn == nil || len(fn.Blocks) == 0 {
			continue
		}
		for field := range p.traces.fieldsOf(fn)[0] {
			if field != itself {
				add(field, m.Name())
			}
		}
	}
	for i := range st.NumFields() {
		if f := st.Field(i); f.Embedded() && p.mayOwe(f.Type()) {
			for _, c := range p.closersOf(f.Type()) {
				if p.promotes(named, f, c) {
					add(f.Name(), c)
				}
			}
		}
	}
	if len(methods) == 0 {
		return nil
	}
	o := &Owner{}
	for _, field := range slices.Sorted(maps.Keys(methods)) {
		o.Fields = append(o.Fields, OwnedField{field, slices.Sorted(maps.Keys(methods[field]))})
	}
	return o
}

// promotes reports whether method c of the embedded field f is a method of the
// type around it.
func (p *pkg) promotes(named *types.Named, f *types.Var, c string) bool {
	m, index, _ := types.LookupFieldOrMethod(named, true, nil, c)
	_, isFunc := m.(*types.Func)
	st := named.Underlying().(*types.Struct)
	return isFunc && len(index) > 1 && st.Field(index[0]) == f
}

// releasersOf returns the methods of t, a struct or a pointer to one, that
// release one of its fields.
func (p *pkg) releasersOf(t types.Type, fields []string) []string {
	named := namedOf(t)
	if named == nil {
		return nil
	}
	var all []string
	for _, f := range fields {
		all = append(all, p.ownerOf(named.Origin().Obj()).methods(f)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
