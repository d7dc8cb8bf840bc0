package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/directive"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// Escape implements [flow.Client].
func (t *tracker) Escape(m *flow.Machine, s *flow.State, v flow.Val, instr ssa.Instruction) {
	t.at = instr
	if v.Kind == flow.View {
		t.noteKept(m, s, instr)
		return
	}
	if st, ok := instr.(*ssa.Store); ok {
		if _, free := st.Addr.(*ssa.FreeVar); free && m.Depth() == 0 {
			t.captured = true
		}
	}
	if s.Mark.Status == live && !t.keeps(instr) {
		return
	}
	t.noteStore(s, instr)
	t.noteKept(m, s, instr)
	t.transfer(s)
}

// noteKept notes that the resource, or what reads through it, is put where others find
// it, although it is about to be released, as things stand.
func (t *tracker) noteKept(m *flow.Machine, s *flow.State, instr ssa.Instruction) {
	if t.site != nil && s.Mark.Status == live && m.Depth() == 0 && t.aboutToRelease(m, s) {
		s.Mark.Kept = instr
	}
}

// aboutToRelease reports whether the calls that the function has deferred
// release the resource.
func (t *tracker) aboutToRelease(m *flow.Machine, s *flow.State) bool {
	ends := m.RunPending(s, t.root)
	return len(ends) > 0 && !slices.ContainsFunc(ends, func(e *flow.State) bool { return e.Mark.Status != released })
}

// transfer hands the duty, and the iteration, to somebody else.
func (t *tracker) transfer(s *flow.State) {
	t.takes = true
	t.settle(s)
	s.Mark.Stage = handed
}

// settle ends the function's duty.
func (t *tracker) settle(s *flow.State) {
	if s.Mark.Status == live {
		t.ended()
		s.Mark.Status = moved
		t.settled = true
	}
}

// release ends the obligation.
func (t *tracker) release(m *flow.Machine, s *flow.State, by ssa.Instruction, method string) {
	t.endsLate(s, by, false)
	t.settled = true
	t.guessed = t.guessed || s.Mark.Guess
	if d := m.Unwinding(); d != nil {
		by = d.Instr
	}
	t.via[method] = true
	t.ended()
	// A deferred call releases also what others have got meanwhile.
	overtakes := s.Mark.Status == moved && s.Mark.Kept != nil && m.Unwinding() != nil
	if s.Mark.Status == live || s.Mark.Status == drained || overtakes {
		if !slices.Contains(t.releases, by) {
			t.releases = append(t.releases, by)
		}
		s.Mark.Status = released
		s.Mark.Where = by
	}
}

// Remade implements [flow.Client].
func (t *tracker) Remade(m *flow.Machine, s *flow.State) {
	if s.Mark.Status != none && t.pilesUp(m, s) {
		s.Mark = flow.Mark{Status: moved, Stage: handed}
	}
}

// keeps reports whether a store of the resource makes it another's duty. A
// parameter that is only kept to be used remains the caller's: that is how
// wrappers work.
func (t *tracker) keeps(instr ssa.Instruction) bool {
	st, ok := instr.(*ssa.Store)
	if !ok || t.res.hasPeer() {
		return true
	}
	addr, ok := st.Addr.(*ssa.FieldAddr)
	if !ok {
		return true
	}
	f := flow.FieldVar(addr)
	if verb := t.pkg.stated.fields[f]; verb != "" {
		return verb != directive.Borrows
	}
	if t.site != nil {
		return !t.pkg.isOnlyLent(addr)
	}
	if f != nil && (isAggregate(f.Type()) || isStruct(f.Type()) || isFunc(f.Type())) {
		return true // a container takes what is put into it
	}
	return f == nil || f.Exported() || f.Pkg() != t.pkg.pass.Pkg || t.pkg.traces.released[f]
}

// noteStore remembers the field or variable of the package that keeps the
// resource from now on, or keeps it, too.
func (t *tracker) noteStore(s *flow.State, instr ssa.Instruction) {
	switch s.Mark.Status {
	case live:
		t.kept = append(t.kept, storedIn(instr))
	case moved:
		t.alsoKept = append(t.alsoKept, storedIn(instr))
	}
}

// storedIn returns the field or variable of a package that instr stores to, or nil.
func storedIn(instr ssa.Instruction) *types.Var {
	st, ok := instr.(*ssa.Store)
	if !ok {
		return nil
	}
	switch addr := st.Addr.(type) {
	case *ssa.FieldAddr:
		return flow.FieldVar(addr)
	case *ssa.Global:
		v, _ := addr.Object().(*types.Var)
		return v
	}
	return nil
}
