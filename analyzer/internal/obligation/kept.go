package obligation

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// storedFindings reports a resource that goes into a field or variable and is not safe
// there: nothing takes it out again, or it takes the place of another one, or the method
// that has put it there fails and forgets it.
func (t *tracker) storedFindings() []Finding {
	for _, find := range []func() []Finding{t.keptFindings, t.overwrittenFindings, t.ownFailureFindings} {
		if found := find(); len(found) > 0 {
			return found
		}
	}
	return nil
}

// keptFindings reports a resource that goes into a field or variable of the
// package from which nothing ever takes it to release it.
func (t *tracker) keptFindings() []Finding {
	v := t.keptBy()
	if v == nil || t.res.hasPeer() || t.res.byName || !v.IsField() && t.res.class != contract.Pool {
		return nil
	}
	remembers := func(v *types.Var) bool { return v == nil || !t.pkg.isForgotten(v, t.pkg.ownerWith(v)) }
	if t.pkg.ownerWith(v) == nil && t.lentOn || remembers(v) || slices.ContainsFunc(slices.Concat(t.alsoKept, t.around()), remembers) {
		return nil
	}
	found := t.keptFinding(v, "%s is never %s: it is kept in %s, which nothing in the package releases", "acquired here")
	found[0].Strict = !v.IsField() && t.pkg.runsOnce(t.site.call.Parent())
	return found
}

// runsOnce reports whether a function runs once in the life of the process: it initializes
// the package, or is handed to a sync.Once.
func (p *pkg) runsOnce(fn *ssa.Function) bool {
	if fn.Parent() == nil {
		return fn.Signature.Recv() == nil && (fn.Name() == "init" || strings.HasPrefix(fn.Name(), "init#"))
	}
	return isHandedTo(fn, func(call *ssa.Call, i int) bool {
		return p.commonCallee(call.Common()).lists(func(c *contract.FuncContract) []int { return c.Once }, i)
	})
}

// onlyField returns the field in which a method keeps the resource and nowhere else, or nil.
func (t *tracker) onlyField() *types.Var {
	if fn := t.root; fn.Parent() != nil || fn.Signature.Recv() == nil || len(t.kept) == 0 {
		return nil
	}
	v := t.kept[0]
	if v == nil || !v.IsField() || slices.ContainsFunc(t.kept, func(w *types.Var) bool { return w != v }) {
		return nil
	}
	return v
}

// keptFinding reports the acquire of what v keeps. The format names the resource, what
// is done to release it, and v.
func (t *tracker) keptFinding(v *types.Var, format, event string) []Finding {
	src := t.pkg.source(t.site.call)
	f := t.leakAt(src)
	f.Message = fmt.Sprintf(format, t.subject(src), t.res.verb(), t.pkg.describe(v))
	f.Related = []Related{
		{Pos: src.pos, End: src.end, Message: event},
		{Pos: v.Pos(), Message: "kept here"},
	}
	return []Finding{f}
}

// keptBy returns the one variable in which the resource ends on every path on
// which it is not released, or nil.
func (t *tracker) keptBy() *types.Var {
	var kept *types.Var
	add := func(v *types.Var) bool {
		ok := v != nil && (kept == nil || kept == v)
		kept = v
		return ok
	}
	for _, v := range t.kept {
		if !add(v) {
			return nil
		}
	}
	for _, o := range t.outcomes {
		if o.status == live && len(o.results) > 0 && o.failed != flow.IsNotNil {
			if len(o.results) > 1 || !add(t.resultField(o)) {
				return nil
			}
		}
	}
	if t.handedOn || t.captured || t.pkg.stated.fields[kept] != "" {
		return nil
	}
	return kept
}

// resultField returns the field of the package's own struct by which a result
// holds the resource. Others may hold what is around it ([tracker.around]).
func (t *tracker) resultField(o outcome) *types.Var {
	var found *types.Var
	for _, f := range t.resultFields(o) {
		if found != nil && !types.Identical(f.Type(), t.typ) {
			continue
		}
		found = f
	}
	return found
}

// around returns the fields by which results hold what is around the resource, beside the
// one that holds it.
func (t *tracker) around() []*types.Var {
	var all []*types.Var
	for _, o := range t.outcomes {
		if o.status != live || len(o.results) == 0 {
			continue
		}
		itself := t.resultField(o)
		for _, f := range t.resultFields(o) {
			if f != itself {
				all = append(all, f)
			}
		}
	}
	return all
}

// resultFields returns the fields of the package's own struct by which a result holds the
// resource.
func (t *tracker) resultFields(o outcome) []*types.Var {
	named := namedOf(t.pkg.concreteResult(t.root, o.results[0]))
	if named == nil {
		return nil
	}
	st, ok := named.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	var fields []*types.Var
	for f := range st.Fields() {
		if slices.Contains(o.fields, f.Name()) {
			fields = append(fields, f.Origin())
		}
	}
	return fields
}

// isForgotten reports whether v is a variable that only this package can
// reach, and all that it does with it is to set it, to compare it, to call
// methods that do not release, and to give it another name for that. It is no context,
// of which anybody may ask what is in it. If an owner is given, a type whose own method
// should release its field v, it may also be lent to others ([pkg.isLoan]).
func (p *pkg) isForgotten(v *types.Var, owner *types.Named) bool {
	released := p.traces.released
	if owner != nil {
		released = p.traces.ended
	}
	return v.Pkg() == p.pass.Pkg && !v.Exported() && !v.Embedded() && !cleanup.IsContext(v.Type()) && !released[v] && p.isMerelyUsed(v, owner, 0)
}

// isMerelyUsed reports whether every mention of v in the package is a mere use, or
// a loan by its owner, if that is not nil.
func (p *pkg) isMerelyUsed(v *types.Var, owner *types.Named, depth int) bool {
	forgotten := depth < 3
	for _, file := range p.pass.Files {
		if !forgotten {
			break
		}
		ast.PreorderStack(file, nil, func(n ast.Node, stack []ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || !forgotten {
				return forgotten
			}
			obj, ok := p.pass.TypesInfo.Uses[id].(*types.Var)
			if ok && obj.Origin() == v && !p.isMereUse(id, stack, owner, depth) && (owner == nil || !p.isLoan(id, stack, owner, depth)) {
				forgotten = false
			}
			return forgotten
		})
	}
	return forgotten
}

// isMereUse reports whether the variable is set, compared, the receiver of a
// method that does not release, or given to a function that borrows it.
func (p *pkg) isMereUse(id *ast.Ident, stack []ast.Node, owner *types.Named, depth int) bool {
	var n ast.Node = id
	for len(stack) > 0 {
		parent := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		switch parent := parent.(type) {
		case *ast.ParenExpr:
			n = parent
		case *ast.SelectorExpr:
			if parent.Sel == n {
				n = parent // x.v: go on with the whole
				continue
			}
			call, ok := stack[len(stack)-1].(*ast.CallExpr)
			return ok && call.Fun == parent && !isCloser(parent.Sel.Name)
		case *ast.CallExpr:
			return p.borrows(parent, n)
		case *ast.AssignStmt:
			return slices.ContainsFunc(parent.Lhs, func(e ast.Expr) bool { return e == n }) || p.isMereAlias(parent, n, owner, depth)
		case *ast.KeyValueExpr:
			return parent.Key == n
		case *ast.BinaryExpr:
			return parent.Op == token.EQL || parent.Op == token.NEQ
		default:
			return false
		}
	}
	return false
}

// isMereAlias reports whether what is assigned gets another name, in a function,
// that is merely used.
func (p *pkg) isMereAlias(as *ast.AssignStmt, n ast.Node, owner *types.Named, depth int) bool {
	i := slices.IndexFunc(as.Rhs, func(e ast.Expr) bool { return e == n })
	if i < 0 || as.Tok != token.DEFINE || len(as.Lhs) != len(as.Rhs) {
		return false
	}
	id, ok := as.Lhs[i].(*ast.Ident)
	if !ok {
		return false
	}
	alias, ok := p.pass.TypesInfo.Defs[id].(*types.Var)
	return ok && p.isMerelyUsed(alias, owner, depth+1)
}

// borrows reports whether the function that is called only uses its argument.
func (p *pkg) borrows(call *ast.CallExpr, arg ast.Node) bool {
	fn, f := p.argument(call, arg)
	return fn != nil && f.OK == Borrows && f.Err == Borrows && len(f.Wraps) == 0
}

// argument returns the function that a call calls by name, and what it does with
// an argument; nil if that is not known.
func (p *pkg) argument(call *ast.CallExpr, arg ast.Node) (*types.Func, ParamFact) {
	fn, ok := typeutil.Callee(p.pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Pkg() == nil {
		return nil, ParamFact{}
	}
	i := slices.IndexFunc(call.Args, func(e ast.Expr) bool { return e == arg })
	sig := fn.Signature()
	if sig.Variadic() {
		i = min(i, sig.Params().Len()-1) // the elements of the last
	}
	if sig.Recv() != nil {
		if types.IsInterface(sig.Recv().Type()) && !isStd(fn.Pkg().Path()) {
			return nil, ParamFact{}
		}
		i++
	}
	return fn, p.staticCallee(fn, nil).param(i)
}

// describe names a field by its type, a variable by itself.
func (p *pkg) describe(v *types.Var) string {
	if !v.IsField() {
		return "variable " + v.Name()
	}
	if named := p.structWith(v); named != nil {
		return named.Obj().Name() + "." + v.Name()
	}
	return "field " + v.Name()
}

// structWith returns the type of the package that has the field v, or nil. Of several
// with the same struct, it is the first by name.
func (p *pkg) structWith(v *types.Var) *types.Named {
	if p.structs == nil {
		p.structs = map[*types.Var]*types.Named{}
		scope := p.pass.Pkg.Scope()
		for _, name := range slices.Backward(scope.Names()) {
			obj, ok := scope.Lookup(name).(*types.TypeName)
			if !ok {
				continue
			}
			if st, ok := obj.Type().Underlying().(*types.Struct); ok {
				for f := range st.Fields() {
					p.structs[f] = namedOf(obj.Type())
				}
			}
		}
	}
	return p.structs[v]
}
