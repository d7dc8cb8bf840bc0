package obligation

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// noteLateUse notes a method call that may come after the release.
func (t *tracker) noteLateUse(s *flow.State, c *flow.Call, name string) {
	if !hasError(c) && (t.res.entry == nil || t.isAround(c.Operand(0).Type())) {
		return // an accessor of an inferred owner, or of what is around the resource
	}
	if !t.res.isPlain(name) {
		t.noteUse(s, c)
	}
}

// isAround reports whether a receiver of type typ has the resource in it, and is
// nothing that the table knows.
func (t *tracker) isAround(typ types.Type) bool {
	return t.pkg.index.Resource(typ) == nil && !types.IsInterface(typ)
}

func (t *tracker) noteUse(s *flow.State, c *flow.Call) {
	if t.late {
		return
	}
	if s.Mark.Early != nil && t.need.Lazy {
		t.endsLate(s, c.Instr, true)
		return
	}
	u := t.use(c.Instr)
	if s.Mark.Status == released {
		u.after++
		u.state, u.call = s, c
	} else {
		u.other++
	}
}

// needsLive reports whether a call that is handed the resource, as argument i,
// needs it not to be released: a helper that only asks its name does not, nor
// does who takes back what a Reset makes new.
func (t *tracker) needsLive(c *flow.Call, i int) bool {
	if op := c.Operand(i); op != nil && hasMethod(op.Type(), "Reset") {
		return false
	}
	fn := c.Callee
	return fn == nil || i >= len(fn.Params) || len(fn.Blocks) == 0 || !t.onlyAsks(fn.Params[i])
}

// onlyAsks reports whether all that a function does with its parameter is what
// may be done to it after its release.
func (t *tracker) onlyAsks(param *ssa.Parameter) bool {
	for _, r := range *param.Referrers() {
		switch r := r.(type) {
		case *ssa.DebugRef, *ssa.BinOp:
		case *ssa.FieldAddr:
			if t.res.entry == nil || t.res.entry.Field() == "" || flow.FieldVar(r).Name() == t.res.entry.Field() {
				return false
			}
		case *ssa.Call:
			obj, _ := calledFunc(r.Common())
			args := callArgs(r.Common())
			if obj == nil || obj.Signature().Recv() == nil || args[0] != param || !t.res.isPlain(obj.Name()) {
				return false
			}
		default:
			return false
		}
	}
	return true
}
