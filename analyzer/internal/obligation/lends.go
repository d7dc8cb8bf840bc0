package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// isOnlyLent reports whether what is put into a field is only used through it, by a
// value that the function has got for itself, and does not hand on:
//
//	cmd := exec.Command(name)
//	cmd.Stdout = f
func (p *pkg) isOnlyLent(addr *ssa.FieldAddr) bool {
	f := flow.FieldVar(addr)
	if f == nil || !p.index.Lends(addr.X.Type(), f.Name()) {
		return false
	}
	call, ok := addr.X.(*ssa.Call)
	return ok && isOwnConstructor(call) && !slices.ContainsFunc(*call.Referrers(), func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.FieldAddr:
			return r.Field == addr.Field && isRead(r)
		case ssa.CallInstruction:
			common := r.Common()
			return common.Signature().Recv() == nil || common.Args[0] != call || slices.Contains(common.Args[1:], ssa.Value(call))
		}
		return true
	})
}

// isOwnConstructor reports whether a function is called of the package of the type that
// it returns: what it returns is new.
func isOwnConstructor(call *ssa.Call) bool {
	obj, _ := calledFunc(call.Common())
	named := namedOf(call.Type())
	return obj != nil && named != nil && obj.Pkg() == named.Obj().Pkg()
}

// isRead reports whether anything is done at an address but to store there.
func isRead(addr *ssa.FieldAddr) bool {
	return slices.ContainsFunc(*addr.Referrers(), func(r ssa.Instruction) bool {
		st, ok := r.(*ssa.Store)
		return !ok || st.Addr != addr
	})
}
