package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// mayMatter reports whether anything happens to v, or to what is made of it,
// that could end or move its obligation. Most parameters are merely used, and
// need not be followed along any path.
func (p *pkg) mayMatter(v ssa.Value, res *resource, depth int) bool {
	refs := v.Referrers()
	if refs == nil {
		return false
	}
	if depth > 6 {
		return true
	}
	return slices.ContainsFunc(*refs, func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.Go:
			return true
		case ssa.CallInstruction:
			return p.callMatters(r, v, res)
		case *ssa.BinOp, *ssa.If, *ssa.DebugRef:
			return false
		case *ssa.Phi, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Convert, *ssa.TypeAssert,
			*ssa.Extract, *ssa.FieldAddr, *ssa.Field, *ssa.UnOp, *ssa.Slice, *ssa.IndexAddr, *ssa.Index,
			*ssa.Lookup, *ssa.Range, *ssa.Next:
			return p.mayMatter(r.(ssa.Value), res, depth+1)
		}
		return true // stored, captured, returned, sent
	})
}

// callMatters is mayMatter for a call that is given v.
func (p *pkg) callMatters(call ssa.CallInstruction, v ssa.Value, res *resource) bool {
	common := call.Common()
	obj, fn := calledFunc(common)
	if obj == nil {
		return true
	}
	if common.IsInvoke() {
		return tells(obj.Name(), res) || slices.Contains(common.Args, v) && !isStd(obj.Pkg().Path())
	}
	k := p.staticCallee(obj, fn)
	for i, a := range common.Args {
		if a != v {
			continue
		}
		if i == 0 && k.recv && tells(obj.Name(), res) || !k.seen || !k.param(i).isZero() || isOption(obj) {
			return true
		}
	}
	return false
}

// tells reports whether a method of that name ends an obligation or tells of
// an iteration.
func tells(method string, res *resource) bool {
	return isCloser(method) || res.isRelease(method) || res.isDoneBy(method) || res.isDrain(method) ||
		res.isErr(method) || method == "Scan"
}
