package obligation

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// overwrittenFindings reports a method that puts what it acquires into a field of its
// receiver which holds something already, as it does from the beginning, and which
// nobody has looked at before.
func (t *tracker) overwrittenFindings() []Finding {
	fn, v := t.root, t.onlyField()
	if v == nil || t.res.byName || t.res.isConsumed() || t.pkg.inTest(t.site.call) {
		return nil
	}
	named := namedOf(fn.Params[0].Type())
	if named == nil || !t.pkg.isBlindStore(fn, v) || !t.pkg.isAlwaysSet(named, v) || t.pkg.isReleasedBefore(fn, named, v.Name()) {
		return nil
	}
	return t.keptFinding(v, "%s is not %s before another one is acquired: %s holds one from the beginning", "overwritten here")
}

// isConsumed reports whether the resource may end by being used up.
func (r *resource) isConsumed() bool {
	return r.entry != nil && (r.entry.Drain != "" || r.entry.DoneBy != "")
}

// isBlindStore reports whether fn stores into field v of its receiver, and looks at it
// only after that.
func (p *pkg) isBlindStore(fn *ssa.Function, v *types.Var) bool {
	var store *ssa.Store
	var fields []*ssa.FieldAddr
	eachInstr(fn, func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.Store:
			if addr, ok := instr.Addr.(*ssa.FieldAddr); ok && store == nil && flow.FieldVar(addr) == v && (p.placeOf(addr.X) == place{root: fn.Params[0]}) {
				store = instr
			}
		case *ssa.FieldAddr:
			if flow.FieldVar(instr) == v {
				fields = append(fields, instr)
			}
		}
	})
	return store != nil && store.Parent() == fn && !slices.ContainsFunc(fields, func(f *ssa.FieldAddr) bool {
		return f != store.Addr && !follows(f, store)
	})
}

// eachInstr calls f for what fn and the closures in it do.
func eachInstr(fn *ssa.Function, f func(ssa.Instruction)) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			f(instr)
		}
	}
	for _, anon := range fn.AnonFuncs {
		eachInstr(anon, f)
	}
}

// follows reports whether instr can only be run after first, in the same function.
func follows(instr, first ssa.Instruction) bool {
	b, after := first.Block(), instr.Block()
	if instr.Parent() != first.Parent() || !b.Dominates(after) {
		return false
	}
	return b != after || slices.Index(b.Instrs, first) < slices.Index(b.Instrs, instr)
}

// isReleasedBefore reports whether a function of the package that calls fn releases
// that field of a value of the type.
func (p *pkg) isReleasedBefore(fn *ssa.Function, named *types.Named, field string) bool {
	return slices.ContainsFunc(p.funcs, func(caller *ssa.Function) bool {
		calls := anyInstr(caller, func(instr ssa.Instruction) bool {
			call, ok := instr.(ssa.CallInstruction)
			return ok && call.Common().StaticCallee() == fn
		})
		return calls && p.releasesOf(caller, named, field)
	})
}

// isAlwaysSet reports whether every value of the type, which only this package can
// make, is made with field v set, and v is never set to nil. What tests make does not
// count.
func (p *pkg) isAlwaysSet(named *types.Named, v *types.Var) bool {
	if named.Obj().Exported() || named.Obj().Pkg() != p.pass.Pkg || named.TypeParams() != nil {
		return false
	}
	made, always := false, true
	for _, file := range p.pass.Files {
		if strings.HasSuffix(p.pass.Fset.File(file.FileStart).Name(), "_test.go") {
			continue
		}
		ast.PreorderStack(file, nil, func(n ast.Node, stack []ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || !always {
				return always
			}
			switch p.pass.TypesInfo.Uses[id] {
			case named.Obj():
				lit, ok := stack[len(stack)-1].(*ast.CompositeLit)
				made = made || ok
				_, pointer := stack[len(stack)-1].(*ast.StarExpr)
				always = pointer || ok && sets(lit, v.Name())
			case v:
				always = !isSetToNil(id, stack)
			}
			return always
		})
	}
	return made && always
}

// sets reports whether a composite literal of a struct sets the field.
func sets(lit *ast.CompositeLit, field string) bool {
	return slices.ContainsFunc(lit.Elts, func(e ast.Expr) bool {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return true // by position, as all of them
		}
		key, ok := kv.Key.(*ast.Ident)
		return ok && key.Name == field && !isNilIdent(kv.Value)
	})
}

// isSetToNil reports whether the field that is mentioned is assigned nil.
func isSetToNil(id *ast.Ident, stack []ast.Node) bool {
	if len(stack) < 2 {
		return false
	}
	as, ok := stack[len(stack)-2].(*ast.AssignStmt)
	if !ok || as.Tok != token.ASSIGN || len(as.Lhs) != len(as.Rhs) {
		return false
	}
	i := slices.IndexFunc(as.Lhs, func(e ast.Expr) bool {
		sel, ok := e.(*ast.SelectorExpr)
		return ok && sel.Sel == id
	})
	return i >= 0 && isNilIdent(as.Rhs[i])
}

func isNilIdent(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && id.Name == "nil"
}
