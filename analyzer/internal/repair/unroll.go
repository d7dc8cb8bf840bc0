package repair

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/fix"
)

// A Pile is a deferred release in a loop that waits for the function to return.
type Pile struct {
	Code  *cleanup.Code
	Defer ssa.Instruction
	// Others are all such defers of the package, this one included.
	Others []ssa.Instruction
	// Findings are where the package's other findings are. One in the body may have a
	// fix of its own, which must come first: this one changes what a return means.
	Findings []token.Pos
}

// Fixes makes the loop's body a function, at the end of which the release runs:
//
//	for _, name := range names {
//		if err := func() error {
//			f, err := os.Open(name)
//			if err != nil {
//				return err
//			}
//			defer f.Close()
//			...
//			return nil
//		}(); err != nil {
//			return err
//		}
//	}
//
// It is the same for all defers of the body, and there is none if one of them is of
// something else, which would run earlier than it does; nor if the body returns
// anything but an error, or leaves the loop in ways of two kinds.
func (pl *Pile) Fixes() []analysis.SuggestedFix {
	path := pl.Code.Enclosing(pl.Defer.Pos())
	i := slices.IndexFunc(path, func(n ast.Node) bool { return bodyOf(n) != nil || isFunc(n) })
	if i < 0 || isFunc(path[i]) {
		return nil
	}
	u := &unroller{
		l: &Lost{Code: pl.Code}, loop: path[i].(ast.Stmt), body: bodyOf(path[i]),
		sig: signatureOf(pl.Code.Pass, path),
		p:   fix.New(pl.Code.Pass, pl.Defer.Pos()),
	}
	u.label, _ = path[i+1].(*ast.LabeledStmt)
	within := func(pos token.Pos) bool { return u.body.Pos() <= pos && pos < u.body.End() }
	if slices.ContainsFunc(pl.Findings, within) || !u.look(pl.Others) {
		return nil
	}
	return u.fixes()
}

// An unroller makes a function of a loop's body.
type unroller struct {
	l       *Lost
	loop    ast.Stmt
	body    *ast.BlockStmt
	label   *ast.LabeledStmt // of the loop, nil if it has none
	sig     *types.Signature // of the function around
	p       *fix.Patch
	goesOn  []*ast.BranchStmt
	stops   []ast.Stmt        // breaks, or returns of a function without results
	returns []*ast.ReturnStmt // that fail
	zeros   string            // what these give besides the error, "nil, "
}

// look finds the ways out of the body; false if it cannot be a function.
func (u *unroller) look(piles []ssa.Instruction) bool {
	ok := true
	for _, s := range u.body.List {
		ast.PreorderStack(s, nil, func(n ast.Node, stack []ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.DeferStmt:
				ok = ok && slices.ContainsFunc(piles, func(d ssa.Instruction) bool { return d.Pos() == n.Pos() })
			case *ast.ReturnStmt:
				ok = ok && u.ret(n, stack)
			case *ast.BranchStmt:
				ok = ok && u.branch(n, stack)
			}
			return true
		})
	}
	same := func(s ast.Stmt) bool { return u.l.text(s) == u.l.text(u.stops[0]) }
	for _, s := range u.stops {
		ok = ok && same(s)
	}
	return ok && len(u.body.List) > 0 && (len(u.stops) == 0 || len(u.returns) == 0)
}

// ret takes note of a return statement; false if it may be of success.
func (u *unroller) ret(ret *ast.ReturnStmt, stack []ast.Node) bool {
	if u.sig.Results().Len() == 0 {
		u.stops = append(u.stops, ret)
		return true
	}
	u.returns = append(u.returns, ret)
	return u.fails(ret, stack)
}

// branch takes note of a branch; false if it is not known where it leads.
func (u *unroller) branch(br *ast.BranchStmt, stack []ast.Node) bool {
	out, known := leadsOut(br, stack)
	switch {
	case !known:
		return false
	case !out:
		return true
	case br.Tok == token.CONTINUE && (br.Label == nil || u.label != nil && br.Label.Name == u.label.Label.Name):
		u.goesOn = append(u.goesOn, br)
		return true
	}
	u.stops = append(u.stops, br)
	return br.Tok == token.BREAK || br.Label != nil
}

// fails reports whether a return statement certainly gives an error, and beside it
// nothing but constants, the same as the others do.
func (u *unroller) fails(ret *ast.ReturnStmt, stack []ast.Node) bool {
	n := u.sig.Results().Len()
	if n == 0 || len(ret.Results) != n || !cleanup.IsError(u.sig.Results().At(n-1).Type()) {
		return false
	}
	var zeros strings.Builder
	for _, e := range ret.Results[:n-1] {
		if !isConstant(e) {
			return false
		}
		zeros.WriteString(u.l.text(e) + ", ")
	}
	if ret != u.returns[0] && zeros.String() != u.zeros {
		return false
	}
	u.zeros = zeros.String()
	return u.isError(ret.Results[n-1], ret, stack)
}

// isConstant reports whether an expression is written as what it is.
func isConstant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return e.Name == "nil" || e.Name == "false" || e.Name == "true"
	case *ast.CompositeLit:
		return len(e.Elts) == 0
	}
	return false
}

// isError reports whether an expression is certainly no nil error: it is of a type
// that is no interface, or made of a new one, or the branch is taken only if it is
// not nil.
func (u *unroller) isError(e ast.Expr, ret ast.Stmt, stack []ast.Node) bool {
	if t := u.l.Code.Pass.TypesInfo.TypeOf(e); t != nil && !u.l.isNil(e) && !types.IsInterface(t) {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		sel, ok := e.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		fn, ok := u.l.object(sel.Sel).(*types.Func)
		return ok && (fn.FullName() == "fmt.Errorf" || fn.FullName() == "errors.New")
	case *ast.Ident:
		n := len(stack)
		if n < 2 {
			return false
		}
		b := binding{err: u.l.object(e)}
		return u.isBranchOf(b, ret, stack[n-1], stack[n-2]) && !u.isSetIn(stack[n-1], b.err)
	}
	return false
}

// isBranchOf reports whether a statement stands in a branch that is taken only if the
// error is not nil.
func (u *unroller) isBranchOf(b binding, ret ast.Stmt, in, above ast.Node) bool {
	list := listOf(in)
	if len(list) == 0 || list[len(list)-1] != ret {
		return false
	}
	switch above := above.(type) {
	case *ast.IfStmt:
		e, ok := ast.Unparen(above.Cond).(*ast.BinaryExpr)
		return above.Body == in && u.onlyFails(b, above.Cond) ||
			above.Else == in && ok && e.Op == token.EQL && b.err != nil && u.l.comparesError(b, e)
	case *ast.BlockStmt: // of a switch
		clause, ok := in.(*ast.CaseClause)
		return ok && len(clause.List) == 1 && u.onlyFails(b, clause.List[0])
	}
	return false
}

// onlyFails reports whether a condition holds only if the error is not nil.
func (u *unroller) onlyFails(b binding, cond ast.Expr) bool {
	e, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok || b.err == nil {
		return false
	}
	if e.Op == token.LAND {
		return u.onlyFails(b, e.X) || u.onlyFails(b, e.Y)
	}
	return e.Op == token.NEQ && u.l.comparesError(b, e)
}

func (u *unroller) isSetIn(block ast.Node, obj types.Object) bool {
	set := false
	ast.Inspect(block, func(n ast.Node) bool {
		if as, ok := n.(*ast.AssignStmt); ok {
			for _, e := range as.Lhs {
				id, ok := e.(*ast.Ident)
				set = set || ok && u.l.object(id) == obj
			}
		}
		return !set
	})
	return set
}

// fixes writes the function around the body. What leaves the loop returns from the
// function, and the loop is left by what comes of that.
func (u *unroller) fixes() []analysis.SuggestedFix {
	pass := u.l.Code.Pass
	first, last := u.body.List[0], u.body.List[len(u.body.List)-1]
	start, ok := fix.LineEnd(pass, u.body.Lbrace, first.Pos())
	if !ok {
		return nil
	}
	end, ok := fix.LineStart(pass, last.End(), u.body.Rbrace)
	if !ok || !u.p.IndentLines(start, end-1) {
		return nil
	}
	if u.label != nil && slices.ContainsFunc(u.goesOn, func(br *ast.BranchStmt) bool { return br.Label != nil }) && !u.stopsAtLabel() {
		u.p.Replace(u.label.Pos(), u.loop.Pos(), "\t") // nothing else can have named it
	}
	for _, ret := range u.returns {
		u.p.Replace(ret.Results[0].Pos(), ret.Results[len(ret.Results)-1].Pos(), "")
	}
	for _, s := range u.stops {
		u.p.Replace(s.Pos(), s.End(), "return true")
	}
	head, result, tail := u.call()
	for _, br := range u.goesOn {
		u.p.Replace(br.Pos(), br.End(), "return"+result)
	}
	if result != "" && !u.l.leaves(last) {
		tail = append([]string{"\treturn" + result}, tail...)
	}
	indent := fix.Indent(pass, u.loop.Pos()) + "\t"
	u.p.Insert(start, indent, head)
	u.p.Replace(end, end, indent+strings.Join(tail, "\n"+indent)+"\n")
	return u.p.Fix("Make the loop's body a function")
}

// stopsAtLabel reports whether the loop's label is still of use.
func (u *unroller) stopsAtLabel() bool {
	return slices.ContainsFunc(u.stops, func(s ast.Stmt) bool {
		br, ok := s.(*ast.BranchStmt)
		return ok && br.Label != nil && br.Label.Name == u.label.Label.Name
	})
}

// call writes the beginning of the function, what it returns if the loop goes on,
// and its end, with what comes of its result.
func (u *unroller) call() (head, result string, tail []string) {
	switch {
	case len(u.returns) > 0:
		return "if err := func() error {", " nil", []string{"}(); err != nil {", "\treturn " + u.zeros + "err", "}"}
	case len(u.stops) > 0:
		return "if stop := func() bool {", " false", []string{"}(); stop {", "\t" + u.l.text(u.stops[0]), "}"}
	}
	return "func() {", "", []string{"}()"}
}
