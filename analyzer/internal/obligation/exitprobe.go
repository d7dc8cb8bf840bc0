package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// An exitProbe explores a function for the calls that end the process while a
// cleanup is deferred that is no release of a resource: the removal of a file,
// the flush of a buffer.
type exitProbe struct {
	*tracker
}

// probeExits explores the functions that defer such a cleanup and may end the
// process.
func (p *pkg) probeExits() []*tracker {
	var trackers []*tracker
	for _, fn := range p.funcs {
		if !p.defersFinal(fn) || !p.mayExit(fn) {
			continue
		}
		p.guarded(fn, func() {
			x := exitProbe{newTracker(p, fn, nil)}
			x.res = &resource{}
			m := flow.NewMachine(fn, x, p.graphs)
			m.Explore(m.NewState())
			trackers = append(trackers, x.tracker)
		})
	}
	return trackers
}

// defersFinal reports whether fn itself defers a cleanup of that kind.
func (p *pkg) defersFinal(fn *ssa.Function) bool {
	return anyInstr(fn, func(instr ssa.Instruction) bool {
		d, ok := instr.(*ssa.Defer)
		return ok && p.finalOf(d.Common()) != ""
	})
}

// mayExit reports whether fn, or a closure in it, contains a call that ends the
// process or may.
func (p *pkg) mayExit(fn *ssa.Function) bool {
	return anyInstr(fn, func(instr ssa.Instruction) bool {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			return false
		}
		e := p.commonCallee(call.Common()).ending()
		return e == exits || e == mayExit
	}) || slices.ContainsFunc(fn.AnonFuncs, p.mayExit)
}

func anyInstr(fn *ssa.Function, is func(ssa.Instruction) bool) bool {
	return slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool { return slices.ContainsFunc(b.Instrs, is) })
}

// finalOf returns what is lost if a deferred call does not run, "" if nothing.
func (p *pkg) finalOf(common *ssa.CallCommon) string {
	obj, fn := calledFunc(common)
	if table := p.index.Func(obj); table != nil && len(table.Deletes) > 0 {
		return "what it removes stays behind"
	} else if table != nil && table.Flushes {
		return "what is held in memory is lost"
	}
	if mc, ok := common.Value.(*ssa.MakeClosure); ok {
		fn = mc.Fn.(*ssa.Function)
	}
	if fn == nil || fn.Parent() == nil {
		return ""
	}
	loses := ""
	anyInstr(fn, func(instr ssa.Instruction) bool {
		if call, ok := instr.(*ssa.Call); ok && loses == "" {
			loses = p.finalOf(call.Common())
		}
		return loses != ""
	})
	return loses
}

// Concerns implements [flow.Client].
func (x exitProbe) Concerns(c *flow.Call) bool { return x.isFinal(c) || x.tracker.Concerns(c) }

func (x exitProbe) isFinal(c *flow.Call) bool { return x.pkg.finalOf(c.Instr.Common()) != "" }

// Skip implements [flow.Client].
func (x exitProbe) Skip(*flow.Machine, *flow.State, *ssa.BasicBlock) bool { return false }

// Call implements [flow.Client].
func (x exitProbe) Call(m *flow.Machine, s *flow.State, c *flow.Call) []*flow.State {
	if end := x.pkg.calleeOf(c).ending(); end == exits || end == mayExit {
		for _, d := range slices.Backward(s.Pending()) {
			if by, ok := d.Instr.(*ssa.Defer); ok && x.isFinal(d) {
				x.skipped = append(x.skipped, skipped{c, by, x.pkg.finalOf(d.Instr.Common()), end == mayExit})
			}
		}
	}
	return x.tracker.Call(m, s, c)
}
