package flow

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Bounds of one exploration. What needs more is given up.
const (
	maxSteps     = 12000 // blocks walked
	maxPerBlock  = 48    // different states at one block
	maxInline    = 4     // closures walked inside one another
	maxLoopCalls = 2     // times that a loop-like callee is thought to call a closure
)

// rangeBody is what go/ssa calls the body of a range-over-func loop.
const rangeBody = "range-over-func yield"

// A Client tells the machine what calls do with the token.
type Client interface {
	// Call runs a call whose callee is not walked in place, changes s
	// accordingly, binds the results it knows, and returns the states in which
	// the path goes on: none if the call does not return.
	Call(m *Machine, s *State, c *Call) []*State
	// Inline reports whether the callee's body is to be walked in place.
	Inline(m *Machine, s *State, c *Call, fn *ssa.Function) bool
	// Skip reports whether the rest of a path does not matter from block b on.
	Skip(m *Machine, s *State, b *ssa.BasicBlock) bool
	// Escape is told that v, which is or contains the token, is stored where
	// the function cannot follow it.
	Escape(m *Machine, s *State, v Val, instr ssa.Instruction)
	// Field returns what the token's field is to the obligation: the token, or
	// something else.
	Field(m *Machine, s *State, field *types.Var) Val
	// FieldStore is told that a field of the token is set.
	FieldStore(m *Machine, s *State, field int, v Val, instr ssa.Instruction)
	// Elem returns what an element of type t of a holder is.
	Elem(m *Machine, s *State, t types.Type) Val
	// Branch is told that a Test turned out as b.
	Branch(m *Machine, s *State, test Val, b bool)
	// Go runs a go statement.
	Go(m *Machine, s *State, c *Call)
	// Assert reports whether a type assertion of the token to t is known to succeed.
	Assert(m *Machine, s *State, t types.Type) bool
	// Concerns reports whether a deferred call matters although it does not
	// reach the token.
	Concerns(c *Call) bool
	// Remade is told that a variable that holds the token is made anew: the
	// loop that it belongs to begins another round.
	Remade(m *Machine, s *State)
	// Return is told the results with which the explored function ends.
	Return(m *Machine, s *State, ret *ssa.Return, results []Val)
}

// A Machine explores one function for one client.
type Machine struct {
	Client Client
	Fn     *ssa.Function

	graphs  *Graphs
	ids     ids
	steps   int
	stack   []*ssa.Function
	unwinds []*Call // the deferred calls that are being run
	trials  int     // how many trial runs are under way
	gaveUp  bool
	whyStop string
}

// Graphs caches what explorations learn of functions' shapes. It is not safe
// for concurrent use.
type Graphs struct{ m map[*ssa.Function]*graph }

// NewGraphs returns an empty cache.
func NewGraphs() *Graphs { return &Graphs{m: map[*ssa.Function]*graph{}} }

func (g *Graphs) of(fn *ssa.Function) *graph {
	gr, ok := g.m[fn]
	if !ok {
		gr = newGraph(fn)
		g.m[fn] = gr
	}
	return gr
}

// NewMachine returns a machine that explores fn.
func NewMachine(fn *ssa.Function, client Client, graphs *Graphs) *Machine {
	return &Machine{Client: client, Fn: fn, graphs: graphs, ids: ids{n: map[ssa.Value]int{}}}
}

// NewState returns the state on entry to a function, before anything is known.
func (m *Machine) NewState() *State { return newState() }

// GaveUp returns why the exploration is incomplete, or "".
func (m *Machine) GaveUp() string { return m.whyStop }

func (m *Machine) giveUp(why string) {
	m.gaveUp = true
	if m.whyStop == "" {
		m.whyStop = why
	}
}

// Explore walks every path of the function from the state s.
func (m *Machine) Explore(s *State) {
	for _, e := range m.run(m.Fn, s) {
		if m.gaveUp {
			return
		}
		m.Client.Return(m, e.state, e.ret, e.results)
	}
}

// Reaches reports whether block to can be reached from block from.
func (m *Machine) Reaches(from, to *ssa.BasicBlock) bool {
	return m.graphs.of(from.Parent()).reaches(to)[from.Index]
}

// InCycle reports whether b can be left and entered again.
func (m *Machine) InCycle(b *ssa.BasicBlock) bool {
	return m.graphs.of(b.Parent()).inCycle(b)
}

// Depth returns how many calls are being walked in place.
func (m *Machine) Depth() int { return len(m.stack) - 1 }

// An exit is one way in which a function ends.
type exit struct {
	state   *State
	ret     *ssa.Return
	results []Val
}

// A point is a place on a path: an instruction still to be run.
type point struct {
	block *ssa.BasicBlock
	index int
	state *State
}

// run walks fn from its entry and returns the states in which it returns.
func (m *Machine) run(fn *ssa.Function, s *State) []exit {
	if len(fn.Blocks) == 0 {
		return nil
	}
	m.stack = append(m.stack, fn)
	defer func() { m.stack = m.stack[:len(m.stack)-1] }()
	for v := range s.env {
		if instr, ok := v.(ssa.Instruction); ok && instr.Parent() == fn {
			delete(s.env, v) // left over from an earlier walk
		}
	}
	var exits []exit
	seenExit := map[string]bool{}
	seen := make([]map[string]bool, len(fn.Blocks))
	work := []point{{fn.Blocks[0], 0, s}}
	for len(work) > 0 && !m.gaveUp {
		p := work[0]
		work = work[1:]
		if p.index == 0 {
			if m.steps++; m.steps > maxSteps {
				m.giveUp("too many paths")
				break
			}
			if m.trials == 0 && m.Client.Skip(m, p.state, p.block) {
				continue
			}
			key := p.state.key(&m.ids)
			set := seen[p.block.Index]
			if set == nil {
				set = map[string]bool{}
				seen[p.block.Index] = set
			}
			if set[key] {
				continue
			}
			set[key] = true
			if len(set) > maxPerBlock {
				m.giveUp("too many states at one point")
				break
			}
		}
		next, ends := m.block(fn, p)
		work = append(work, next...)
		for _, e := range ends {
			key := e.state.key(&m.ids)
			for _, r := range e.results {
				key += "/" + r.key(&m.ids)
			}
			if len(m.stack) == 1 {
				// every return statement counts for itself
				key += e.where(&m.ids)
			}
			if !seenExit[key] {
				seenExit[key] = true
				exits = append(exits, e)
			}
		}
	}
	return exits
}

func (e exit) where(*ids) string {
	return "@" + e.ret.Block().String()
}

// block runs the instructions of p.block from p.index on, and returns the
// points to go on from and the exits found.
func (m *Machine) block(fn *ssa.Function, p point) (next []point, ends []exit) {
	s := p.state
	cyclic := m.InCycle(p.block)
	for i := p.index; i < len(p.block.Instrs); i++ {
		instr := p.block.Instrs[i]
		if v, ok := instr.(ssa.Value); ok && cyclic {
			if _, phi := instr.(*ssa.Phi); !phi {
				s.forget(v)
			}
		}
		switch instr := instr.(type) {
		case *ssa.Phi:
			// bound on the edge
		case *ssa.If:
			return m.branch(p.block, instr, s), nil
		case *ssa.Jump:
			if n, ok := m.edge(p.block, 0, s); ok {
				return []point{n}, nil
			}
			return nil, nil
		case *ssa.Return:
			results := make([]Val, len(instr.Results))
			for j, r := range instr.Results {
				results[j] = m.Resolve(s, r)
			}
			return nil, m.leave(fn, exit{s, instr, results})
		case *ssa.Panic:
			return nil, nil
		case ssa.CallInstruction, *ssa.RunDefers:
			states := m.callLike(fn, s, instr)
			switch len(states) {
			case 0:
				return nil, nil
			case 1:
				s = states[0]
			default:
				for _, st := range states {
					next = append(next, point{p.block, i + 1, st})
				}
				return next, nil
			}
		default:
			m.exec(s, instr)
		}
	}
	return nil, nil
}

// leave runs what is still pending at a return. There is an instruction for
// that, but not where all defers stand in the bodies of range-over-func loops.
func (m *Machine) leave(fn *ssa.Function, e exit) []exit {
	var exits []exit
	for _, s := range m.runDefers(fn, e.state) {
		exits = append(exits, exit{s, e.ret, e.results})
	}
	return exits
}

func (m *Machine) callLike(fn *ssa.Function, s *State, instr ssa.Instruction) []*State {
	switch instr := instr.(type) {
	case *ssa.RunDefers:
		return m.runDefers(fn, s)
	case *ssa.Defer:
		m.pushDefer(m.DeferFrame(), s, m.NewCall(s, instr))
		return []*State{s}
	case *ssa.Go:
		m.Client.Go(m, s, m.NewCall(s, instr))
		return []*State{s}
	case *ssa.Call:
		return m.call(s, m.NewCall(s, instr))
	}
	return []*State{s}
}

// NewCall returns the call that instr makes in state s.
func (m *Machine) NewCall(s *State, instr ssa.CallInstruction) *Call {
	common := instr.Common()
	c := &Call{Instr: instr, Callee: common.StaticCallee()}
	if common.IsInvoke() {
		c.Args = append(c.Args, m.Resolve(s, common.Value))
	} else {
		c.Fn = m.Resolve(s, common.Value)
		if c.Callee == nil {
			c.Callee = c.Fn.Function()
		}
	}
	for _, a := range common.Args {
		c.Args = append(c.Args, m.Resolve(s, a))
	}
	return c
}

// Function returns the function that a Func value calls, or nil.
func (v Val) Function() *ssa.Function {
	switch f := v.Ref.(type) {
	case *ssa.Function:
		return f
	case *ssa.MakeClosure:
		return f.Fn.(*ssa.Function)
	}
	return nil
}

// call runs c, in place if the client wants it so.
func (m *Machine) call(s *State, c *Call) []*State {
	fn := c.Callee
	if fn != nil && len(fn.Blocks) > 0 && len(m.stack) <= maxInline &&
		!slices.Contains(m.stack, fn) && m.Client.Inline(m, s, c, fn) {
		return m.inline(s, c, fn)
	}
	if fn != nil && c.Fn.Kind == Func {
		m.HavocCaptured(s, c.Fn)
	}
	return m.Client.Call(m, s, c)
}

// inline walks the body of fn as called by c and binds the results.
func (m *Machine) inline(s *State, c *Call, fn *ssa.Function) []*State {
	var states []*State
	for _, e := range m.walk(s, c.Fn, fn, c.Args) {
		if v := c.Value(); v != nil {
			for i, r := range e.results {
				e.state.BindResult(v, i, r)
			}
		}
		states = append(states, e.state)
	}
	return states
}

// A Result is a state in which a walked function returned, and what it returned.
type Result struct {
	State   *State
	Results []Val
}

// Walk walks the func value f once, called with args, and returns the ways in
// which it ends. It reports false if f is unknown or must not be walked.
func (m *Machine) Walk(s *State, f Val, args []Val) ([]Result, bool) {
	return m.WalkArgs(s, f, f.Function(), args)
}

// WalkArgs is Walk for a function that may not be a value: fn, called as f.
func (m *Machine) WalkArgs(s *State, f Val, fn *ssa.Function, args []Val) ([]Result, bool) {
	if fn == nil || len(fn.Blocks) == 0 || len(m.stack) > maxInline || slices.Contains(m.stack, fn) {
		return nil, false
	}
	var out []Result
	for _, e := range m.walk(s, f, fn, args) {
		out = append(out, Result{e.state, e.results})
	}
	return out, true
}

func (m *Machine) walk(s *State, f Val, fn *ssa.Function, args []Val) []exit {
	in := s.Clone()
	if mc, ok := f.Ref.(*ssa.MakeClosure); ok {
		for i, b := range mc.Bindings {
			in.env[fn.FreeVars[i]] = m.Resolve(s, b)
		}
	}
	for i, p := range fn.Params {
		if i < len(args) {
			in.env[p] = args[i]
		} else {
			delete(in.env, p)
		}
	}
	exits := m.run(fn, in)
	for _, e := range exits {
		for v := range e.state.env {
			if v.Parent() == fn {
				if _, isFree := v.(*ssa.FreeVar); !isFree && !e.state.refersTo(v) {
					delete(e.state.env, v)
				}
			}
		}
	}
	return exits
}

// refersTo reports whether something else than v's own entry refers to v.
func (s *State) refersTo(v ssa.Value) bool {
	for _, val := range s.cells {
		if val.Ref == v {
			return true
		}
	}
	for _, val := range s.env {
		if val.Ref == v {
			return true
		}
	}
	return false
}

// pushDefer puts c on the pending calls, unless it is there already (a defer
// in a loop) or cannot touch what is followed.
func (m *Machine) pushDefer(fn *ssa.Function, s *State, c *Call) {
	c.Deferred = true
	c.frame = fn
	key := c.key(&m.ids)
	for _, d := range s.defers {
		if d.key(&m.ids) == key {
			return
		}
	}
	if m.Touches(s, c) || m.Client.Concerns(c) {
		s.defers = append(s.defers, c)
	}
}

// Touches reports whether a call may reach the token now or later, by what it
// calls or by what it is given.
func (m *Machine) Touches(s *State, c *Call) bool {
	return m.touches(s, c.Fn) || slices.ContainsFunc(c.Args, func(a Val) bool { return m.touches(s, a) })
}

// Later puts a func value on the calls that run after the function has ended
// ([Machine.RunPending] of nil runs them).
func (m *Machine) Later(s *State, c *Call, f Val) {
	m.pushDefer(nil, s, &Call{Instr: c.Instr, Callee: f.Function(), Fn: f})
}

// touches reports whether v may give access to the token now or later.
func (m *Machine) touches(s *State, v Val) bool {
	if v.Kind == Addr || m.Contains(s, v) {
		return true
	}
	if mc, ok := v.Ref.(*ssa.MakeClosure); ok && v.Kind == Func {
		for _, b := range mc.Bindings {
			if m.touches(s, m.Resolve(s, b)) {
				return true
			}
		}
	}
	return false
}

// runDefers runs the pending calls of fn, last come first.
func (m *Machine) runDefers(fn *ssa.Function, s *State) []*State {
	states := []*State{s}
	var out []*State
	for len(states) > 0 && !m.gaveUp {
		st := states[0]
		states = states[1:]
		i := len(st.defers) - 1
		for i >= 0 && st.defers[i].frame != fn {
			i--
		}
		if i < 0 {
			out = append(out, st)
			continue
		}
		d := st.defers[i]
		st.defers = slices.Delete(slices.Clone(st.defers), i, i+1)
		m.unwinds = append(m.unwinds, d)
		states = append(states, m.call(st, d)...)
		m.unwinds = m.unwinds[:len(m.unwinds)-1]
		if len(states)+len(out) > maxPerBlock {
			m.giveUp("too many states in deferred calls")
		}
	}
	return out
}

// RunPending runs the pending calls of fn on a copy of s and returns the
// states after them. A nil fn stands for the calls that run later.
func (m *Machine) RunPending(s *State, fn *ssa.Function) []*State {
	m.trials++
	defer func() { m.trials-- }()
	return m.runDefers(fn, s.Clone())
}

// Try is [Machine.WalkArgs] on a copy of s, to see what would come of it: no
// path is skipped.
func (m *Machine) Try(s *State, f Val, fn *ssa.Function, args []Val) ([]Result, bool) {
	m.trials++
	defer func() { m.trials-- }()
	return m.WalkArgs(s, f, fn, args)
}

// Unwinding returns the outermost deferred call that is being run, or nil.
func (m *Machine) Unwinding() *Call {
	if len(m.unwinds) == 0 {
		return nil
	}
	return m.unwinds[0]
}

// DeferFrame returns the function whose exit runs what is deferred now: for
// the body of a range-over-func loop, the function that it stands in.
func (m *Machine) DeferFrame() *ssa.Function {
	fn := m.stack[len(m.stack)-1]
	for fn.Synthetic == rangeBody && fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// HeldBeyond reports whether something refers to the token that remains when
// instr is run again: a variable of a loop's body does not.
func (m *Machine) HeldBeyond(s *State, instr ssa.Instruction) bool {
	b := instr.Block()
	g := m.graphs.of(b.Parent())
	lost := func(v ssa.Value) bool {
		def, ok := v.(ssa.Instruction)
		return ok && def.Parent() == b.Parent() && b.Dominates(def.Block())
	}
	for v, val := range s.env {
		if val.isTracked() && !lost(v) && (v.Parent() != b.Parent() || g.liveIn(v)[b.Index]) {
			return true
		}
	}
	for c, val := range s.cells {
		if val.isTracked() && !lost(c.Root) && (c.Root.Parent() != b.Parent() || g.usedFrom(c.Root)[b.Index]) {
			return true
		}
	}
	return false
}

// Held reports whether anything refers to the token at all.
func (m *Machine) Held(s *State) bool {
	for _, val := range s.env {
		if val.isTracked() {
			return true
		}
	}
	for _, val := range s.tuples {
		if val.isTracked() {
			return true
		}
	}
	for _, val := range s.cells {
		if val.isTracked() {
			return true
		}
	}
	return false
}

// branch returns the points to which iff leads in state s.
func (m *Machine) branch(b *ssa.BasicBlock, iff *ssa.If, s *State) []point {
	var next []point
	known, val := m.truth(s, iff.Cond, 0)
	for i, taken := range []bool{true, false} {
		if known && taken != val {
			continue
		}
		st := s
		if !known {
			st = s.Clone()
			if !m.assume(st, iff.Cond, taken, 0) {
				continue
			}
		}
		if t := m.testOf(s, iff.Cond); t.Kind == Test {
			m.Client.Branch(m, st, t, taken != isNegated(iff.Cond))
		}
		if taken {
			m.chosen(st, iff.Cond)
		}
		st.trail = &Step{Prev: s.trail, If: iff, Taken: taken}
		if n, ok := m.edge(b, i, st); ok {
			next = append(next, n)
		}
	}
	return next
}

// chosen runs what a select sends in the case that cond tests for.
func (m *Machine) chosen(s *State, cond ssa.Value) {
	eq, ok := cond.(*ssa.BinOp)
	if !ok || eq.Op != token.EQL {
		return
	}
	ext, ok := eq.X.(*ssa.Extract)
	if !ok || ext.Index != 0 {
		return
	}
	sel, ok := ext.Tuple.(*ssa.Select)
	n, isConst := eq.Y.(*ssa.Const)
	if !ok || !isConst || n.Int64() < 0 || int(n.Int64()) >= len(sel.States) {
		return
	}
	if sent := sel.States[n.Int64()].Send; sent != nil {
		if v := m.Resolve(s, sent); m.Contains(s, v) {
			m.Client.Escape(m, s, v, sel)
		}
	}
}

func isNegated(cond ssa.Value) bool {
	n, ok := cond.(*ssa.UnOp)
	return ok && n.Op == token.NOT && !isNegated(n.X)
}

// testOf returns the Test that cond, or its negation, is.
func (m *Machine) testOf(s *State, cond ssa.Value) Val {
	for {
		n, ok := cond.(*ssa.UnOp)
		if !ok || n.Op != token.NOT {
			return m.Resolve(s, cond)
		}
		cond = n.X
	}
}

// edge moves s over the edge from b to its i-th successor.
func (m *Machine) edge(b *ssa.BasicBlock, i int, s *State) (point, bool) {
	to := b.Succs[i]
	pred := predIndex(b, i)
	var phis []*ssa.Phi
	var vals []Val
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		phis = append(phis, phi)
		vals = append(vals, m.Resolve(s, phi.Edges[pred]))
	}
	for _, phi := range phis {
		s.forget(phi)
	}
	for j, phi := range phis {
		if v := vals[j]; v.Kind != Sym || v.Ref != phi {
			s.env[phi] = v
		}
	}
	m.prune(s, to)
	return point{to, 0, s}, true
}

// predIndex returns which of its predecessors b is to its i-th successor: two
// edges may join the same two blocks.
func predIndex(b *ssa.BasicBlock, i int) int {
	to := b.Succs[i]
	nth := 0
	for _, s := range b.Succs[:i] {
		if s == to {
			nth++
		}
	}
	for j, p := range to.Preds {
		if p == b {
			if nth == 0 {
				return j
			}
			nth--
		}
	}
	panic("internal error: block is no predecessor of its successor")
}

// prune drops from s what cannot matter any more at the entry of b.
func (m *Machine) prune(s *State, b *ssa.BasicBlock) {
	g := m.graphs.of(b.Parent())
	for v, val := range s.env {
		if v.Parent() != b.Parent() {
			continue // of a function that is being walked further out
		}
		if phi, ok := v.(*ssa.Phi); ok && phi.Block() == b {
			continue
		}
		if g.liveIn(v)[b.Index] || g.testedFrom(g.rep(v))[b.Index] {
			continue
		}
		if val.isTracked() && isCaptured(v) || val.Kind != Token && s.refersTo(v) {
			continue
		}
		delete(s.env, v)
	}
	for t := range s.tuples {
		if t.tuple.Parent() == b.Parent() && !g.liveIn(t.tuple)[b.Index] {
			delete(s.tuples, t)
		}
	}
	for c, val := range s.cells {
		if c.Root.Parent() == b.Parent() && !val.isTracked() && !g.usedFrom(c.Root)[b.Index] {
			delete(s.cells, c)
		}
	}
}

// isCaptured reports whether a closure holds the register v by value, as method
// values do: it is read when the closure is called.
func isCaptured(v ssa.Value) bool {
	refs := v.Referrers()
	return refs != nil && slices.ContainsFunc(*refs, func(r ssa.Instruction) bool {
		_, ok := r.(*ssa.MakeClosure)
		return ok
	})
}

// Contains reports whether v is the token, or contains or captures it.
func (m *Machine) Contains(s *State, v Val) bool { return m.contains(s, v, 0) }

func (m *Machine) contains(s *State, v Val, depth int) bool {
	if v.isTracked() {
		return true
	}
	if depth > 5 {
		return false
	}
	switch v.Kind {
	case Addr, Struct:
		for c, val := range s.cells {
			if c.Root == v.Ref && strings.HasPrefix(c.Path, v.Text) && m.contains(s, val, depth+1) {
				return true
			}
		}
	case Func:
		if mc, ok := v.Ref.(*ssa.MakeClosure); ok {
			for _, b := range mc.Bindings {
				if m.contains(s, m.Resolve(s, b), depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// Havoc forgets the variable whose address v is, and those whose addresses are
// in it: &n, in the slice of arguments that a variadic function gets.
func (m *Machine) Havoc(s *State, v Val) { s.havocDeep(v, 0) }

func (s *State) havocDeep(v Val, depth int) {
	if v.Kind != Addr || depth > 3 {
		return
	}
	for c, val := range s.cells {
		if c.Root == v.Ref && val.Ref != v.Ref {
			s.havocDeep(val, depth+1)
		}
	}
	s.havoc(v.Ref)
}

// Share marks the variables that the closure f captures: what is stored in
// them from now on is seen by code that runs at any time.
func (m *Machine) Share(s *State, f Val, releases func(fn *ssa.Function, freeVar int) bool) {
	mc, ok := f.Ref.(*ssa.MakeClosure)
	if !ok {
		return
	}
	for i, b := range mc.Bindings {
		if a := m.Resolve(s, b); a.Kind == Addr && releases(mc.Fn.(*ssa.Function), i) {
			s.cells[Cell{a.Ref, shared}] = nonNilVal
		}
	}
}

// HavocCaptured forgets the variables that the closure f may set.
func (m *Machine) HavocCaptured(s *State, f Val) {
	mc, ok := f.Ref.(*ssa.MakeClosure)
	if !ok {
		return
	}
	fn := mc.Fn.(*ssa.Function)
	for i, b := range mc.Bindings {
		if a := m.Resolve(s, b); a.Kind == Addr && storesTo(fn, fn.FreeVars[i], 0) {
			s.havoc(a.Ref)
		}
	}
}

// storesTo reports whether fn, or a closure in it, may store to the variable
// that v points to.
func storesTo(fn *ssa.Function, v ssa.Value, depth int) bool {
	if depth > 4 || v.Referrers() == nil {
		return false
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Addr == v {
				return true
			}
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.FieldAddr:
			if storesTo(fn, r, depth+1) {
				return true
			}
		case *ssa.MakeClosure:
			inner := r.Fn.(*ssa.Function)
			for i, b := range r.Bindings {
				if b == v && storesTo(inner, inner.FreeVars[i], depth+1) {
					return true
				}
			}
		default:
			return true // its address is passed on
		}
	}
	return false
}

// FieldsHolding returns the names of the fields of the variable v, a struct of
// type t, that contain the token.
func (m *Machine) FieldsHolding(s *State, v Val, t types.Type) []string {
	st := structOf(t)
	if st == nil {
		return nil
	}
	var names []string
	for i := range st.NumFields() {
		if m.contains(s, Val{Kind: Addr, Ref: v.Ref, Text: v.Text + "." + strconv.Itoa(i)}, 1) {
			names = append(names, st.Field(i).Name())
		}
	}
	return names
}
