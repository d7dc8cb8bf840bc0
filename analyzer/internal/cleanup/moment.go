package cleanup

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A phase of a function's life. They follow one another.
type phase uint8

const (
	body       phase = iota
	deferred         // when it returns, from last to first
	registered       // when its test is over, from last to first
	returned         // by whoever got what it returned
)

// A Moment says when something happens, seen from the function in which it is
// written: a step for every function that is left on the way.
type Moment struct{ steps []step }

type step struct {
	phase phase
	instr ssa.Instruction // that runs it, or that registered it
}

// IsZero reports whether nothing is known of the time.
func (m Moment) IsZero() bool { return len(m.steps) == 0 }

// Frame returns the function from which the moment is seen.
func (m Moment) Frame() *ssa.Function { return m.steps[0].instr.Parent() }

// leadsThrough reports whether the moment, or what leads to it, is written in b.
func (m Moment) leadsThrough(b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(m.steps, func(s step) bool { return s.instr.Block() == b })
}

// Moment returns when an instruction runs. A func of which it is not known when
// it is called is a frame of its own.
func (c *Code) Moment(instr ssa.Instruction) Moment {
	s := step{body, instr}
	if call, ok := instr.(ssa.CallInstruction); ok {
		if _, isDefer := call.(*ssa.Defer); isDefer {
			s.phase = deferred
		}
	}
	return c.around(instr.Parent(), Moment{[]step{s}}, 0)
}

// Moments returns when an instruction runs: seen from where its func literal is
// called, for each of the places in which it is, and from the literal itself.
func (c *Code) Moments(instr ssa.Instruction) []Moment { return c.moments(instr, 0) }

func (c *Code) moments(instr ssa.Instruction, depth int) []Moment {
	all := []Moment{c.Moment(instr)}
	fn := instr.Parent()
	uses := c.usesOf(fn)
	if fn.Parent() == nil || len(uses) < 2 || depth > 2 {
		return all
	}
	for _, use := range uses {
		call, ok := use.instr.(ssa.CallInstruction)
		if _, async := use.instr.(*ssa.Go); !ok || async || use.arg >= 0 {
			continue
		}
		for _, m := range c.moments(call, depth+1) {
			all = append(all, Moment{append(slices.Clone(m.steps), step{body, instr})})
		}
	}
	return all
}

// around puts before m what has to happen for fn to run.
func (c *Code) around(fn *ssa.Function, m Moment, depth int) Moment {
	if fn.Parent() == nil || len(c.usesOf(fn)) != 1 || depth > maxDepth {
		return m
	}
	use := c.usesOf(fn)[0]
	if ret, ok := use.instr.(*ssa.Return); ok {
		return c.before(step{returned, ret}, m, depth)
	}
	call := use.instr.(ssa.CallInstruction)
	if _, async := call.(*ssa.Go); async {
		return m
	}
	phase := body
	if _, isDefer := call.(*ssa.Defer); isDefer {
		phase = deferred
	}
	switch {
	case use.arg < 0:
	case c.Registers(call.Common(), use.arg):
		return c.register(call, m)
	case !c.facts.Param(call.Common(), use.arg).Now:
		return m
	}
	return c.before(step{phase, call}, m, depth)
}

func (c *Code) before(s step, m Moment, depth int) Moment {
	return c.around(s.instr.Parent(), Moment{append([]step{s}, m.steps...)}, depth+1)
}

// register puts m into the last phase of the function whose test the call
// registers it with: the one that has t for its parameter.
func (c *Code) register(call ssa.CallInstruction, m Moment) Moment {
	s := step{registered, call}
	owner := c.testOf(call)
	for fn := call.Parent(); owner != nil && fn != owner && len(c.usesOf(fn)) == 1; fn = fn.Parent() {
		use, ok := c.usesOf(fn)[0].instr.(ssa.CallInstruction)
		if !ok {
			break
		}
		s.instr = use // seen from the owner, it is registered there
	}
	return c.around(s.instr.Parent(), Moment{append([]step{s}, m.steps...)}, 1)
}

// testOf returns the function to whose test a method call on it belongs: the one
// that has it as a parameter. Nil if that is not known.
func (c *Code) testOf(call ssa.CallInstruction) *ssa.Function {
	args := Args(call.Common())
	if len(args) == 0 {
		return nil
	}
	if p, ok := c.Place(args[0]).Root.(*ssa.Parameter); ok {
		return p.Parent()
	}
	return nil
}

// Before reports whether a certainly comes before b whenever both come.
func Before(a, b Moment) bool {
	for i := range min(len(a.steps), len(b.steps)) {
		x, y := a.steps[i], b.steps[i]
		switch {
		case x.instr.Parent() != y.instr.Parent():
			return false
		case x.phase != y.phase:
			return x.phase < y.phase && (y.phase == returned || mayBothRun(x.instr, y.instr))
		case x.instr == y.instr:
			continue
		case x.phase == deferred, x.phase == registered:
			return Dominates(y.instr, x.instr)
		}
		return Dominates(x.instr, y.instr)
	}
	return false
}

// mayBothRun reports whether some path leads through two instructions of a function:
// what is deferred, or registered, runs later only where that has been reached. Of
// several returns of a func one is known, and tells nothing of that.
func mayBothRun(a, b ssa.Instruction) bool {
	x, y := a.Block(), b.Block()
	return reachesWithout(x, y, nil) || reachesWithout(y, x, nil)
}

// Dominates reports whether a is run before b on every path to b.
func Dominates(a, b ssa.Instruction) bool {
	if a.Block() != b.Block() {
		return a.Block() != nil && b.Block() != nil && a.Parent() == b.Parent() && a.Block().Dominates(b.Block())
	}
	for _, instr := range a.Block().Instrs {
		switch instr {
		case a:
			return a != b
		case b:
			return false
		}
	}
	return false
}

// isTest reports whether t is *testing.T, testing.TB or their like.
func isTest(t types.Type) bool {
	named := namedOf(t)
	return named != nil && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "testing"
}

func namedOf(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}
