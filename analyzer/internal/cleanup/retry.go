package cleanup

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// IsRetried reports whether a call is tried again if it fails: it stands in a
// loop that does the same again, or in a func that is handed to a function which
// does, by name or by what is known of its body. A func that is handed to code
// which cannot be seen counts too.
func (c *Code) IsRetried(call ssa.CallInstruction) bool { return c.isRetried(call, 0) }

func (c *Code) isRetried(call ssa.CallInstruction, depth int) bool {
	if depth > maxDepth {
		return true
	}
	if v, ok := call.(*ssa.Call); ok && (endsLoop(v) && c.isInvariant(call) || c.isTriedTwice(v)) {
		return true
	}
	fn := call.Parent()
	for _, use := range c.usesOf(fn) {
		outer, ok := use.instr.(ssa.CallInstruction)
		if !ok {
			continue
		}
		common := outer.Common()
		switch {
		case use.arg >= 0 && (c.facts.Param(common, use.arg).Retries || isRetryName(Callee(common))):
			return true
		case use.arg >= 0 && Callee(common) == nil && !common.IsInvoke():
			return true // a func value: nobody knows
		case c.isRetried(outer, depth+1):
			return true
		}
	}
	return false
}

// isTriedTwice reports whether what a call does is tried a second time because it has failed,
// by the call or by one like it.
func (c *Code) isTriedTwice(call *ssa.Call) bool {
	found := false
	eachInstr(call.Parent(), func(instr ssa.Instruction) {
		other, ok := instr.(*ssa.Call)
		if ok && other != call && c.isAlike(call, other) {
			found = found || followsFailure(call, other) || followsFailure(other, call)
		}
	})
	return found
}

// isAlike reports whether two calls call the same function with the same arguments.
func (c *Code) isAlike(a, b *ssa.Call) bool {
	obj := Callee(a.Common())
	return obj != nil && obj == Callee(b.Common()) && slices.EqualFunc(Args(a.Common()), Args(b.Common()), c.isEqual)
}

// isEqual reports whether two values are one, or the same text put together twice.
func (c *Code) isEqual(x, y ssa.Value) bool {
	switch v := x.(type) {
	case *ssa.Const:
		w, ok := y.(*ssa.Const)
		return ok && types.Identical(v.Type(), w.Type()) && (v.Value == nil) == (w.Value == nil) && (v.Value == nil || constant.Compare(v.Value, token.EQL, w.Value))
	case *ssa.BinOp:
		w, ok := y.(*ssa.BinOp)
		return ok && v.Op == w.Op && c.isEqual(v.X, w.X) && c.isEqual(v.Y, w.Y)
	}
	return c.Place(x) == c.Place(y)
}

// followsFailure reports whether a call is run because another one has failed.
func followsFailure(first, second *ssa.Call) bool {
	return leadsToBranch(first, func(iff *ssa.If) bool {
		i := whereFailed(iff.Cond)
		if i < 0 || len(iff.Block().Succs[i].Preds) != 1 {
			return false // another way leads there, too
		}
		for b := range exclusive(iff, i) {
			if b == second.Block() {
				return true
			}
		}
		return false
	})
}

// whereFailed returns to which successor a condition on an error leads where that is there,
// or is of the kind that is asked for; -1 if it is no such condition.
func whereFailed(cond ssa.Value) int {
	switch cond := cond.(type) {
	case *ssa.BinOp:
		switch {
		case !IsError(cond.X.Type()):
		case isNilTest(cond):
			return failing(cond)
		default:
			return 1 - failing(cond) // err == errBusy
		}
	case *ssa.Call:
		return 0
	}
	return -1
}

// isRetryName reports whether a function is named like those that try again, for
// code that cannot be seen: Eventually of Gomega, the Retry of a client.
func isRetryName(fn *types.Func) bool {
	return fn != nil && slices.ContainsFunc([]string{"Eventually", "Retry", "Poll", "WaitFor", "WaitUntil"}, func(w string) bool {
		return strings.HasPrefix(fn.Name(), w)
	})
}

// isInvariant reports whether a call in a loop is given the same in every round:
// the next one tries again, and does not go on to something else.
func (c *Code) isInvariant(call ssa.CallInstruction) bool {
	for _, a := range Args(call.Common()) {
		// Each try may have a time of its own.
		if !IsContext(a.Type()) && !c.outlivesLoop(a, call.Block(), 0) {
			return false
		}
	}
	return true
}

// outlivesLoop reports whether v is not computed from something that is computed
// anew before the call in b is run again.
func (c *Code) outlivesLoop(v ssa.Value, b *ssa.BasicBlock, depth int) bool {
	instr, ok := v.(ssa.Instruction)
	if !ok || depth > maxDepth {
		return true
	}
	switch v := v.(type) {
	case *ssa.Phi, *ssa.Next, *ssa.Extract, *ssa.Index, *ssa.IndexAddr, *ssa.Lookup:
		return instr.Parent() != b.Parent() || comesBack(b, instr.Block())
	case *ssa.UnOp:
		return c.outlivesLoop(v.X, b, depth+1)
	case *ssa.BinOp:
		return c.outlivesLoop(v.X, b, depth+1) && c.outlivesLoop(v.Y, b, depth+1)
	case *ssa.MakeInterface:
		return c.outlivesLoop(v.X, b, depth+1)
	case *ssa.Call: // what a path is put together by
		return !slices.ContainsFunc(v.Call.Args, func(a ssa.Value) bool { return !c.outlivesLoop(a, b, depth+1) })
	case *ssa.Slice:
		return !slices.ContainsFunc(c.elements(v), func(e ssa.Value) bool { return !c.outlivesLoop(e, b, depth+1) })
	}
	return true
}

// comesBack reports whether there is a way from b to b that does not lead through
// another block.
func comesBack(b, without *ssa.BasicBlock) bool {
	return b != without && slices.ContainsFunc(b.Succs, func(s *ssa.BasicBlock) bool { return reachesWithout(s, b, without) })
}
