package flow

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Cell is a variable, or a part of one.
type Cell struct {
	Root ssa.Value // *ssa.Alloc, or *ssa.FreeVar of the function explored
	Path string    // ".1.0" for fields by index, "[*]" for elements
}

// A Mark is what a [Client] wants to remember along a path. Two paths that
// differ in it are never merged.
type Mark struct {
	Status uint8
	Stage  uint8
	// Where is an instruction that matters to the status.
	Where ssa.Instruction
	// Last is the call that ended the iteration over the token.
	Last ssa.Instruction
	// Guess says that the status is a guess.
	Guess bool
	// Kept is the instruction that put the token where others find it.
	Kept ssa.Instruction
	// Early is the call that released too early what the token stands on.
	Early ssa.CallInstruction
	// Idle says that nothing waits for the token yet, so that it need not be released.
	Idle bool
	// Later is the call that registered a func which releases the token when the
	// function is over.
	Later ssa.Instruction
}

// A State is what is known at one point of one path.
type State struct {
	Mark Mark
	// Parent is the value that the token was acquired from, if that matters.
	Parent Val
	// Ground is the value that must not be released before the token.
	Ground Val

	env    table[ssa.Value, Val]
	tuples table[tupleElem, Val]
	cells  cellSet
	defers []*Call
	trail  *Step
	start  *Step // the trail's end when the token was acquired
}

type tupleElem struct {
	tuple ssa.Value
	index int
}

// A Step is a branch taken on the way to a state.
type Step struct {
	Prev  *Step
	If    *ssa.If
	Taken bool
}

// Begin marks the point from which [State.Steps] tells the path.
func (s *State) Begin() { s.start = s.trail }

// Steps returns the branches taken since [State.Begin], oldest first.
func (s *State) Steps() []*Step {
	var steps []*Step
	for t := s.trail; t != nil && t != s.start; t = t.Prev {
		steps = append(steps, t)
	}
	slices.Reverse(steps)
	return steps
}

// Clone returns a copy of s that can be changed apart from it.
func (s *State) Clone() *State {
	return &State{
		Mark:   s.Mark,
		Parent: s.Parent,
		Ground: s.Ground,
		env:    s.env.clone(),
		tuples: s.tuples.clone(),
		cells:  s.cells.clone(),
		defers: slices.Clone(s.defers),
		trail:  s.trail,
		start:  s.start,
	}
}

// things is how many registers, variables and calls something is known of.
func (s *State) things() int {
	return s.env.len() + s.tuples.len() + s.cells.vars.len() + len(s.defers)
}

// size is how much is known.
func (s *State) size() int { return s.env.len() + s.tuples.len() + s.cells.len() + len(s.defers) }

// Bind records the value of a register.
func (s *State) Bind(v ssa.Value, val Val) { s.env.set(v, val) }

// Become records that v, a variable or a register, is val from now on, wherever it
// is held.
func (s *State) Become(v ssa.Value, val Val) {
	for _, old := range []Val{{Kind: Addr, Ref: v}, {Kind: Sym, Ref: v}} {
		s.replace(old, val)
		for i, d := range s.defers {
			s.defers[i] = d.With(old, val)
		}
	}
	s.Bind(v, val)
}

// BindResult records the value of result i of call, be it the only one or not.
func (s *State) BindResult(call ssa.Value, i int, val Val) {
	if isTuple(call) {
		s.tuples.set(tupleElem{call, i}, val)
	} else if i == 0 {
		s.env.set(call, val)
	}
}

// Pending returns the deferred calls that have not run yet, first come first.
func (s *State) Pending() []*Call { return s.defers }

// forget drops what is known of v, because it is computed anew: other entries
// that refer to its old value become unknown.
func (s *State) forget(v ssa.Value) {
	refers := func(val Val) bool { return val.Ref == v && (val.Kind == Sym || val.Kind == Test) }
	s.env.removeIf(func(k ssa.Value, val Val) bool { return k == v || refers(val) })
	s.cells.removeIf(func(_ Cell, val Val) bool { return refers(val) })
	s.tuples.removeIf(func(k tupleElem, val Val) bool { return k.tuple == v || refers(val) })
}

// Pseudo-parts of a variable.
const (
	opaque = "?" // code that cannot be seen may have set it
	shared = "!" // code that runs at any time may read it
)

// has reports whether the variable root has the pseudo-part.
func (s *State) has(root ssa.Value, mark string) bool {
	_, ok := s.cells.get(Cell{root, mark})
	return ok
}

// havoc forgets what root holds, except the token.
func (s *State) havoc(root ssa.Value) {
	s.cells.set(Cell{root, opaque}, nonNilVal)
	s.cells.change(root, func(path string, val Val) Val {
		if !val.isTracked() && path != opaque && path != shared {
			return Val{}
		}
		return val
	})
}
