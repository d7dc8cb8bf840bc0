package cleanup

import (
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
	if v, ok := call.(*ssa.Call); ok && endsLoop(v) && c.isInvariant(call) {
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
		if !c.outlivesLoop(a, call.Block(), 0) {
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
	}
	return true
}

// comesBack reports whether there is a way from b to b that does not lead through
// another block.
func comesBack(b, without *ssa.BasicBlock) bool {
	return b != without && slices.ContainsFunc(b.Succs, func(s *ssa.BasicBlock) bool { return reachesWithout(s, b, without) })
}
