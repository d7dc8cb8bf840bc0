package obligation

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// declared returns the function that a declaration declares, or nil.
func (p *pkg) declared(d ast.Decl) *ssa.Function {
	fd, ok := d.(*ast.FuncDecl)
	if !ok {
		return nil
	}
	obj, ok := p.pass.TypesInfo.Defs[fd.Name].(*types.Func)
	if !ok {
		return nil
	}
	return p.ssa.Prog.FuncValue(obj)
}

// sitesIn returns the places in fn where it comes to owe something. The bodies
// of range-over-func loops belong to it, closures do not.
func (p *pkg) sitesIn(fn *ssa.Function) []*site {
	var sites []*site
	for _, anon := range fn.AnonFuncs {
		if anon.Synthetic == flow.RangeBody {
			sites = append(sites, p.sitesIn(anon)...)
		}
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				sites = append(sites, p.sitesOf(call)...)
			}
		}
	}
	return sites
}

// sitesOf returns the results of a call that its caller owes a release for.
func (p *pkg) sitesOf(call ssa.CallInstruction) []*site {
	common := call.Common()
	if _, ok := common.Value.(*ssa.Builtin); ok {
		return nil
	}
	obj, fn := calledFunc(common)
	results := common.Signature().Results()
	if s := p.filledBy(call, obj, fn); s != nil {
		return []*site{s}
	}
	if sites := p.givenBy(call, obj, fn); len(sites) > 0 {
		return sites
	}
	if obj != nil {
		if table := p.index.Func(obj); table != nil && table.Inert {
			return nil
		}
		if entry := p.index.Acquires(obj); entry != nil {
			if p.isExcused(call, entry) || entry.Class == contract.Buffer && writesNowhere(common) {
				return nil
			}
			return p.listed(call, entry, results)
		}
		if obj.Pkg() == nil || p.index.Knows(obj.Pkg().Path()) {
			return nil // the table says that nothing is owed
		}
	}
	switch {
	case obj != nil && !common.IsInvoke():
		return p.inferred(call, p.summaryOf(obj, fn), results)
	case fn != nil:
		return p.inferred(call, p.summary(fn), results)
	}
	if obj != nil {
		if entry := p.index.AcquiresLike(obj); entry != nil && !entry.ByType && !p.mayBeMock(call, results) {
			sites := p.listed(call, entry, results)
			for _, s := range sites {
				s.res.byName = true // a test may have made up who hands it out
			}
			return sites
		}
	}
	return p.byType(call, results)
}

// isExcused reports whether the call is given what cannot fail, or the function around
// it mentions what the table says may make the call's result owe nothing.
func (p *pkg) isExcused(call ssa.CallInstruction, entry *contract.Resource) bool {
	for _, a := range call.Common().Args {
		if box, ok := a.(*ssa.MakeInterface); ok && entry.CannotFail(box.X.Type()) {
			return true
		}
	}
	excused := false
	if entry.Unless == "" {
		return false
	}
	path := p.enclosing(call.Common().Pos())
	for _, n := range path {
		if decl, ok := n.(ast.Decl); ok {
			ast.Inspect(decl, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if ok && p.pass.TypesInfo.Uses[id] != nil {
					excused = excused || entry.IsExcuse(p.pass.TypesInfo.Uses[id])
				}
				return !excused
			})
		}
	}
	return excused
}

// writesNowhere reports whether a buffering writer is made over nil or io.Discard:
// there is nothing that it could hold back.
func writesNowhere(common *ssa.CallCommon) bool {
	return slices.ContainsFunc(common.Args, func(a ssa.Value) bool {
		switch a := a.(type) {
		case *ssa.Const:
			return a.IsNil() && types.IsInterface(a.Type())
		case *ssa.UnOp:
			v, ok := a.X.(*ssa.Global)
			return ok && v.Name() == "Discard" && v.Object() != nil && strings.HasPrefix(v.Object().Pkg().Path(), "io")
		}
		return false
	})
}

// mayBeMock reports whether the first result of a call in a test is of an
// interface, so that the test may have made it up.
func (p *pkg) mayBeMock(call ssa.CallInstruction, results *types.Tuple) bool {
	return p.inTest(call) && types.IsInterface(results.At(0).Type())
}

// calledFunc returns the function or method that is called, and its body if it
// is called statically; both nil for a func value.
func calledFunc(common *ssa.CallCommon) (*types.Func, *ssa.Function) {
	if common.IsInvoke() {
		return common.Method, nil
	}
	fn := common.StaticCallee()
	if fn == nil {
		return nil, nil
	}
	origin := fn
	if o := fn.Origin(); o != nil {
		origin = o
	}
	obj, _ := origin.Object().(*types.Func)
	if isWrapper(fn) {
		obj, _ = fn.Object().(*types.Func)
	}
	return obj, fn
}

// listed returns the results that the table says are acquired: those of the
// resource's type or else the first.
func (p *pkg) listed(call ssa.CallInstruction, entry *contract.Resource, results *types.Tuple) []*site {
	var sites []*site
	for i := range results.Len() {
		t := results.At(i).Type()
		if p.index.Resource(t) == entry {
			sites = append(sites, &site{call: call, index: i, typ: t,
				res: &resource{typ: typeString(t), entry: entry, class: entry.Class}})
		}
	}
	if len(sites) == 0 && results.Len() > 0 {
		t := results.At(0).Type()
		sites = append(sites, &site{call: call, typ: t,
			res: &resource{typ: typeString(t), entry: entry, class: entry.Class}})
	}
	return sites
}

// inferred returns the results that a summary says are owned by the caller.
func (p *pkg) inferred(call ssa.CallInstruction, s *Summary, results *types.Tuple) []*site {
	if s == nil {
		return nil
	}
	var sites []*site
	for _, r := range s.Results {
		if r.Index >= results.Len() {
			continue
		}
		t := results.At(r.Index).Type()
		if res := p.fromFact(r.Owed, t); res != nil && (!res.byName || !p.inTest(call)) {
			sites = append(sites, &site{call: call, index: r.Index, typ: t, res: res, thunks: r.Thunks, also: r.Also, bools: r.Bools, from: r.From,
				half:   r.Half && !p.inTest(call), // a test wants errors, of which it knows more
				remote: r.Remote})
		}
	}
	return sites
}
