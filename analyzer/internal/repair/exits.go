package repair

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// releaseAtExits releases the resource before each exit that loses it:
//
//	if err := db.Ping(); err != nil {
//		+ db.Close()
//		return nil, err
//	}
//	return db, nil
//
// In a loop these are also the ways to its next round and out of it.
func (l *Lost) releaseAtExits(b binding, h held) []analysis.SuggestedFix {
	if h.guard != "" || l.isSet(b) {
		return nil
	}
	var exits []exit
	sinks := l.sinks()
	rounds := l.Again || inLoop(h.up) // it may be left in other ways
	for _, ret := range l.Exits {
		if slices.ContainsFunc(sinks, func(s ssa.Instruction) bool { return precedes(s, ret) }) {
			return nil // somebody uses it when the function has returned
		}
		e, v := l.exitAt(h, ret)
		switch {
		case v == outside:
			rounds = true
		case l.isAllowed(v):
			exits = append(exits, e)
		default:
			return nil
		}
	}
	if rounds {
		if !l.endsIn(b.stmt().Pos(), h.up[0].End()) {
			return nil
		}
		others, ok := l.roundsOf(b, h)
		if !ok {
			return nil
		}
		exits = append(exits, others...)
	}
	if len(exits) == 0 {
		return nil
	}
	slices.SortFunc(exits, func(a, b exit) int { return int(a.pos() - b.pos()) })
	exits = slices.CompactFunc(exits, func(a, b exit) bool { return a.pos() == b.pos() })
	p := fix.New(l.Code.Pass, h.at)
	var c call
	for _, e := range exits {
		var ok bool
		if l.holdsUp(e.pos()) {
			return nil
		}
		if c, ok = l.call(p, b.name, e.pos()); !ok || fix.Named(l.Code.Pass, b.root.Name(), e.pos()) != b.root {
			return nil
		}
		if !e.release(l, p, b, c) {
			return nil
		}
	}
	return p.Fix("Call " + c.text + " where it is lost")
}

// precedes reports whether an instruction is, or may come before, a return of the
// same function; one in a closure may come at any time.
func precedes(instr ssa.Instruction, ret *ssa.Return) bool {
	if instr == ssa.Instruction(ret) {
		return true
	}
	if _, other := instr.(*ssa.Return); other {
		return instr.Parent() != ret.Parent()
	}
	return instr.Parent() != ret.Parent() || instr.Block() == ret.Block() || cleanup.Reaches(instr.Block(), ret.Block())
}

// holdsUp reports whether something else may be open at pos that has to be released
// before the resource is, and may be by a deferred call that comes too late.
func (l *Lost) holdsUp(pos token.Pos) bool {
	return slices.ContainsFunc(l.Above, func(c ssa.CallInstruction) bool {
		return l.Call.Pos() < c.Pos() && c.Pos() < pos
	})
}

// An exit is a statement that leaves, or the end of a block.
type exit struct {
	stmt  ast.Stmt
	block *ast.BlockStmt // if there is no statement
}

func (e exit) pos() token.Pos {
	if e.stmt != nil {
		return e.stmt.Pos()
	}
	return e.block.Rbrace
}

// release puts the call before the exit.
func (e exit) release(l *Lost, p *fix.Patch, b binding, c call) bool {
	if e.stmt == nil {
		return l.releaseAtEnd(p, e.block, c)
	}
	ret, returns := e.stmt.(*ast.ReturnStmt)
	tells := returns && c.fails && l.mustTell(c)
	text := c.text
	if l.mentions(e.stmt, func(id *ast.Ident) bool { return l.object(id) == b.root }) {
		text = "defer " + text // return nil, errorOf(resp)
		if !returns || tells {
			return false
		}
	}
	if tells && !l.failsAt(ret) || !l.beginsLine(e.stmt) {
		return false
	}
	p.InsertBefore(e.stmt, text)
	return true
}

// releaseAtEnd puts the call at the end of a block.
func (l *Lost) releaseAtEnd(p *fix.Patch, block *ast.BlockStmt, c call) bool {
	if c.fails && l.mustTell(c) {
		return false
	}
	if len(block.List) == 0 {
		return false
	}
	last := block.List[len(block.List)-1]
	at, ok := fix.LineEnd(l.Code.Pass, last.End(), block.Rbrace)
	if ok {
		p.Insert(at, fix.Indent(l.Code.Pass, last.Pos()), c.text)
	}
	return ok
}

// failsAt reports whether a return statement gives an error for certain: it
// names one, and does not call anything.
func (l *Lost) failsAt(ret *ast.ReturnStmt) bool {
	if len(ret.Results) == 0 {
		return false
	}
	last := ret.Results[len(ret.Results)-1]
	return !l.isNil(last)
}

// beginsLine reports whether nothing but white space stands before a statement.
func (l *Lost) beginsLine(s ast.Stmt) bool {
	path := l.Code.Enclosing(s.Pos())
	for i, n := range path {
		if n == s && i+1 < len(path) {
			sp, ok := spotIn(path[i:])
			if !ok {
				return false
			}
			before := sp.up[0].Pos()
			switch owner := sp.up[0].(type) {
			case *ast.CaseClause:
				before = owner.Colon
			case *ast.CommClause:
				before = owner.Colon
			}
			if sp.i > 0 {
				before = sp.list[sp.i-1].End()
			}
			tok := l.Code.Pass.Fset.File(s.Pos())
			return tok.Line(before) < tok.Line(s.Pos())
		}
	}
	return false
}

// exitAt finds a return statement of the function, and tells whether the
// resource was ended before it.
func (l *Lost) exitAt(h held, ret *ssa.Return) (exit, ended) {
	if ret.Parent() != l.Call.Parent() {
		return exit{}, unknown
	}
	if !ret.Pos().IsValid() {
		body := bodyOfFunc(h.up)
		if h.up[0] != body {
			return exit{}, outside
		}
		e := exit{block: body}
		return e, l.endedBefore(h, nil, e)
	}
	path := l.Code.Enclosing(ret.Pos())
	for i, n := range path {
		if stmt, ok := n.(*ast.ReturnStmt); ok && stmt.Pos() == ret.Pos() {
			e := exit{stmt: stmt}
			return e, l.endedBefore(h, path[i:], e)
		}
	}
	return exit{}, unknown
}

// bodyOfFunc returns the body of the innermost function.
func bodyOfFunc(up []ast.Node) *ast.BlockStmt {
	for _, n := range up {
		switch n := n.(type) {
		case *ast.FuncDecl:
			return n.Body
		case *ast.FuncLit:
			return n.Body
		}
	}
	return nil
}
