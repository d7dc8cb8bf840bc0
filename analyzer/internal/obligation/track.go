package obligation

import (
	"go/types"
	"slices"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
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
	bools  []BoolFact
	from   []Lender  // what the callee acquired it from, if that is known
	filled ssa.Value // what the call makes owe; nil: a result does
	half   bool      // it may owe that although the call has failed
	remote bool      // the callee says that its data is on another machine
}

// A tracker follows one obligation through a function. It is the client of
// the exploration, see [flow.Client].
type tracker struct {
	pkg   *pkg
	root  *ssa.Function
	site  *site // nil: a parameter is followed
	param *ssa.Parameter
	res   *resource
	typ   types.Type

	leaks      []leak
	outcomes   []outcome
	uses       map[ssa.Instruction]*use
	defers     map[ssa.Instruction]bool // that pile up in a loop
	missed     []missedErr
	settled    bool // some path releases or transfers
	via        map[string]bool
	fields     map[string]bool // of the parameter, that were released
	iterates   bool
	checks     bool
	captured   bool           // it went into a variable of an enclosing function
	kept       []*types.Var   // the fields and variables that keep it, nil for others
	alsoKept   []*types.Var   // those that keep it besides
	handedOn   bool           // it was given to a callee that takes it
	lentOn     bool           // to one that keeps it, and cannot release it
	need       *contract.Need // of the value that it was acquired from
	early      []early        // releases of that before its own
	exits      []*flow.State  // in which the process is ended while it is owed
	skipped    []skipped      // deferred releases that do not run
	from       lender
	holding    holding              // how it holds a connection of the lender
	nested     []nested             // calls that ask the lender for another
	runs       map[int]Place        // the func parameters that are called meanwhile
	unwindings []unwinding          // the first that may leave the function, if any
	panicking  bool                 // what is deferred is run because of a panic
	repanics   bool                 // and goes on with it before it releases
	releases   []ssa.Instruction    // the calls that release, and the defers that do
	exiting    bool                 // some path ends the process
	rounds     bool                 // a loop comes back to the acquire, and not to try again
	dropped    bool                 // the code assigns it to nothing
	wantsError func() bool          // whether a test wants the call to fail
	takes      bool                 // it was handed to somebody else
	presumes   bool                 // unknown code is thought to take it
	guessed    bool                 // and what it was thought to take is released later
	borrows    func(recipient) bool // who of those who are thought to take it does not
	recipients []recipient          // who is thought to take it, or does not
	inTx       bool                 // it was acquired from a transaction
	late       bool                 // calls that run later are being run
	heldIn     fieldsByType         // the fields in which what is around it holds it, if known
	partial    bool                 // not every path was followed: others may do otherwise
	at         ssa.Instruction      // what is being run
	ends       []ssa.Instruction    // the calls that release or hand on, as far as can be seen
	spawned    bool                 // a goroutine works on it
	worked     bool                 // a func works on it that may be called at any time
	skips      bool                 // some path ends the process while it is owed
	own        bool                 // the receiver is taken for a variable of the method
}

type fieldsByType map[*types.Named][]string

// A leak is a path on which the obligation is not met.
type leak struct {
	state  *flow.State
	ret    *ssa.Return     // where the path leaves, or
	again  ssa.Instruction // where it acquires again, or
	exit   bool            // it ends the process
	ended  bool            // whoever is told of the failure ends what it belongs to
	failed flow.NilState   // of the error returned: nil, not nil, unknown or none
}

// An outcome is how a path ends, for the function's summary.
type outcome struct {
	status  uint8
	failed  flow.NilState
	results []int    // that contain the resource
	fields  []string // of the result, in which it is
	views   bool     // a result reads through it
	passes  bool     // the error is another call's, and may be nil or not
	bools   []BoolFact
}

// A missedErr is a path on which the end of an iteration is taken for success.
type missedErr struct {
	state *flow.State
	ret   *ssa.Return
}

func newTracker(p *pkg, fn *ssa.Function, s *site) *tracker {
	t := &tracker{
		pkg: p, root: fn, site: s, borrows: nobody,
		uses:   map[ssa.Instruction]*use{},
		defers: map[ssa.Instruction]bool{},
		via:    map[string]bool{},
		fields: map[string]bool{},
		heldIn: fieldsByType{},
	}
	if s != nil {
		t.res, t.typ = s.res, s.typ
		t.dropped = p.source(s.call).discarded(s)
		t.wantsError = sync.OnceValue(func() bool { return p.wantsError(t) })
		t.from = p.lenderOf(s)
		t.holding = p.holds(s.res, t.from)
		t.runs = map[int]Place{}
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
		return !s.Mark.Guess && !t.mayMissErr(s) && s.Mark.Kept == nil && s.Mark.Later == nil && len(t.kept) == 0
	case released:
		return !m.Held(s) && !t.mayMissErr(s) && !t.mayComeBack(m, b)
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

// Branch implements [flow.Client]: Next has said no, or another method that this was not
// the end.
func (t *tracker) Branch(m *flow.Machine, s *flow.State, test flow.Val, b bool) {
	call, ok := test.Ref.(*ssa.Call)
	if !ok {
		return
	}
	if b {
		if fn, _ := calledFunc(call.Common()); fn != nil && s.Mark.Status == drained && t.res.entry.IsReopen(fn.Name()) {
			s.Mark.Status = live
		}
		return
	}
	if s.Mark.Status == live {
		s.Mark.Status = drained
	}
	s.Mark.Later = nil // nothing is left to be released
	t.settled = true
	t.iterates = true
	if s.Mark.Stage != handed && (m.InCycle(call.Block()) || t.pkg.canTell(t.root)) {
		s.Mark.Stage = ended
		s.Mark.Last = call
	}
}

// Assert implements [flow.Client].
func (t *tracker) Assert(m *flow.Machine, s *flow.State, typ types.Type) bool {
	if t.site == nil && types.IsInterface(typ) && len(t.pkg.closersOf(typ)) > 0 {
		return true // if it were not one, there would be nothing to release
	}
	if t.typ == nil {
		return false
	}
	if iface, ok := typ.Underlying().(*types.Interface); ok {
		return types.Implements(t.typ, iface)
	}
	return types.Identical(typ, t.typ)
}

func (t *tracker) use(instr ssa.Instruction) *use {
	u := t.uses[instr]
	if u == nil {
		u = &use{}
		t.uses[instr] = u
	}
	return u
}

// Concerns implements [flow.Client]: the end of a parent matters, of what the
// resource stands on, of the process, and what is called on what will owe.
func (t *tracker) Concerns(c *flow.Call) bool {
	if t.site != nil && t.site.filled != nil && slices.ContainsFunc(c.Args, func(a flow.Val) bool { return a.Ref == t.site.filled }) {
		return true
	}
	return t.pkg.calleeOf(c).ending() == exits ||
		t.res.entry != nil && (t.res.entry.Parent != "" || len(t.res.entry.Needs) > 0) && (c.HasRecv() || len(c.Args) > 0)
}
