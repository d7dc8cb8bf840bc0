package cleanup

import (
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// IsMain reports whether fn is the main function of a command.
func (c *Code) IsMain(fn *ssa.Function) bool {
	return fn.Name() == "main" && fn.Signature.Recv() == nil && c.Pass.Pkg.Name() == "main"
}

// IsStatus reports whether the package exits with what fn returns.
func (c *Code) IsStatus(fn *ssa.Function) bool {
	results := fn.Signature.Results()
	if results.Len() != 1 || !types.Identical(results.At(0).Type(), types.Typ[types.Int]) {
		return false
	}
	return slices.ContainsFunc(c.Funcs, func(caller *ssa.Function) bool {
		found := false
		c.Calls(caller, false, func(call ssa.CallInstruction) {
			if status := exitStatus(call); status != nil {
				made, _ := c.origin(status)
				found = found || made != nil && made.Call.StaticCallee() == fn
			}
		})
		return found
	})
}

// exitStatus returns the argument of os.Exit, nil for other calls.
func exitStatus(call ssa.CallInstruction) ssa.Value {
	if obj := Callee(call.Common()); obj == nil || obj.FullName() != "os.Exit" {
		return nil
	}
	return call.Common().Args[0]
}

// ExitAfter returns the call of os.Exit to which fn comes after the call, and its
// status; nil if it does not.
func (c *Code) ExitAfter(call ssa.CallInstruction, fn *ssa.Function) (exit ssa.CallInstruction, status ssa.Value) {
	at := c.Moment(call)
	c.Calls(fn, false, func(other ssa.CallInstruction) {
		if s := exitStatus(other); s != nil && exit == nil && Before(at, c.Moment(other)) {
			exit, status = other, s
		}
	})
	return exit, status
}

// IsFailure reports whether a status is certainly not that of a success.
func IsFailure(status ssa.Value) bool {
	k, ok := status.(*ssa.Const)
	return ok && !isZeroConst(k)
}

// SaysWhetherItFailed reports whether the last result of fn is an error or a bool.
func SaysWhetherItFailed(fn *ssa.Function) bool {
	results := fn.Signature.Results()
	if results.Len() == 0 {
		return false
	}
	last := results.At(results.Len() - 1).Type()
	return IsError(last) || types.Identical(last, types.Typ[types.Bool])
}

// Succeeds reports whether a result may be that of a success: an error that may be
// nil, a bool that may be true.
func (c *Code) Succeeds(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.MakeInterface:
		return false // an error that was made here
	case *ssa.Call:
		table := c.Index.Func(Callee(v.Common()))
		return table == nil || !table.NonNil
	}
	if isSentinel(v) {
		return false
	}
	k, isConst := v.(*ssa.Const)
	if !isConst {
		return true
	}
	if k.Value != nil && k.Value.Kind() == constant.Bool {
		return constant.BoolVal(k.Value)
	}
	return k.IsNil()
}

// isSentinel reports whether v is an error that a package keeps for being returned.
func isSentinel(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok || !IsError(v.Type()) {
		return false
	}
	_, ok = load.X.(*ssa.Global)
	return ok
}

// CallsCleanup reports whether the function that is called is one of the package and
// contains a cleanup call.
func (c *Code) CallsCleanup(call ssa.CallInstruction) bool {
	fn := call.Common().StaticCallee()
	if fn == nil || fn.Pkg == nil || fn.Pkg.Pkg != c.Pass.Pkg {
		return false
	}
	found := false
	c.Calls(fn, true, func(inner ssa.CallInstruction) { found = found || c.Cleanup(inner) != nil })
	return found
}

// Zero reports whether a status may be zero.
func Zero(v ssa.Value) bool { return !IsFailure(v) }

// MayReturn reports whether fn may, after the call, return a last result that is
// as wanted. What is deferred runs before every return.
func (c *Code) MayReturn(call ssa.CallInstruction, fn *ssa.Function, is func(ssa.Value) bool) bool {
	at := c.Moment(call)
	if at.Frame() != fn {
		return false // nobody knows when it runs
	}
	first := at.steps[0]
	for _, b := range fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || b == fn.Recover || first.instr.Block() != b && !reachesWithout(first.instr.Block(), b, nil) {
			continue
		}
		for _, v := range returnedBy(ret) {
			if is(v) {
				return true
			}
		}
	}
	return false
}

// returnedBy returns what a return may give as its last result: what was stored for
// it, if something is deferred.
func returnedBy(ret *ssa.Return) []ssa.Value {
	if len(ret.Results) == 0 {
		return nil
	}
	v := ret.Results[len(ret.Results)-1]
	if load, ok := v.(*ssa.UnOp); ok {
		if a, ok := load.X.(*ssa.Alloc); ok && isResult(a) {
			var all []ssa.Value
			for _, r := range *a.Referrers() {
				if st, ok := r.(*ssa.Store); ok && st.Addr == a && st.Block() == ret.Block() {
					all = append(all, st.Val)
				}
			}
			if len(all) == 0 {
				return []ssa.Value{v}
			}
			return all
		}
	}
	if phi, ok := v.(*ssa.Phi); ok {
		return phi.Edges
	}
	return []ssa.Value{v}
}
