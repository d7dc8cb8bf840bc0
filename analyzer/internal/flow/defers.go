package flow

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// leave runs what is still pending at a return. There is an instruction for
// that, but not where all defers stand in the bodies of range-over-func loops.
func (m *Machine) leave(fn *ssa.Function, e exit) []exit {
	var exits []exit
	for _, s := range m.runDefers(fn, e.state) {
		exits = append(exits, exit{s, e.ret, e.results})
	}
	return exits
}

// pushDefer puts c on the pending calls, unless it is there already (a defer
// in a loop) or cannot touch what is followed.
func (m *Machine) pushDefer(fn *ssa.Function, s *State, c *Call) {
	c.Deferred = true
	c.frame = fn
	if slices.ContainsFunc(s.defers, c.isLike) {
		return
	}
	if m.Touches(s, c) || m.Client.Concerns(c) {
		s.defers = append(s.defers, c)
	}
}

// Later puts a func value on the calls that run after the function has ended
// ([Machine.RunPending] of nil runs them).
func (m *Machine) Later(s *State, c *Call, f Val) {
	m.pushDefer(nil, s, &Call{Instr: c.Instr, Callee: f.Function(), Fn: f})
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
		st.defers = append(st.defers[:i:i], st.defers[i+1:]...)
		m.unwinds = append(m.unwinds, d)
		states = append(states, m.call(st, d)...)
		m.unwinds = m.unwinds[:len(m.unwinds)-1]
		if len(states)+len(out) > m.perBlock {
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

// Unwind runs, on a copy of s, what is deferred by all the functions that are
// being walked, as a panic does, and returns the states after that.
func (m *Machine) Unwind(s *State) []*State {
	m.trials++
	running := m.unwinds
	m.unwinds = nil
	defer func() { m.trials, m.unwinds = m.trials-1, running }()
	states := []*State{s.Clone()}
	for _, fn := range slices.Backward(m.stack) {
		var next []*State
		for _, st := range states {
			next = append(next, m.runDefers(fn, st)...)
		}
		states = next
	}
	return states
}

// Unwinding returns the outermost deferred call that is being run, or nil.
func (m *Machine) Unwinding() *Call {
	if len(m.unwinds) == 0 {
		return nil
	}
	return m.unwinds[0]
}

// RunsLater reports whether a call that [Machine.Later] has put off is being run:
// whatever was registered after it has run.
func (m *Machine) RunsLater() bool { return len(m.unwinds) > 0 && m.unwinds[0].frame == nil }

// DeferFrame returns the function whose exit runs what is deferred now: for
// the body of a range-over-func loop, the function that it stands in.
func (m *Machine) DeferFrame() *ssa.Function {
	fn := m.stack[len(m.stack)-1]
	for fn.Synthetic == RangeBody && fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}
