package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// What has become of the resource on a path ([flow.Mark].Status).
const (
	none     uint8 = iota // not acquired yet
	live                  // owed
	released              // by a call that certainly releases
	drained               // by having been read to the end
	moved                 // another's duty now, or released as far as can be seen
	void                  // there turns out to be nothing to release
)

// How far the iteration over it has come ([flow.Mark].Stage).
const (
	fresh   uint8 = iota
	ended         // Next has said no, in a loop
	checked       // and Err was looked at
	handed        // to somebody who may look at it
)

// A site is a place where a function comes to owe: a result of a call.
type site struct {
	call   ssa.CallInstruction
	index  int
	res    *resource
	typ    types.Type
	thunks []int
	also   []int
}

// A tracker follows one obligation through a function. It is the client of
// the exploration, see [flow.Client].
type tracker struct {
	pkg  *pkg
	root *ssa.Function
	site *site // nil: a parameter is followed
	res  *resource
	typ  types.Type

	leaks    []leak
	outcomes []outcome
	uses     map[ssa.Instruction]*use
	defers   map[ssa.Instruction]bool // that pile up in a loop
	missed   []missedErr
	settled  bool // some path releases or transfers
	via      map[string]bool
	fields   map[string]bool // of the parameter, that were released
	iterates bool
	checks   bool
	captured bool          // it went into a variable of an enclosing function
	kept     []*types.Var  // the fields and variables that keep it, nil for others
	handedOn bool          // it was given to a callee that takes it
	exits    []*flow.State // in which the process is ended while it is owed
	dropped  bool          // the code assigns it to nothing
	inTx     bool          // it was acquired from a transaction
	late     bool          // calls that run later are being run
}

// A leak is a path on which the obligation is not met.
type leak struct {
	state  *flow.State
	ret    *ssa.Return     // where the path leaves, or
	again  ssa.Instruction // where it acquires again
	failed flow.NilState   // of the error returned: nil, not nil, unknown or none
}

// An outcome is how a path ends, for the function's summary.
type outcome struct {
	status  uint8
	failed  flow.NilState
	results []int    // that contain the resource
	fields  []string // of the result, in which it is
	views   bool     // a result reads through it
}

// A use is an instruction that needs the resource.
type use struct {
	after, other int         // paths on which it was released before, or not
	state        *flow.State // of one of the former
	call         *flow.Call  // nil: it is returned
}

// A missedErr is a path on which the end of an iteration is taken for success.
type missedErr struct {
	state *flow.State
	ret   *ssa.Return
}

func newTracker(p *pkg, fn *ssa.Function, s *site) *tracker {
	t := &tracker{
		pkg: p, root: fn, site: s,
		uses:   map[ssa.Instruction]*use{},
		defers: map[ssa.Instruction]bool{},
		via:    map[string]bool{},
		fields: map[string]bool{},
	}
	if s != nil {
		t.res, t.typ = s.res, s.typ
		t.dropped = p.source(s.call).discarded(s)
	}
	return t
}

// Skip implements [flow.Client].
func (t *tracker) Skip(m *flow.Machine, s *flow.State, b *ssa.BasicBlock) bool {
	if s.Mark.Status == void {
		return true
	}
	if t.site == nil {
		return false
	}
	switch s.Mark.Status {
	case none:
		target := t.site.call.Block()
		return b.Parent() == target.Parent() && m.Depth() == 0 && !m.Reaches(b, target)
	case moved:
		return !t.mayMissErr(s) && s.Mark.Kept == nil && len(t.kept) == 0
	case released:
		return !m.Held(s) && !t.mayMissErr(s)
	case drained:
		return !m.Held(s) && !t.mayMissErr(s) && len(s.Pending()) == 0
	}
	return false
}

// mayMissErr reports whether the end of the iteration may still go unchecked.
func (t *tracker) mayMissErr(s *flow.State) bool {
	return t.res.entry != nil && t.res.entry.Err != "" &&
		(s.Mark.Stage == ended || s.Mark.Stage == fresh && s.Mark.Status == moved)
}

// Escape implements [flow.Client].
func (t *tracker) Escape(m *flow.Machine, s *flow.State, v flow.Val, instr ssa.Instruction) {
	if st, ok := instr.(*ssa.Store); ok {
		if _, free := st.Addr.(*ssa.FreeVar); free && m.Depth() == 0 {
			t.captured = true
		}
	}
	if s.Mark.Status == live && !t.keeps(instr) {
		return
	}
	t.noteStore(s, instr)
	if t.site != nil && s.Mark.Status == live && m.Depth() == 0 && t.aboutToRelease(m, s) {
		s.Mark.Kept = instr
	}
	t.transfer(s)
}

// aboutToRelease reports whether the calls that the function has deferred
// release the resource.
func (t *tracker) aboutToRelease(m *flow.Machine, s *flow.State) bool {
	ends := m.RunPending(s, t.root)
	return len(ends) > 0 && !slices.ContainsFunc(ends, func(e *flow.State) bool { return e.Mark.Status != released })
}

// transfer hands the duty, and the iteration, to somebody else.
func (t *tracker) transfer(s *flow.State) {
	t.settle(s)
	s.Mark.Stage = handed
}

// settle ends the function's duty.
func (t *tracker) settle(s *flow.State) {
	if s.Mark.Status == live {
		s.Mark.Status = moved
		t.settled = true
	}
}

// release ends the obligation.
func (t *tracker) release(m *flow.Machine, s *flow.State, by ssa.Instruction, method string) {
	t.settled = true
	if d := m.Unwinding(); d != nil {
		by = d.Instr
	}
	t.via[method] = true
	if s.Mark.Status == live || s.Mark.Status == drained {
		s.Mark.Status = released
		s.Mark.Where = by
	}
}

// Field implements [flow.Client].
func (t *tracker) Field(m *flow.Machine, s *flow.State, field *types.Var) flow.Val {
	if field == nil {
		return flow.Val{}
	}
	if t.res.entry != nil && t.res.entry.ErrField != "" && field.Name() == t.res.entry.ErrField {
		return flow.Val{Kind: flow.Nil} // the acquire succeeded
	}
	if t.res.entry != nil && t.res.entry.Field() != "" {
		if field.Name() == t.res.entry.Field() {
			return flow.Val{Kind: flow.Token}
		}
		return flow.Val{}
	}
	if len(t.pkg.closersOf(field.Type())) > 0 {
		return flow.Val{Kind: flow.Token}
	}
	return flow.Val{}
}

// FieldStore implements [flow.Client]. A response whose Body is replaced goes
// its own way from then on.
func (t *tracker) FieldStore(m *flow.Machine, s *flow.State, field int, v flow.Val, instr ssa.Instruction) {
	if m.Contains(s, v) {
		return
	}
	s.Mark.Stage = handed
	if s.Mark.Status == released {
		s.Mark.Status = moved
	}
}

// Elem implements [flow.Client].
func (t *tracker) Elem(m *flow.Machine, s *flow.State, typ types.Type) flow.Val {
	if t.typ != nil && types.Identical(typ, t.typ) || len(t.pkg.closersOf(typ)) > 0 {
		return flow.Val{Kind: flow.Token}
	}
	if t.res.entry != nil && t.pkg.index.Resource(typ) == t.res.entry {
		return flow.Val{Kind: flow.Token}
	}
	switch u := typ.Underlying().(type) {
	case *types.Signature:
		return flow.Val{Kind: flow.Thunk}
	case *types.Struct, *types.Slice, *types.Map, *types.Interface, *types.Array, *types.Chan:
		return flow.Val{Kind: flow.Holder}
	case *types.Pointer:
		switch u.Elem().Underlying().(type) {
		case *types.Struct, *types.Slice, *types.Map, *types.Interface, *types.Array:
			return flow.Val{Kind: flow.Holder}
		}
	}
	return flow.Val{}
}

// Branch implements [flow.Client]: Next has said no.
func (t *tracker) Branch(m *flow.Machine, s *flow.State, test flow.Val, b bool) {
	if b {
		return
	}
	call, ok := test.Ref.(*ssa.Call)
	if !ok {
		return
	}
	if s.Mark.Status == live {
		s.Mark.Status = drained
	}
	t.settled = true
	t.iterates = true
	if s.Mark.Stage != handed && m.InCycle(call.Block()) {
		s.Mark.Stage = ended
		if s.Mark.Where == nil {
			s.Mark.Where = call
		}
	}
}

// Assert implements [flow.Client].
func (t *tracker) Assert(m *flow.Machine, s *flow.State, typ types.Type) bool {
	if t.typ == nil {
		return false
	}
	if iface, ok := typ.Underlying().(*types.Interface); ok {
		return types.Implements(t.typ, iface)
	}
	return types.Identical(typ, t.typ)
}

// Return implements [flow.Client].
func (t *tracker) Return(m *flow.Machine, s *flow.State, ret *ssa.Return, results []flow.Val) {
	if s.Mark.Status == none || s.Mark.Status == void {
		return
	}
	o := outcome{failed: errorState(ret, results)}
	for i, r := range results {
		if m.Contains(s, r) {
			o.results = append(o.results, i)
			o.fields = append(o.fields, t.heldFields(m, s, r)...)
		} else if r.Kind == flow.View {
			o.views = true
		}
	}
	if o.views && t.releasedByDefer(s) && o.failed != flow.IsNotNil {
		t.noteReturn(s, ret)
	}
	if s.Mark.Kept != nil {
		t.noteLate(s, s.Mark.Kept)
	}
	if len(o.results) > 0 {
		t.returnReleased(s, ret, o)
		s.Mark.Stage = handed
		t.settled = true
		o.status = s.Mark.Status
		t.outcomes = append(t.outcomes, o)
		return
	}
	t.late = true // what runs later is no use after the release
	ends := m.RunPending(s, nil)
	t.late = false
	for _, st := range ends {
		o := o
		o.status = st.Mark.Status
		t.outcomes = append(t.outcomes, o)
		if st.Mark.Status == live && !t.healedByParent(st, o.failed) {
			t.leaks = append(t.leaks, leak{state: s, ret: ret, failed: o.failed})
		}
		if st.Mark.Stage == ended && (o.failed != flow.IsNotNil || results[len(results)-1].IsMadeUp()) {
			t.missed = append(t.missed, missedErr{st, ret})
		}
	}
}

// returnReleased notes that the resource is returned although a deferred call
// has released it.
func (t *tracker) returnReleased(s *flow.State, ret *ssa.Return, o outcome) {
	replaced := s.Mark.Stage == handed && t.res.entry != nil && t.res.entry.Field() != ""
	if t.releasedByDefer(s) && o.failed != flow.IsNotNil && !replaced {
		t.noteReturn(s, ret)
	} else {
		t.use(ret).other++
	}
}

func (t *tracker) releasedByDefer(s *flow.State) bool {
	_, deferred := s.Mark.Where.(*ssa.Defer)
	return deferred && s.Mark.Status == released
}

// noteReturn notes that ret hands out what has been released.
func (t *tracker) noteReturn(s *flow.State, ret *ssa.Return) { t.noteLate(s, ret) }

// noteLate notes that instr hands on what has been, or is about to be, released.
func (t *tracker) noteLate(s *flow.State, instr ssa.Instruction) {
	u := t.use(instr)
	u.after++
	u.state = s
}

func (t *tracker) use(instr ssa.Instruction) *use {
	u := t.uses[instr]
	if u == nil {
		u = &use{}
		t.uses[instr] = u
	}
	return u
}

// errorState returns what is known of the error that a function returns.
func errorState(ret *ssa.Return, results []flow.Val) flow.NilState {
	n := len(results)
	if n == 0 || !isErrorType(ret.Results[n-1].Type()) {
		return flow.MaybeNil
	}
	return flow.Nilness(results[n-1])
}

// heldFields returns the names of the fields in which the struct v holds the
// resource.
func (t *tracker) heldFields(m *flow.Machine, s *flow.State, v flow.Val) []string {
	if v.Kind != flow.Addr && v.Kind != flow.Struct || v.Ref == nil {
		return nil
	}
	ptr, ok := v.Ref.Type().Underlying().(*types.Pointer)
	if !ok {
		return nil
	}
	return m.FieldsHolding(s, v, ptr.Elem())
}

// Concerns implements [flow.Client]: the end of a parent matters.
func (t *tracker) Concerns(c *flow.Call) bool {
	return t.res.entry != nil && t.res.entry.Parent != "" && (c.HasRecv() || len(c.Args) > 0)
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
	if t.site != nil {
		return true
	}
	st, ok := instr.(*ssa.Store)
	if !ok {
		return true
	}
	addr, ok := st.Addr.(*ssa.FieldAddr)
	if !ok {
		return true
	}
	f := flow.FieldVar(addr)
	if f != nil && (isAggregate(f.Type()) || isStruct(f.Type()) || isFunc(f.Type())) {
		return true // a container takes what is put into it
	}
	return f == nil || f.Exported() || f.Pkg() != t.pkg.pass.Pkg || t.pkg.traces.released[f]
}

// noteStore remembers the field or variable of the package that keeps the
// resource from now on.
func (t *tracker) noteStore(s *flow.State, instr ssa.Instruction) {
	if s.Mark.Status != live {
		return
	}
	var kept *types.Var
	if st, ok := instr.(*ssa.Store); ok {
		switch addr := st.Addr.(type) {
		case *ssa.FieldAddr:
			kept = flow.FieldVar(addr)
		case *ssa.Global:
			kept, _ = addr.Object().(*types.Var)
		}
	}
	t.kept = append(t.kept, kept)
}
