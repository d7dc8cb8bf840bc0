package flow

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// counted returns what the counter of a loop is known to be when it comes back
// from a round: more than it began with, whatever it was. How often a loop has
// been run tells nothing, but that it has been.
func counted(phi *ssa.Phi, pred int) (Val, bool) {
	next, ok := phi.Edges[pred].(*ssa.BinOp)
	if !ok || next.Op != token.ADD || next.X != phi || !isConst(next.Y, "1") {
		return Val{}, false
	}
	val, ok := Val{}, false
	for i, e := range phi.Edges {
		switch {
		case i == pred || e == next:
		case isConst(e, "-1"): // the counter of a range loop
			val, ok = Val{Kind: NonNeg}, true
		case isConst(e, "0"):
			val, ok = Val{Kind: Positive}, true
		default:
			return Val{}, false
		}
	}
	return val, ok
}

func isConst(v ssa.Value, text string) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.ExactString() == text
}
