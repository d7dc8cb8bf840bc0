package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// dependsOn reports whether v is computed of a value that is a source.
func (p *pkg) dependsOn(v ssa.Value, isSource func(ssa.Value) bool) bool {
	d := dependence{p, isSource, map[ssa.Value]bool{}}
	return d.on(v)
}

type dependence struct {
	p        *pkg
	isSource func(ssa.Value) bool
	seen     map[ssa.Value]bool
}

func (d dependence) on(v ssa.Value) bool {
	if v == nil || d.seen[v] {
		return false
	}
	d.seen[v] = true
	if d.isSource(v) {
		return true
	}
	switch v := v.(type) {
	case *ssa.Alloc:
		return d.onStored(v)
	case *ssa.FreeVar:
		if mc := d.p.traces.closures[v.Parent()]; mc != nil {
			return d.on(mc.Bindings[slices.Index(v.Parent().FreeVars, v)])
		}
	case *ssa.Parameter:
		return d.onArgument(v)
	case *ssa.MakeClosure:
		return slices.ContainsFunc(v.Bindings, d.on)
	}
	if instr, ok := v.(ssa.Instruction); ok {
		for _, op := range instr.Operands(nil) {
			if *op != nil && d.on(*op) {
				return true
			}
		}
	}
	return false
}

// onStored looks at what is stored in a variable, or in a part of it, and at the
// calls that are given its address: they may fill it from their other arguments.
func (d dependence) onStored(addr ssa.Value) bool {
	if addr.Referrers() == nil {
		return false
	}
	for _, r := range *addr.Referrers() {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Addr == addr && d.on(r.Val) {
				return true
			}
		case *ssa.FieldAddr:
			if d.onStored(r) {
				return true
			}
		case *ssa.IndexAddr:
			if d.onStored(r) {
				return true
			}
		case *ssa.Slice:
			if d.onStored(r) {
				return true
			}
		case *ssa.MakeInterface:
			if d.onStored(r) {
				return true
			}
		case *ssa.Call:
			if d.on(r.Call.Value) || slices.ContainsFunc(r.Call.Args, d.on) {
				return true
			}
		}
	}
	return false
}

// onArgument looks at what a closure that is called in one place is given.
func (d dependence) onArgument(param *ssa.Parameter) bool {
	fn := param.Parent()
	use := d.p.traces.useOf(fn)
	if use == nil || use.Common().StaticCallee() != fn {
		return false
	}
	return d.on(use.Common().Args[slices.Index(fn.Params, param)])
}
