package obligation

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A Usage is the fact about an interface's method: the parameters that it only uses, and
// the results that are views of what its receiver keeps, as far as its implementations
// tell that stand beside the interface. Others may be elsewhere, but who releases an
// argument is for all of them the same.
type Usage struct {
	Params []int
	Views  []int
}

// AFact marks Usage as a fact.
func (*Usage) AFact() {}

func (u *Usage) String() string { return fmt.Sprint("uses:", u.Params, " views:", u.Views) }

// exportUsages makes facts of what the methods of the package's interfaces only use, and
// of what they lend.
func (p *pkg) exportUsages() {
	scope := p.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !obj.Exported() || obj.IsAlias() || !types.IsInterface(obj.Type()) {
			continue
		}
		iface := obj.Type().Underlying().(*types.Interface)
		for m := range iface.ExplicitMethods() {
			if m.Pkg() != p.pass.Pkg {
				continue // the type is a new name for another package's
			}
			if u := p.usage(m); u != nil && m.Exported() {
				p.pass.ExportObjectFact(m, u)
			}
		}
	}
}

// onlyUsesArgument reports whether c calls an interface's method that leaves argument i,
// the receiver counting, to its caller.
func (p *pkg) onlyUsesArgument(c *flow.Call, k callee, i int) bool {
	if !c.Instr.Common().IsInvoke() || k.obj == nil {
		return false
	}
	u := p.usage(k.obj.Origin())
	return u != nil && slices.Contains(u.Params, i-1)
}

// usage returns what is known of an interface's method, or nil.
func (p *pkg) usage(m *types.Func) *Usage {
	if u, ok := p.usages[m]; ok {
		return u
	}
	p.usages[m] = nil // implementations that call each other
	var u *Usage
	if m.Pkg() == p.pass.Pkg {
		u = p.inferUsage(m)
	} else if m.Pkg() != nil && !isStd(m.Pkg().Path()) {
		var fact Usage
		if p.pass.ImportObjectFact(m, &fact) {
			u = &fact
		}
	}
	p.usages[m] = u
	return u
}

// inferUsage infers what the implementations of m in the package only use.
func (p *pkg) inferUsage(m *types.Func) *Usage {
	var u Usage
	params := m.Signature().Params()
	for i := range params.Len() {
		if t := params.At(i).Type(); p.mayLend(t) && p.isOnlyUsed(m, i) {
			u.Params = append(u.Params, i)
		}
	}
	results := m.Signature().Results()
	for i := range results.Len() {
		if len(p.closersOf(results.At(i).Type())) > 0 && p.handsOutView(m, i) {
			u.Views = append(u.Views, i)
		}
	}
	if len(u.Params)+len(u.Views) == 0 {
		return nil
	}
	return &u
}

// mayLend reports whether a parameter of type t may be what somebody has to release.
func (p *pkg) mayLend(t types.Type) bool {
	return p.paramResource(t) != nil || isReaderOrWriter(t) || p.isUser(t) && !isStdType(t)
}

// isOnlyUsed reports whether all implementations of m in the package leave parameter i
// alone when they have used it, if one of them uses it at all.
func (p *pkg) isOnlyUsed(m *types.Func, i int) bool {
	used := false
	for _, impl := range p.implementers(m) {
		fn := p.ssa.Prog.FuncValue(impl)
		if fn == nil || len(fn.Blocks) == 0 || p.isTestFile(impl.Pos()) {
			continue // it has nothing that can matter, or is a mock
		}
		f := p.summary(fn).param(i + 1)
		if f.OK != Borrows || f.Err != Borrows || len(f.Wraps) > 0 || isStored(fn.Params[i+1]) {
			return false
		}
		used = used || isUsed(fn.Params[i+1])
	}
	return used
}

// isUsed reports whether anything is done with a parameter.
func isUsed(param *ssa.Parameter) bool {
	return param.Referrers() != nil && len(*param.Referrers()) > 0
}

// isStored reports whether a value is put somewhere, even if it is only to be used there:
// it may be needed after the call.
func isStored(v ssa.Value) bool {
	if v.Referrers() == nil {
		return false
	}
	return slices.ContainsFunc(*v.Referrers(), func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.Store:
			_, local := r.Addr.(*ssa.Alloc) // which a closure shares
			return r.Val == v && !local
		case *ssa.MapUpdate, *ssa.Send:
			return true
		case *ssa.MakeInterface, *ssa.ChangeInterface:
			return isStored(r.(ssa.Value))
		}
		return false
	})
}
