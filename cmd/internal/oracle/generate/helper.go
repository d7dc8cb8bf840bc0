package generate

import "github.com/leakvet/leakvet/cmd/internal/oracle/program"

// helper adds a helper to the program.
func (g *generator) helper(f *program.Func, budget int) *program.Func {
	f.Name = g.name(f.Name)
	f.Far = g.far()
	g.function(f, budget)
	g.to.Helpers = append(g.to.Helpers, f)
	return f
}

// far decides whether a helper stands in the other package, which cannot call
// back.
func (g *generator) far() bool { return g.of.Far || g.one(2) }

// opener makes up a function that acquires, for its caller; sometimes it puts
// several resources into a struct.
func (g *generator) opener(kind *program.Kind) *program.Func {
	if g.one(3) {
		return g.constructor()
	}
	return g.helper(&program.Func{Name: "open", Gives: kind}, g.rand.IntN(2))
}

func (g *generator) constructor() *program.Func {
	owner := &program.Owner{Far: g.far()}
	owner.Kind = program.Kind{Name: g.name("owner"), Release: "Close()", Owner: owner}
	for i := range 1 + g.rand.IntN(3) {
		owner.Fields = append(owner.Fields, g.basic())
		if !g.forgets() {
			owner.Closes = append(owner.Closes, i)
		}
	}
	g.to.Owners = append(g.to.Owners, owner)
	f := &program.Func{Name: g.name("new"), Gives: &owner.Kind, Far: owner.Far}
	g.function(f, g.rand.IntN(2))
	g.to.Helpers = append(g.to.Helpers, f)
	return f
}

// closer makes up a function that releases what it is given, in any case.
func (g *generator) closer(kind *program.Kind) *program.Func {
	f := &program.Func{Name: g.name("close"), Takes: kind, Mute: g.one(2)}
	body := []*program.Stmt{{Op: program.Release, Var: 1}}
	if g.one(3) {
		body = []*program.Stmt{{Op: program.Defer, Var: 1}, {Op: program.Step, Else: []*program.Stmt{{Op: program.Leave, How: program.Failure}}}}
	}
	f.Far = g.of.Far || kind.Owner == nil && g.one(2) || kind.Owner != nil && kind.Owner.Far
	f.Body = body
	g.to.Helpers = append(g.to.Helpers, f)
	return f
}

// closerOnError makes up a function that releases what it is given if it is given an error too.
func (g *generator) closerOnError(kind *program.Kind) *program.Func {
	f := g.closer(kind)
	f.OnErr = true
	return f
}

// borrower makes up a function that works with what it is given.
func (g *generator) borrower(kind *program.Kind) *program.Func {
	f := &program.Func{Name: g.name("use"), Takes: kind, Far: g.far()}
	f.Body = []*program.Stmt{{Op: program.Use, Var: 1, Else: []*program.Stmt{{Op: program.Leave, How: program.Failure}}}}
	g.to.Helpers = append(g.to.Helpers, f)
	return f
}
