package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// canTell reports whether fn has somebody to tell that it failed.
func (p *pkg) canTell(fn *ssa.Function) bool {
	if returnsError(fn) {
		return true
	}
	can, known := p.tellers[fn]
	if !known {
		can = p.handsErrorOn(fn)
		p.tellers[fn] = can
	}
	return can
}

// handsErrorOn reports whether fn, which returns no error, tells others of one:
// tx.AddError(err), fail(w, err). Neither a log nor a test counts, where a look at what
// failed tells as much.
func (p *pkg) handsErrorOn(fn *ssa.Function) bool {
	return slices.ContainsFunc(p.callsNow(fn), func(call *ssa.Call) bool {
		return len(*call.Referrers()) == 0 && !p.inTest(call) && !p.code.IsLogger(call.Common()) &&
			slices.ContainsFunc(callArgs(call.Common()), func(v ssa.Value) bool { return isErrorType(v.Type()) })
	})
}
