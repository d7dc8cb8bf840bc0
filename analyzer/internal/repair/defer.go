package repair

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// deferIt defers the release where the resource is held from:
//
//	rows, err := db.Query(query)
//	if err != nil {
//		return err
//	}
//	+ defer rows.Close()
//
// That is right if nobody else gets the resource, and the function acquires it
// once. A release that is there already goes if it is the last thing that the
// function does, or deferred, but too late; else it stays, and must not mind the second one.
func (l *Lost) deferIt(b binding, h held) []analysis.SuggestedFix {
	if l.Given || l.Skipped || l.Again || cleanup.InLoop(l.Call.Block()) {
		return nil
	}
	p := fix.New(l.Code.Pass, h.at)
	c, ok := l.call(p, b.name, h.at)
	if !ok {
		return nil
	}
	if lines := l.moveLast(p, h, c); lines != nil {
		p.Insert(h.at, h.indent, lines...)
		return p.Fix("Defer " + c.text)
	}
	tells, kept := c.fails && l.mustTell(c), len(l.Ends)
	if !tells { // else another rule may change the other releases
		kept = l.dropOthers(p, b, h, c)
	}
	lines := []string{"defer " + c.text}
	if tells {
		switch {
		case kept > 0 && h.guard == "" && isReference(l.Code.Pass.TypesInfo.TypeOf(b.name)) && (l.isHeard() || l.hear(p, c)):
			// the one that is there tells, this is for the case that it is not reached
		case l.isSet(b) || kept > 0 && c.method.FullName() != "(*database/sql.DB).Close":
			return nil // it would release the other one, or tell of the second release
		default:
			tell := l.Code.Tell(p, l.Call.Parent(), h.at, c.text)
			if tell == nil {
				return nil
			}
			lines = fix.Deferred(tell)
		}
	}
	if test := l.Code.TestAt(h.at); test != "" && l.hasParallel() {
		if l.isSet(b) {
			return nil
		}
		lines = registered(test, c, lines)
	}
	if l.Once && kept > 0 {
		return nil
	}
	if h.guard != "" {
		lines = fix.Guarded(h.guard, lines)
	}
	p.Insert(h.at, h.indent, lines...)
	return p.Fix("Defer " + c.text)
}

// hasParallel reports whether the function has subtests that run when it has
// returned, and its deferred calls have run.
func (l *Lost) hasParallel() bool {
	return slices.ContainsFunc(l.Code.Subtests(l.Call.Parent()), func(s cleanup.Subtest) bool { return s.Parallel != nil })
}

// registered hands to the test what lines defer.
func registered(test string, c call, lines []string) []string {
	if method, plain := strings.CutSuffix(c.text, "()"); plain && c.method.Signature().Results().Len() == 0 {
		return []string{test + ".Cleanup(" + method + ")"}
	}
	if len(lines) == 1 {
		return []string{test + ".Cleanup(func() { " + c.text + " })"}
	}
	lines = slices.Clone(lines)
	lines[0] = test + ".Cleanup(func() {"
	lines[len(lines)-1] = "})"
	return lines
}

// dropOthers deletes the releases that the deferred one takes the place of, and tells how
// many are left.
func (l *Lost) dropOthers(p *fix.Patch, b binding, h held, c call) (kept int) {
	for _, end := range l.Ends {
		call, ok := end.(ssa.CallInstruction)
		if !ok || !l.drop(p, b, h, c, call) {
			kept++
		}
	}
	return kept
}

func (l *Lost) drop(p *fix.Patch, b binding, h held, c call, release ssa.CallInstruction) bool {
	expr, path := l.Code.Source(release)
	if expr == nil || l.text(expr) != c.text || len(path) == 0 {
		return false
	}
	s, inList := spotIn(path)
	if !inList || s.stmt() != path[0] || !l.beginsLine(s.stmt()) {
		return false
	}
	var needless bool
	switch s.stmt().(type) {
	case *ast.ExprStmt:
		needless = l.isLast(s)
	case *ast.DeferStmt:
		needless = h.guard == "" && !l.isSet(b) && l.isNextDefer(h, s)
	}
	return needless && p.DeleteLine(s.stmt().Pos(), s.stmt().End())
}

// isNextDefer reports whether no other call is deferred between a point and a statement
// of the same list: whether one runs in its place makes no difference to any other.
func (l *Lost) isNextDefer(h held, s spot) bool {
	if len(h.list) == 0 || s.list[0] != h.list[0] || s.i < h.from {
		return false
	}
	return !slices.ContainsFunc(s.list[h.from:s.i], func(stmt ast.Stmt) bool { return holds[*ast.DeferStmt](stmt) })
}

// isLast reports whether the function returns after the statement and does nothing else:
// a deferred call runs right then.
func (l *Lost) isLast(s spot) bool {
	switch next := s.next().(type) {
	case nil:
		if len(s.up) < 2 || !isFunc(s.up[1]) {
			return false
		}
	case *ast.ReturnStmt:
		if slices.ContainsFunc(next.Results, func(e ast.Expr) bool { return holds[*ast.CallExpr](e) }) {
			return false
		}
	default:
		return false
	}
	return true
}

// holds reports whether a node of a kind stands in n.
func holds[Kind ast.Node](n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		_, is := n.(Kind)
		found = found || is
		return !found
	})
	return found
}

// mustTell reports whether somebody has to hear of the release's error, and nobody
// does so far.
func (l *Lost) mustTell(c call) bool {
	v := l.value()
	if v == nil || methodOf(v.Type(), c.method.Name(), l.Code.Pass.Pkg) == nil {
		return false
	}
	if recv := c.method.Signature().Recv().Type(); !cleanup.IsMute(recv) { // of a pool that it embeds, perhaps
		entry := l.Code.Index.Resource(recv)
		if entry != nil && entry.Class == contract.Pool && entry.IsRelease(c.method.Name()) {
			return true
		}
	}
	kind, cleans := l.Code.Cleans(v, c.method, l.Call.Parent())
	if !cleans || kind == cleanup.ReleasePool {
		return cleans
	}
	return !l.isHeard()
}

// isHeard reports whether somebody hears of the error of one of the releases that are
// there. The error of what only takes it over says nothing of its release.
func (l *Lost) isHeard() bool {
	return slices.ContainsFunc(l.Ends, func(end ssa.Instruction) bool {
		call, ok := end.(ssa.CallInstruction)
		if !ok || !l.isRelease(call) {
			return false
		}
		fate, fails := l.Code.ErrorOf(call)
		return fails && fate.Handled()
	})
}

// hear lets a test hear of the error of a release that is there, a statement of its own;
// false if there is none. Elsewhere the function would have to leave with the error.
func (l *Lost) hear(p *fix.Patch, c call) bool {
	for _, end := range l.Ends {
		release, ok := end.(*ssa.Call)
		if !ok || release.Parent() != l.Call.Parent() {
			continue
		}
		expr, path := l.Code.Source(release)
		if expr == nil || l.text(expr) != c.text {
			continue
		}
		stmt, ok := path[0].(*ast.ExprStmt)
		if !ok || !l.beginsLine(stmt) || l.Code.TestAt(stmt.Pos()) == "" {
			continue
		}
		if tell := l.Code.Tell(p, l.Call.Parent(), stmt.Pos(), c.text); tell != nil {
			p.Replace(stmt.Pos(), stmt.End(), strings.Join(tell, "\n"+fix.Indent(l.Code.Pass, stmt.Pos())))
			return true
		}
	}
	return false
}

// isRelease reports whether a call releases the resource by a method: its own, that of a
// part of it, or that of its owner.
func (l *Lost) isRelease(call ssa.CallInstruction) bool {
	if !cleanup.IsMethod(call.Common()) {
		return false
	}
	recv, v := cleanup.Args(call.Common())[0], l.value()
	own := l.Code.Place(recv).Root == l.Code.Place(v).Root && slices.Contains(l.Release, cleanup.Callee(call.Common()).Name())
	return own || l.Code.ClosesOwner(call, v)
}

// isReference reports whether a deferred call on a variable of type t is of what the
// variable holds now.
func isReference(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	}
	return false
}

// value returns what the call acquires.
func (l *Lost) value() ssa.Value {
	v := l.Call.Value()
	if v == nil || l.Call.Common().Signature().Results().Len() == 1 {
		return v
	}
	for _, r := range *v.Referrers() {
		if x, ok := r.(*ssa.Extract); ok && x.Index == l.Result {
			return x
		}
	}
	return nil
}
