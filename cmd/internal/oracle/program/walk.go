package program

// Functions are all functions of the program, the entry first.
func (p *Program) Functions() []*Func { return append([]*Func{p.Entry}, p.Helpers...) }

// Walk calls f for every statement, outer ones first.
func Walk(stmts []*Stmt, f func(*Stmt)) {
	for _, s := range stmts {
		f(s)
		Walk(s.Body, f)
		Walk(s.Else, f)
	}
}

// Size is how many statements a program has.
func (p *Program) Size() int {
	size := len(p.Owners)
	for _, f := range p.Functions() {
		size++
		Walk(f.Body, func(s *Stmt) {
			size++
			if !s.Cond.None() {
				size++
			}
		})
	}
	return size
}

// Clone copies the functions of a program. Types and kinds are shared: they do
// not change.
func (p *Program) Clone() *Program {
	copies := map[*Func]*Func{}
	of := func(f *Func) *Func {
		if f == nil {
			return nil
		}
		if copies[f] == nil {
			c := *f
			copies[f] = &c
		}
		return copies[f]
	}
	clone := &Program{Entry: of(p.Entry), Owners: p.Owners}
	for _, f := range p.Helpers {
		clone.Helpers = append(clone.Helpers, of(f))
	}
	for _, f := range clone.Functions() {
		f.Body = cloneAll(f.Body, of)
	}
	return clone
}

func cloneAll(stmts []*Stmt, of func(*Func) *Func) []*Stmt {
	var clones []*Stmt
	for _, s := range stmts {
		c := *s
		c.Call = of(s.Call)
		c.Body, c.Else = cloneAll(s.Body, of), cloneAll(s.Else, of)
		clones = append(clones, &c)
	}
	return clones
}

// Prune drops the helpers that nothing calls.
func (p *Program) Prune() {
	called := map[*Func]bool{}
	var visit func(f *Func)
	visit = func(f *Func) {
		Walk(f.Body, func(s *Stmt) {
			if s.Call != nil && !called[s.Call] {
				called[s.Call] = true
				visit(s.Call)
			}
		})
	}
	visit(p.Entry)
	var helpers []*Func
	owners := map[*Owner]bool{}
	for _, f := range p.Helpers {
		if called[f] {
			helpers = append(helpers, f)
		}
	}
	for _, f := range append([]*Func{p.Entry}, helpers...) {
		for _, kind := range []*Kind{f.Gives, f.Takes} {
			if kind != nil && kind.Owner != nil {
				owners[kind.Owner] = true
			}
		}
	}
	var kept []*Owner
	for _, o := range p.Owners {
		if owners[o] {
			kept = append(kept, o)
		}
	}
	p.Helpers, p.Owners = helpers, kept
}
