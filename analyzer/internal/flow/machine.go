package flow

import (
	"golang.org/x/tools/go/ssa"
)

// Bounds of one exploration. What needs more is given up.
const (
	maxSteps     = 8000      // blocks walked
	maxPerBlock  = 512       // different states at one block
	somePerBlock = 128       // the same, where only the whole is of use
	fewPerBlock  = 48        // the same, once a function has cost many steps
	manySteps    = 8000      // in all explorations of one function together
	maxWork      = 2_000_000 // see charge; in all explorations of one function together
	maxInline    = 4         // closures walked inside one another
	maxLoopCalls = 2         // times that a loop-like callee is thought to call a closure
)

// A Machine explores one function for one client.
type Machine struct {
	Client Client
	Fn     *ssa.Function

	graphs   *Graphs
	digester *digester
	steps    int
	work     int                 // done, see charge
	allowed  int                 // work
	perBlock int                 // states that are followed at one block
	made     map[*ssa.Alloc]bool // the variables that some path has made
	stack    []*ssa.Function
	unwinds  []*Call // the deferred calls that are being run
	trials   int     // how many trial runs are under way
	whole    bool    // an incomplete exploration is of no use: it ends at once
	gaveUp   bool
	whyStop  string
	tooDeep  bool
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

// InCycle reports whether b can be left and entered again.
func (g *Graphs) InCycle(b *ssa.BasicBlock) bool { return g.of(b.Parent()).inCycle(b) }

// NewMachine returns a machine that explores fn.
func NewMachine(fn *ssa.Function, client Client, graphs *Graphs) *Machine {
	m := &Machine{Client: client, Fn: fn, graphs: graphs, digester: newDigester(), perBlock: maxPerBlock, made: map[*ssa.Alloc]bool{}}
	m.allowed = maxWork - graphs.of(fn).work
	if graphs.of(fn).steps > manySteps {
		m.perBlock = fewPerBlock // so that the cost does not grow with what a long function acquires
	}
	return m
}

// WantWhole says that an incomplete exploration is of no use, which then ends at once,
// and sooner than others.
func (m *Machine) WantWhole() { m.whole, m.perBlock = true, min(m.perBlock, somePerBlock) }

// NewState returns the state on entry to a function, before anything is known.
func (m *Machine) NewState() *State { return &State{} }

// GaveUp returns why the exploration is incomplete, or "". The paths that it
// told of are paths nonetheless: only what holds on every path is unknown.
func (m *Machine) GaveUp() string { return m.whyStop }

// TooDeep reports whether a closure was not walked because it is called in too many
// others: to the paths that it is on it is code that cannot be seen.
func (m *Machine) TooDeep() bool { return m.tooDeep }

func (m *Machine) giveUp(why string) {
	m.gaveUp = true
	if m.whyStop == "" {
		m.whyStop = why
	}
}

// leaveOut notes that a path is not followed to its end. A trial run must be
// complete, because its outcome is a premise of the paths that go on.
func (m *Machine) leaveOut(why string) {
	if m.trials > 0 || m.whole {
		m.giveUp(why)
	} else if m.whyStop == "" {
		m.whyStop = why
	}
}

// Explore walks every path of the function from the state s.
func (m *Machine) Explore(s *State) {
	exits := m.run(m.Fn, s)
	g := m.graphs.of(m.Fn)
	g.steps += m.steps
	g.work += m.work
	for _, e := range exits {
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
func (m *Machine) InCycle(b *ssa.BasicBlock) bool { return m.graphs.InCycle(b) }

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
	s.env.removeIf(func(v ssa.Value, _ Val) bool { // left over from an earlier walk
		instr, ok := v.(ssa.Instruction)
		return ok && instr.Parent() == fn
	})
	var exits []exit
	seenExit := map[digest]bool{}
	seen := map[digest]bool{}
	states := make([]int, len(fn.Blocks)) // seen at each block
	work := []point{{fn.Blocks[0], 0, s}}
	for len(work) > 0 && !m.gaveUp {
		p := work[0]
		work = work[1:]
		if p.index == 0 {
			if m.steps++; m.steps > maxSteps {
				m.giveUp("too many paths")
				break
			}
			m.charge(8 + p.state.size()) // it is copied, and compared with others
			if m.trials == 0 && m.Client.Skip(m, p.state, p.block) {
				continue
			}
			d := m.digester.point(p)
			if seen[d] {
				continue
			}
			seen[d] = true
			if states[p.block.Index]++; states[p.block.Index] > m.perBlock {
				m.leaveOut("too many states at one point")
				continue
			}
		}
		next, ends := m.block(fn, p)
		work = append(work, next...)
		for _, e := range ends {
			m.charge(len(e.results))
			if d := m.digester.exit(e, len(m.stack) == 1); !seenExit[d] {
				seenExit[d] = true
				exits = append(exits, e)
			}
		}
	}
	return exits
}

// charge counts work, in units of about a microsecond. Where there is too much, for
// all that is followed in one function together, the rest is given up: else the cost
// would grow with the product of what a function acquires and what it does.
func (m *Machine) charge(work int) {
	m.work += work
	if m.work > m.allowed {
		m.giveUp("too much in one function")
	}
}

// block runs the instructions of p.block from p.index on, and returns the
// points to go on from and the exits found.
func (m *Machine) block(fn *ssa.Function, p point) (next []point, ends []exit) {
	s := p.state
	cyclic := m.InCycle(p.block)
	for i := p.index; i < len(p.block.Instrs); i++ {
		m.charge(1 + s.things()/64) // some look through all of which something is known
		if m.gaveUp {
			return nil, nil
		}
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
			m.Client.Panic(m, s, instr)
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

func (m *Machine) callLike(fn *ssa.Function, s *State, instr ssa.Instruction) []*State {
	switch instr := instr.(type) {
	case *ssa.RunDefers:
		return m.runDefers(fn, s)
	case *ssa.Defer:
		m.pushDefer(m.DeferFrame(), s, m.NewCall(s, instr))
		return []*State{s}
	case *ssa.Go:
		s.forgetErrors()
		m.Client.Go(m, s, m.NewCall(s, instr))
		return []*State{s}
	case *ssa.Call:
		s.forgetErrors()
		return m.call(s, m.NewCall(s, instr))
	}
	return []*State{s}
}
