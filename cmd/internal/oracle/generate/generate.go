// Package generate makes up programs.
//
// They look like the code that real leaks are found in: most release what they
// acquire, somehow; many forget it on one path, mostly one that an error takes;
// almost half hold several resources; some leave the work to helpers, here or in
// another package.
package generate

import (
	"fmt"
	"math/rand/v2"

	"github.com/leakvet/leakvet/cmd/internal/oracle/program"
)

// Program makes up the program with a seed.
func Program(seed uint64) *program.Program {
	g := &generator{rand: rand.New(rand.NewPCG(seed, 1)), to: new(program.Program)}
	g.sloppy = []int{0, 0, 4, 8}[g.rand.IntN(4)]
	entry := &program.Func{Name: "entry", Entry: true, Named: g.one(4), Mute: g.one(8)}
	if !entry.Mute && g.one(6) {
		entry.Gives = g.basic()
	}
	g.to.Entry = entry
	g.function(entry, 3+g.rand.IntN(3))
	return g.to
}

// A generator makes up one program.
type generator struct {
	rand   *rand.Rand
	to     *program.Program
	sloppy int // one release in so many is forgotten; 0 is none

	names int // of helpers and types so far

	of     *program.Func
	vars   int     // how many variables the function has
	budget int     // how many statements more it may have
	held   []*held // what is held at this place, the oldest first
	marks  []mark  // the loops and function literals around this place
	depth  int
}

// A held resource is one that is open at this place.
type held struct {
	id   int
	kind *program.Kind
	cond program.Cond
	// failure says that something deferred releases it if the function fails.
	failure bool

	ours bool // it is to be released before leaving; else something deferred does it
	read bool // a loop reads its rows here, or has read them
}

// A mark says how much was held where a loop or function literal begins.
type mark struct {
	held int
	loop bool
}

func (g *generator) one(in int) bool { return g.rand.IntN(in) == 0 }

func pickOne[T any](g *generator, of []T) T { return of[g.rand.IntN(len(of))] }

// basic returns a kind that a function may hand out.
func (g *generator) basic() *program.Kind {
	return pickOne(g, []*program.Kind{program.Rows, program.Tx, program.Conn, program.File, program.Pool, program.Prepared, program.Response})
}

// function makes up the body of a function.
func (g *generator) function(f *program.Func, budget int) {
	saved := *g
	g.of, g.vars, g.budget, g.held, g.marks, g.depth = f, 0, budget, nil, nil, 0
	if f.Takes != nil {
		g.vars = 1
	}
	if g.one(12) && f.Gives == nil { // after a panic it would return nil
		f.Body = []*program.Stmt{{Op: program.Recover}}
	}
	f.Body = append(f.Body, g.block()...)
	if f.Gives != nil {
		f.Body = append(f.Body, g.giveBack()...)
	}
	saved.names = g.names
	*g = saved
}

// giveBack ends a function that hands out a resource.
func (g *generator) giveBack() []*program.Stmt {
	leave := &program.Stmt{Op: program.Leave, How: program.Success}
	kinds := []*program.Kind{g.of.Gives}
	if owner := g.of.Gives.Owner; owner != nil {
		kinds = owner.Fields
	}
	var stmts []*program.Stmt
	for _, kind := range kinds {
		h := g.newHeld(kind)
		stmts = append(stmts, g.acquireStmt(h, nil, nil))
		h.ours = true
		g.held = append(g.held, h)
		leave.Vars = append(leave.Vars, h.id)
		leave.Var = h.id
		if g.one(3) {
			stmts = append(stmts, g.step())
		}
	}
	g.held = nil
	return append(stmts, leave)
}

func (g *generator) newHeld(kind *program.Kind) *held {
	g.vars++
	return &held{id: g.vars, kind: kind}
}

// block makes up the statements of a block. What they acquire they also release
// before its end, or forget.
func (g *generator) block() []*program.Stmt {
	g.depth++
	defer func() { g.depth-- }()
	var stmts []*program.Stmt
	for range 1 + g.rand.IntN(3) {
		if g.budget <= 0 {
			break
		}
		g.budget--
		stmts = append(stmts, g.item()...)
	}
	return stmts
}

// item makes up one thing to do, which may take several statements.
func (g *generator) item() []*program.Stmt {
	type maker struct {
		weight int
		make   func() []*program.Stmt
	}
	single := func(make func() *program.Stmt) func() []*program.Stmt {
		return func() []*program.Stmt { return []*program.Stmt{make()} }
	}
	makers := []maker{
		{9, g.acquire},
		{3, single(g.step)},
		{1, single(func() *program.Stmt { return &program.Stmt{Op: program.Risk} })},
		{3, single(g.leaveIf)},
	}
	if g.depth < 4 {
		makers = append(makers, maker{1, g.gather}, maker{2, single(g.branch)}, maker{2, single(g.loop)}, maker{1, single(g.closure)}, maker{1, single(g.goroutine)})
	}
	if len(g.held) > 0 {
		makers = append(makers, maker{4, g.use})
	}
	total := 0
	for _, m := range makers {
		total += m.weight
	}
	n := g.rand.IntN(total)
	for _, m := range makers {
		if n -= m.weight; n < 0 {
			return m.make()
		}
	}
	panic("unreachable")
}

func (g *generator) step() *program.Stmt {
	return &program.Stmt{Op: program.Step, Else: g.exit(program.Failure)}
}

// cond makes up a condition. In a function literal it is not one that may have
// been decided outside of it.
func (g *generator) cond() program.Cond {
	c := program.Cond{Any: true, Not: g.one(3)}
	if g.of == g.to.Entry && g.inFunction() && g.one(2) {
		c.Any, c.Flag = false, 1+g.rand.IntN(2)
	}
	return c
}

// leaveIf leaves early.
func (g *generator) leaveIf() *program.Stmt {
	how := program.Failure
	if g.of.Gives == nil && g.one(2) {
		how = program.Success
	}
	if len(g.marks) > 0 && g.marks[len(g.marks)-1].loop && g.one(2) {
		how = pickOne(g, []program.How{program.Break, program.Continue})
	}
	return &program.Stmt{Op: program.If, Cond: g.cond(), Body: g.exit(how)}
}

func (g *generator) branch() *program.Stmt {
	s := &program.Stmt{Op: program.If, Cond: g.cond(), Body: g.block()}
	if g.one(2) {
		s.Else = g.block()
	}
	return s
}

func (g *generator) loop() *program.Stmt {
	return &program.Stmt{Op: program.Loop, Body: g.within(true, g.block)}
}

func (g *generator) closure() *program.Stmt {
	s := &program.Stmt{Op: program.Closure, Body: g.within(false, g.block)}
	s.Else = g.exit(program.Failure)
	return s
}

// goroutine does something elsewhere, but it does not read rows from outside.
func (g *generator) goroutine() *program.Stmt {
	var unread []*held
	for _, h := range g.held {
		if !h.read {
			unread = append(unread, h)
			h.read = true
		}
	}
	s := &program.Stmt{Op: program.Go, Body: g.within(false, g.block)}
	for _, h := range unread {
		h.read = false
	}
	return s
}

// within makes up what stands in a loop or a function literal.
func (g *generator) within(loop bool, make func() []*program.Stmt) []*program.Stmt {
	g.marks = append(g.marks, mark{len(g.held), loop})
	defer func() { g.marks = g.marks[:len(g.marks)-1] }()
	return make()
}

// exit releases what is held, unless that is forgotten, and leaves.
func (g *generator) exit(how program.How) []*program.Stmt {
	if g.of.Gives != nil && how == program.Success && g.inFunction() {
		how = program.Failure
	}
	keep := 0
	for i := len(g.marks) - 1; i >= 0; i-- {
		m := g.marks[i]
		if m.loop && (how == program.Success || how == program.Failure) {
			continue
		}
		keep = m.held
		break
	}
	var stmts []*program.Stmt
	for i := len(g.held) - 1; i >= keep; i-- {
		h := g.held[i]
		deferred := h.failure && how == program.Failure && g.inFunction()
		if h.ours && !deferred && !g.forgets() {
			stmts = append(stmts, g.release(h, false))
		}
	}
	return append(stmts, &program.Stmt{Op: program.Leave, How: how})
}

// inFunction reports whether return leaves the function, and no function literal.
func (g *generator) inFunction() bool {
	for _, m := range g.marks {
		if !m.loop {
			return false
		}
	}
	return true
}

func (g *generator) forgets() bool { return g.sloppy > 0 && g.one(g.sloppy) }

func (g *generator) name(what string) string {
	g.names++
	return fmt.Sprintf("%s%d", what, g.names)
}
