package generate

import "github.com/leakvet/leakvet/cmd/internal/oracle/program"

// use works with something that is held.
func (g *generator) use() []*program.Stmt {
	h := g.held[len(g.held)-1]
	if g.one(3) {
		h = pickOne(g, g.held)
	}
	switch {
	case h.kind == program.Rows && !h.read:
		return append([]*program.Stmt{g.scan(h)}, g.check(h)...)
	case h.kind.Use == "" || h.kind.Elem != nil:
		return []*program.Stmt{g.step()}
	}
	s := &program.Stmt{Op: program.Use, Var: h.id, Else: g.exit(program.Failure)}
	if g.one(5) && h.kind.Owner == nil {
		s.Call = g.borrower(h.kind)
	}
	if g.one(5) {
		s.Else = nil
	}
	return []*program.Stmt{s}
}

// scan reads rows.
func (g *generator) scan(h *held) *program.Stmt {
	s := &program.Stmt{Op: program.Scan, Var: h.id}
	h.read = true
	s.Body = g.within(true, func() []*program.Stmt {
		s.Else = g.exit(pickOne(g, []program.How{program.Failure, program.Failure, program.Failure, program.Continue}))
		if g.one(4) && g.depth < 4 {
			return g.block()
		}
		return nil
	})
	return s
}

// check looks whether the reading of rows ended by an error, or forgets it.
func (g *generator) check(h *held) []*program.Stmt {
	if g.forgets() {
		return nil
	}
	return []*program.Stmt{{Op: program.Check, Var: h.id, Else: g.exit(program.Failure)}}
}

// deferStmt defers the release of what is held.
func (g *generator) deferStmt(h *held) *program.Stmt {
	hows := []program.How{program.Directly, program.Directly, program.Directly, program.Literal, program.Joined}
	if g.of == g.to.Entry {
		hows = append(hows, program.Cleanup)
	}
	s := &program.Stmt{Op: program.Defer, Var: h.id, How: pickOne(g, hows)}
	if g.one(8) && h.kind.Elem == nil {
		s.Call = g.closer(h.kind)
	}
	return s
}

// release releases what is held. Only where nothing else is going on its error
// is looked at.
func (g *generator) release(h *held, mayFail bool) *program.Stmt {
	s := &program.Stmt{Op: program.Release, Var: h.id}
	switch {
	case h.kind.Elem != nil:
	case g.one(8):
		s.Call = g.closer(h.kind)
	case !mayFail && g.one(6):
		s.Call = g.closerOnError(h.kind)
	case mayFail && !h.read && g.one(4): // what was read to its end closes without an error
		s.How = program.Checked
		s.Else = g.exit(program.Failure)
	}
	return s
}
