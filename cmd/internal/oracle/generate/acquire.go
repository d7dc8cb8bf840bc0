package generate

import "github.com/leakvet/leakvet/cmd/internal/oracle/program"

// acquire acquires something, works with it, and releases it in one of the ways
// that people do.
func (g *generator) acquire() []*program.Stmt {
	kind, from := g.source()
	h := g.newHeld(kind)
	var opener *program.Func
	if from == nil && g.one(5) {
		opener = g.opener(kind)
		h.kind = opener.Gives
	}
	if g.one(8) {
		h.cond = g.cond()
	}
	acquired := g.acquireStmt(h, from, opener)
	if g.forgets() && g.one(4) {
		acquired.Var = 0
		acquired.Cond = program.Cond{}
		return []*program.Stmt{acquired}
	}
	return append([]*program.Stmt{acquired}, g.lifetime(h)...)
}

// acquireStmt is the call that acquires, with the check of its error.
func (g *generator) acquireStmt(h *held, from *held, opener *program.Func) *program.Stmt {
	s := &program.Stmt{Op: program.Acquire, Var: h.id, Kind: h.kind, Cond: h.cond, Call: opener, Else: g.exit(program.Failure)}
	if from != nil {
		s.From = from.id
	}
	return s
}

// source chooses what to acquire, and from what.
func (g *generator) source() (*program.Kind, *held) {
	if len(g.held) > 0 && g.one(2) {
		from := pickOne(g, g.held)
		var kinds []*program.Kind
		for _, kind := range program.Kinds {
			if len(kind.Calls(from.kind)) > 0 {
				kinds = append(kinds, kind)
			}
		}
		if len(kinds) > 0 && from.cond.None() && from.kind.Owner == nil {
			return pickOne(g, kinds), from
		}
	}
	if g.one(3) {
		return program.Rows, nil
	}
	return pickOne(g, program.Kinds), nil
}

// lifetime is what happens while a resource is held, and its end.
func (g *generator) lifetime(h *held) []*program.Stmt {
	plans := []func(*held) []*program.Stmt{
		g.deferred, g.deferred, g.deferred, g.manual, g.manual, g.manual, g.late, g.given,
	}
	if g.of.Named && !g.of.Mute && len(g.marks) == 0 && h.kind.Elem == nil {
		plans = append(plans, g.deferredOnFailure, g.deferredOnFailure)
	}
	if h.kind == program.Rows {
		plans = append(plans, g.drained, g.drained)
	}
	if h.kind == program.Tx {
		plans = append(plans, g.committed, g.committed, g.committed)
	}
	if g.sloppy > 0 {
		plans = append(plans, g.forgotten, g.sometimes)
	}
	return pickOne(g, plans)(h)
}

// hold makes up what is done while a resource is held.
func (g *generator) hold(h *held, ours bool, make func() []*program.Stmt) []*program.Stmt {
	h.ours = ours
	g.held = append(g.held, h)
	defer func() { g.held = g.held[:len(g.held)-1] }()
	return make()
}

// deferred defers the release at once.
func (g *generator) deferred(h *held) []*program.Stmt {
	return append([]*program.Stmt{g.deferStmt(h)}, g.hold(h, false, g.work)...)
}

// manual releases at the end, and before each way out. Sometimes it forgets that it
// has.
func (g *generator) manual(h *held) []*program.Stmt {
	stmts := g.hold(h, true, g.work)
	if g.forgets() {
		return stmts
	}
	stmts = append(stmts, g.release(h, true))
	if g.forgets() && h.kind.Use != "" && g.one(4) {
		return append(stmts, &program.Stmt{Op: program.Use, Var: h.id}) // whose error is ignored: there always is one
	}
	return stmts
}

// deferredOnFailure releases by hand if all goes well, else deferred.
func (g *generator) deferredOnFailure(h *held) []*program.Stmt {
	h.failure = true
	stmts := []*program.Stmt{{Op: program.Defer, Var: h.id, How: program.OnFailure}}
	if g.one(3) {
		stmts[0].Call = g.closerOnError(h.kind)
	}
	if g.one(2) {
		return append(stmts, g.given(h)...)
	}
	return append(stmts, g.manual(h)...)
}

// gather acquires several in a loop, and releases them when it has done something
// with all of them.
func (g *generator) gather() []*program.Stmt {
	kind := pickOne(g, []*program.Kind{program.Rows, program.Conn, program.File, program.Tx})
	all := g.newHeld(program.SliceOf(kind))
	stmts := []*program.Stmt{{Op: program.Acquire, Var: all.id, Kind: all.kind}}
	ours := g.one(2)
	if !ours {
		stmts = append(stmts, &program.Stmt{Op: program.Defer, Var: all.id})
	}
	return append(stmts, g.hold(all, ours, func() []*program.Stmt {
		body := g.within(true, func() []*program.Stmt {
			h := g.newHeld(kind)
			acquired := g.acquireStmt(h, nil, nil)
			rest := g.hold(h, true, func() []*program.Stmt {
				if g.one(2) {
					return []*program.Stmt{g.step()}
				}
				return nil
			})
			return append(append([]*program.Stmt{acquired}, rest...), &program.Stmt{Op: program.Collect, Var: h.id, From: all.id})
		})
		rest := []*program.Stmt{{Op: program.Loop, Body: body}}
		if g.one(2) {
			rest = append(rest, g.step())
		}
		if ours && !g.forgets() {
			rest = append(rest, &program.Stmt{Op: program.Release, Var: all.id})
		}
		return rest
	})...)
}

// late defers the release when something else is done.
func (g *generator) late(h *held) []*program.Stmt {
	stmts := g.hold(h, true, func() []*program.Stmt { return []*program.Stmt{g.step()} })
	return append(stmts, g.deferred(h)...)
}

// given passes the resource on to somebody else. In a loop only places that
// have room for many will do.
func (g *generator) given(h *held) []*program.Stmt {
	if h.kind.Owner != nil || g.of != g.to.Entry {
		return g.manual(h)
	}
	stmts := g.hold(h, true, g.work)
	if h.read { // who would want them?
		return append(stmts, g.release(h, true))
	}
	places := []program.How{program.ToSlice, program.ToChan, program.ToMap}
	return append(stmts, &program.Stmt{Op: program.Give, Var: h.id, How: pickOne(g, places)})
}

// drained reads all rows, which closes them.
func (g *generator) drained(h *held) []*program.Stmt {
	return g.hold(h, true, func() []*program.Stmt {
		s := g.scan(h)
		// After the last row the rows are closed.
		h.ours = false
		return append([]*program.Stmt{s}, g.check(h)...)
	})
}

// committed commits at the end, and rolls back before each way out, or deferred.
func (g *generator) committed(h *held) []*program.Stmt {
	commit := &program.Stmt{Op: program.Release, Var: h.id, How: program.Commit}
	if g.one(2) {
		stmts := append([]*program.Stmt{g.deferStmt(h)}, g.hold(h, false, g.work)...)
		commit.Else = g.exit(program.Failure)
		return append(stmts, commit)
	}
	stmts := g.hold(h, true, g.work)
	commit.Else = g.exit(program.Failure)
	return append(stmts, commit)
}

// forgotten does not release.
func (g *generator) forgotten(h *held) []*program.Stmt { return g.hold(h, true, g.work) }

// sometimes releases under a condition.
func (g *generator) sometimes(h *held) []*program.Stmt {
	stmts := g.hold(h, true, g.work)
	return append(stmts, &program.Stmt{Op: program.If, Cond: g.cond(), Body: []*program.Stmt{g.release(h, true)}})
}

// work makes up what is done with what was acquired last.
func (g *generator) work() []*program.Stmt {
	var stmts []*program.Stmt
	if g.one(2) {
		stmts = g.use()
	}
	if g.budget > 0 && g.one(2) {
		stmts = append(stmts, g.block()...)
	}
	return stmts
}
