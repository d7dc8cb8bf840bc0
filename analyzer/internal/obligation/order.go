package obligation

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// An early is a release of what the resource stands on, before its own.
type early struct {
	state *flow.State
	call  ssa.CallInstruction
	by    ssa.Instruction // where the resource is released after that, used, or returned
}

// recordGround remembers the value from which the resource was acquired, or over
// which it was made, if the resource must not outlive it.
func (t *tracker) recordGround(m *flow.Machine, s *flow.State, c *flow.Call) {
	s.Ground = flow.Val{}
	if t.res.entry == nil || len(t.res.entry.Needs) == 0 || len(c.Args) == 0 {
		return
	}
	op := c.Operand(0)
	if box, ok := op.(*ssa.MakeInterface); ok {
		op = box.X
	}
	if op == nil {
		return
	}
	if t.need = t.res.entry.NeedOf(op.Type()); t.need != nil {
		s.Ground = m.Resolve(s, op)
	} else if base := madeOn(op); base != nil { // the rows of a statement are on its connection
		if t.need = t.res.entry.NeedOf(base.Type()); t.need != nil {
			s.Ground = m.Resolve(s, base)
		}
	}
}

// endGround notes that the call releases what the resource stands on while it is
// open, which does harm if it is not yet done with.
func (t *tracker) endGround(m *flow.Machine, s *flow.State, c *flow.Call, k callee) {
	late := s.Mark.Status == live || s.Mark.Later != nil && !m.RunsLater()
	if !t.standsOn(s) || !late || s.Mark.Early != nil {
		return
	}
	if t.need.Tried && m.Unwinding() == nil && t.pkg.inTest(c.Instr) {
		return
	}
	if t.releasesGround(m, s, c, k) {
		s.Mark.Early = c.Instr
		if by := s.Mark.Later; by != nil {
			s.Mark.Later = nil
			t.endsLate(s, by, false)
		}
	}
}

// releasesGround reports whether the call is, or certainly makes, the release of
// what the resource stands on.
func (t *tracker) releasesGround(m *flow.Machine, s *flow.State, c *flow.Call, k callee) bool {
	for i, a := range c.Args {
		if i == 0 && k.recv {
			if k.obj != nil && t.need.ReleasedBy(k.obj.Name()) && (a == s.Ground || m.Resolve(s, promotedFrom(c.Operand(0))) == s.Ground) {
				return true
			}
		} else if a == s.Ground && t.needEndedBy(k.paramOf(c, i)) {
			return true
		}
	}
	return false
}

// needEndedBy reports whether a function that does f with what the resource
// stands on releases it in the way that does harm.
func (t *tracker) needEndedBy(f ParamFact) bool {
	if !f.Certain || f.OK != Releases || f.Err != Releases {
		return false
	}
	return !slices.ContainsFunc(f.Via, func(method string) bool { return !t.need.ReleasedBy(method) })
}

// standsOn reports whether the resource must not outlive something that is known.
func (t *tracker) standsOn(s *flow.State) bool { return t.need != nil && !s.Ground.IsZero() }

// promotedFrom returns the value on which a method is called that belongs to a
// field embedded in it: tx for tx.Tx.Commit(), which is written tx.Commit().
func promotedFrom(recv ssa.Value) ssa.Value {
	for {
		addr := recv
		if load, ok := recv.(*ssa.UnOp); ok {
			addr = load.X
		}
		f, ok := addr.(*ssa.FieldAddr)
		if !ok {
			return recv
		}
		if v := flow.FieldVar(f); v == nil || !v.Embedded() {
			return recv
		}
		recv = f.X
	}
}

// endsLate notes that the resource is released, or used, after what it stands on.
func (t *tracker) endsLate(s *flow.State, by ssa.Instruction, use bool) {
	s.Mark.Later = nil
	if s.Mark.Early != nil && t.need.Lazy == use {
		t.early = append(t.early, early{s, s.Mark.Early, by})
	}
}

// orderFindings reports the releases of what the resource stands on that come too
// early, each once.
func (t *tracker) orderFindings() []Finding {
	if t.site == nil {
		return nil
	}
	slices.SortStableFunc(t.early, func(a, b early) int { return cmp.Compare(a.call.Pos(), b.call.Pos()) })
	var found []Finding
	last := token.NoPos
	for _, e := range t.early {
		if e.call.Pos() == last {
			continue
		}
		last = e.call.Pos()
		src, acquired := t.pkg.source(e.call), t.pkg.source(t.site.call)
		f := Finding{Rule: "cleanuporder", Pos: src.pos, End: src.end}
		f.Message = src.callee() + " " + fmt.Sprintf(t.need.Harm, t.subject(acquired))
		f.Related = t.path(acquired, e.state)
		told := "it is " + t.res.verb() + " only here"
		if _, returned := e.by.(*ssa.Return); returned {
			told = "it is returned here"
		} else if t.need.Lazy {
			told = "it is still read here"
		}
		f.Related = append(f.Related, Related{Pos: e.by.Pos(), Message: told})
		found = append(found, f)
	}
	return found
}
