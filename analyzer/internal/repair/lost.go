package repair

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// A Lost is a resource that some path of a function does not release.
type Lost struct {
	Code *cleanup.Code
	// Call acquires it, as its result of that index.
	Call   ssa.CallInstruction
	Result int
	// Release lists the methods that release it, the best first; "Body.Close"
	// is one of a field.
	Release []string
	// Once: to release it a second time does harm, as far as is known.
	Once bool
	// Given: some path hands it to somebody else, who releases it.
	Given bool
	// Skipped: the process is ended on some path, and it would matter if a
	// deferred release did not run.
	Skipped bool
	// Ends are the calls by which paths release it or hand it on.
	Ends []ssa.Instruction
	// Siblings are the other calls of the function that acquire something.
	Siblings []ssa.CallInstruction
	// Above are those of them whose resource must not outlive this one.
	Above []ssa.CallInstruction
	// Awaits: the release waits for one of these, which may still be open when the
	// function is left. Who only leaked then hangs.
	Awaits bool
	// Sunk: what it must not outlive is released further down, by a plain call.
	Sunk bool
	// Exits are where paths lose it, by leaving the function.
	Exits []*ssa.Return
	// Again: a loop acquires it again while it holds it.
	Again bool
	// Half: only the paths lose it on which the call has failed, and handed it out
	// nevertheless.
	Half bool
}

// Fixes returns what releases it on all paths, nil if that is not safe.
func (l *Lost) Fixes() []analysis.SuggestedFix {
	if _, plain := l.Call.(*ssa.Call); !plain || l.Sunk || l.Awaits {
		return nil
	}
	if d, ok := l.discarded(); ok {
		return l.mendDiscard(d)
	}
	b, ok := l.binding()
	if !ok {
		return nil
	}
	b = l.joined(b)
	h, ok := l.held(b)
	switch {
	case !ok:
		return nil
	case l.Half:
		return l.releaseIfFailed(b, h)
	case l.losesIn(b, h.check):
		return nil
	}
	if !l.outlives() {
		if f := l.deferIt(b, h); f != nil {
			return f
		}
	}
	return l.releaseAtExits(b, h)
}

// losesIn reports whether what is done if the acquire failed loses it, since that is
// done in other cases, too:
//
//	if err != nil || !allowed {
//		return errNotAllowed
//	}
//
// Where several calls acquire for one name, it may be what an earlier round of a loop
// has lost.
func (l *Lost) losesIn(b binding, check *ast.IfStmt) bool {
	if check == nil {
		return false
	}
	if only, ok := ast.Unparen(check.Cond).(*ast.BinaryExpr); ok && b.choice != nil && l.Again && l.comparesError(b, only) {
		return false
	}
	return slices.ContainsFunc(l.Exits, func(ret *ssa.Return) bool {
		return check.Body.Pos() <= ret.Pos() && ret.Pos() < check.Body.End()
	})
}

// Defers returns what defers the release that every path comes to by itself, nil if
// that is not safe. Who has got it meanwhile can do without it when the function returns.
func (l *Lost) Defers() []analysis.SuggestedFix {
	b, ok := l.binding()
	if !ok || l.Sunk || l.Awaits {
		return nil
	}
	h, ok := l.held(b)
	if !ok {
		return nil
	}
	return l.deferIt(b, h)
}

// Late returns what puts a release off that comes before the last use: it becomes a
// deferred one, nil if that is not safe.
//
//	rows.Close() → defer rows.Close()
func Late(code *cleanup.Code, release ssa.Instruction) []analysis.SuggestedFix {
	call, ok := release.(*ssa.Call)
	if !ok || cleanup.InLoop(call.Block()) {
		return nil
	}
	expr, path := code.Source(call)
	if expr == nil || len(path) == 0 {
		return nil
	}
	stmt, ok := path[0].(*ast.ExprStmt)
	if !ok || inLoop(path) || code.Cleanup(call) != nil {
		return nil // its error matters
	}
	p := fix.New(code.Pass, stmt.Pos())
	p.Replace(stmt.Pos(), stmt.Pos(), "defer ")
	return p.Fix("Defer the release")
}

// A binding is the statement that gives the resource its name.
type binding struct {
	spot
	name ast.Expr     // an identifier, or a field of one
	root types.Object // the identifier
	// alone: the name means nothing before the statement.
	alone bool
	err   types.Object // the error that came with it; nil if there is none
	blank bool         // the error is dropped
	set   ast.Node     // the assignment or declaration
	// in is the statement that the assignment is the beginning of, nil if none.
	in ast.Stmt
	// choice is the statement of which each branch gives the name a resource.
	choice ast.Stmt
}

// binding finds the statement; false if the resource has no name, or may have
// another one by which it is known.
func (l *Lost) binding() (b binding, ok bool) {
	call, path := l.Code.Source(l.Call)
	if call == nil {
		return b, false
	}
	var lhs []ast.Expr
	var rhs []ast.Expr
	for i, n := range path {
		switch n := n.(type) {
		case *ast.ParenExpr:
			continue
		case *ast.CallExpr:
			if len(n.Args) == 1 && i == 0 && ast.Unparen(n.Args[0]) == call {
				continue // must(open())
			}
			return b, false
		case *ast.AssignStmt:
			lhs, rhs, b.set, b.alone = n.Lhs, n.Rhs, n, n.Tok == token.DEFINE
		case *ast.ValueSpec:
			for _, id := range n.Names {
				lhs = append(lhs, id)
			}
			rhs, b.set, b.alone = n.Values, n, true
		}
		break
	}
	if b.set == nil || len(rhs) != 1 {
		return b, false
	}
	sig := l.Call.Common().Signature()
	i := l.Result
	through := ast.Unparen(rhs[0]) != call
	if through {
		i = 0
	}
	if i >= len(lhs) || !l.name(&b, lhs[i]) {
		return b, false
	}
	if n := sig.Results().Len(); cleanup.IsError(sig.Results().At(n-1).Type()) && !through && len(lhs) == n {
		id, isIdent := lhs[n-1].(*ast.Ident)
		if !isIdent {
			return b, false
		}
		b.blank = id.Name == "_"
		b.err = l.object(id)
	}
	if b.spot, ok = spotIn(path); !ok {
		return b, false
	}
	if b.stmt() != b.set {
		if _, isDecl := b.stmt().(*ast.DeclStmt); !isDecl {
			b.in = b.stmt()
		}
	}
	return b, true
}

// name notes by which name the resource is known.
func (l *Lost) name(b *binding, e ast.Expr) bool {
	b.name = ast.Unparen(e)
	switch e := b.name.(type) {
	case *ast.Ident:
		b.root = l.object(e)
	case *ast.SelectorExpr:
		id, ok := e.X.(*ast.Ident)
		if !ok {
			return false
		}
		b.root = l.object(id)
	}
	v, ok := b.root.(*types.Var)
	return ok && v.Parent() != l.Code.Pass.Pkg.Scope()
}

// object returns what an identifier declares or means; nil for the blank one.
func (l *Lost) object(id *ast.Ident) types.Object {
	if obj := l.Code.Pass.TypesInfo.Defs[id]; obj != nil {
		return obj
	}
	return l.Code.Pass.TypesInfo.Uses[id]
}

// isName reports whether e is written like the name of the resource.
func (l *Lost) isName(b binding, e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, ident := b.name.(*ast.Ident)
		return ident && l.object(e) == b.root
	case *ast.SelectorExpr:
		sel, isSel := b.name.(*ast.SelectorExpr)
		id, ok := e.X.(*ast.Ident)
		return isSel && ok && l.object(id) == b.root && e.Sel.Name == sel.Sel.Name
	}
	return false
}

// isSet reports whether anything but the binding sets the name.
func (l *Lost) isSet(b binding) bool {
	found := false
	for _, n := range b.up {
		if !isFunc(n) || found {
			continue
		}
		ast.Inspect(n, func(n ast.Node) bool {
			as, ok := n.(*ast.AssignStmt)
			if !ok || as == b.set || b.choice != nil && b.choice.Pos() <= as.Pos() && as.Pos() < b.choice.End() {
				return true
			}
			for _, e := range as.Lhs {
				found = found || l.isName(b, e) || l.isRoot(b, e)
			}
			return true
		})
	}
	return found
}

// isRoot reports whether e is the variable that the name is a field of.
func (l *Lost) isRoot(b binding, e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	_, sel := b.name.(*ast.SelectorExpr)
	return ok && sel && l.object(id) == b.root && l.Code.Pass.TypesInfo.Uses[id] != nil
}
