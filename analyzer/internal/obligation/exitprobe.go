package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// An exitProbe explores a function for the calls that end the process while a
// cleanup is deferred that is no release of a resource which the function follows:
// the removal of a file, the flush of a buffer, the end of a pool that is kept in
// a variable of the package.
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
			p.isWhole(m, "the ends of the process") // what it has seen stands
			trackers = append(trackers, x.tracker)
		})
	}
	return trackers
}

// defersFinal reports whether fn itself defers a cleanup of that kind.
func (p *pkg) defersFinal(fn *ssa.Function) bool {
	return anyInstr(fn, func(instr ssa.Instruction) bool {
		d, ok := instr.(*ssa.Defer)
		return ok && p.finalOf(d) != ""
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

// finals says what comes of it that a cleanup does not run.
var finals = map[cleanup.Kind]string{
	cleanup.ReleasePool:   "the pool is never closed",
	cleanup.DeleteFile:    "what it removes stays behind",
	cleanup.DropData:      "what it drops stays behind",
	cleanup.StopContainer: "the container is left running",
	cleanup.FlushWriter:   "what is held in memory is lost",
}

// finalOf returns what comes of it that a call does not run, "" if nothing.
func (p *pkg) finalOf(call ssa.CallInstruction) string {
	if c := p.code.Cleanup(call); c != nil {
		if c.Kind == cleanup.FlushWriter && p.code.Lookup(c.Subject) != nil || c.Kind == cleanup.ReleasePool && !p.code.IsShared(c.Subject) {
			return "" // a resource, which is followed
		}
		return finals[c.Kind]
	}
	obj, fn := calledFunc(call.Common())
	if table := p.index.Func(obj); table != nil && table.Flushes {
		return finals[cleanup.FlushWriter]
	}
	literals := append(p.literalsRun(call), fn)
	if obj == nil && fn == nil {
		literals = p.literalsOf(call.Common().Value, 0)
	}
	loses := ""
	for _, fn := range literals {
		if fn == nil || fn.Parent() == nil {
			continue
		}
		anyInstr(fn, func(instr ssa.Instruction) bool {
			if inner, ok := instr.(*ssa.Call); ok && loses == "" {
				loses = p.finalOf(inner)
			}
			return loses != ""
		})
	}
	return loses
}

// literalsRun returns the func literals of the function of a call that the call is given
// and runs before it returns, once or until they succeed.
func (p *pkg) literalsRun(call ssa.CallInstruction) []*ssa.Function {
	var all []*ssa.Function
	for i, a := range cleanup.Args(call.Common()) {
		if _, isFunc := a.Type().Underlying().(*types.Signature); !isFunc {
			continue
		}
		if f := (cleanFacts{p}).Param(call.Common(), i); !f.Now && !f.Retries {
			continue
		}
		for _, fn := range p.literalsOf(a, 0) {
			if fn.Parent() == call.Parent() {
				all = append(all, fn)
			}
		}
	}
	return all
}

// literalsOf returns the func literals that v may be, a func that functions of the
// package have returned: what cleans up after what they set up.
func (p *pkg) literalsOf(v ssa.Value, depth int) []*ssa.Function {
	if depth > maxPlaceDepth {
		return nil
	}
	result := 0
	v = p.placeOf(v).root
	if x, ok := v.(*ssa.Extract); ok {
		v, result = x.Tuple, x.Index
	}
	switch v := v.(type) {
	case *ssa.MakeClosure:
		return []*ssa.Function{v.Fn.(*ssa.Function)}
	case *ssa.Function:
		return []*ssa.Function{v}
	case *ssa.Call:
		var all []*ssa.Function
		if fn := v.Call.StaticCallee(); fn != nil {
			for r := range returned(fn, result) {
				all = append(all, p.literalsOf(r, depth+1)...)
			}
		}
		return all
	}
	return nil
}

// Concerns implements [flow.Client].
func (x exitProbe) Concerns(c *flow.Call) bool { return x.isFinal(c) || x.tracker.Concerns(c) }

func (x exitProbe) isFinal(c *flow.Call) bool { return x.pkg.finalOf(c.Instr) != "" }

// Skip implements [flow.Client].
func (x exitProbe) Skip(*flow.Machine, *flow.State, *ssa.BasicBlock) bool { return false }

// Call implements [flow.Client].
func (x exitProbe) Call(m *flow.Machine, s *flow.State, c *flow.Call) []*flow.State {
	if end := x.pkg.calleeOf(c).ending(); end == exits || end == mayExit {
		for _, d := range slices.Backward(s.Pending()) {
			if by, ok := d.Instr.(*ssa.Defer); ok && x.isFinal(d) && !x.pkg.code.IsDoneBefore(by, c.Instr) {
				x.skipped = append(x.skipped, skipped{c, by, x.pkg.finalOf(d.Instr), end == mayExit})
			}
		}
	}
	return x.tracker.Call(m, s, c)
}
