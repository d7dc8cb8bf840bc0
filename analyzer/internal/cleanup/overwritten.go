package cleanup

import "golang.org/x/tools/go/ssa"

// isOverwritten reports whether the error of a call in a loop is told only if it is that
// of the last round: nothing reads the variable before the next round sets it again.
// A round that does the same to the same thing is another try, whose error counts.
func (c *Code) isOverwritten(err *ssa.Call) bool {
	at := err.Block()
	inLoop := func(instr ssa.Instruction) bool {
		b := instr.Block()
		return b.Parent() == at.Parent() && (b == at || Reaches(b, at) && Reaches(at, b))
	}
	if args := Args(err.Common()); len(args) == 0 {
		return false
	} else if of, ok := c.Place(args[0]).Root.(ssa.Instruction); !ok || !inLoop(of) {
		return false
	}
	lost := false
	for _, r := range *err.Referrers() {
		phi, ok := r.(*ssa.Phi)
		switch {
		case isDebug(r):
		case !ok:
			return false
		case !inLoop(phi):
		case isReadWhile(phi, inLoop):
			return false
		default:
			lost = true
		}
	}
	return lost
}

// isReadWhile reports whether anything reads v while it is so.
func isReadWhile(v ssa.Value, so func(ssa.Instruction) bool) bool {
	for _, r := range *v.Referrers() {
		if !isDebug(r) && so(r) {
			return true
		}
	}
	return false
}
