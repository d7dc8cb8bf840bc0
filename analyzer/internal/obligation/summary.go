package obligation

import (
	"golang.org/x/tools/go/ssa"
)

// summary infers what fn does with its parameters and what its results owe.
// Recursion is broken where it is met first: a function that is being inferred
// is thought to borrow and to owe nothing.
func (p *pkg) summary(fn *ssa.Function) *Summary {
	if o := fn.Origin(); o != nil {
		fn = o
	}
	if s, ok := p.summaries[fn]; ok {
		return s
	}
	if p.pending[fn] || len(fn.Blocks) == 0 {
		return nil
	}
	p.pending[fn] = true
	defer delete(p.pending, fn)
	s := &Summary{NoReturn: p.neverReturns(fn)}
	for i := range fn.Params {
		if f := p.inferParam(fn, i); !f.isZero() {
			s.Params = append(s.Params, f)
		}
	}
	p.followSites(fn, s)
	p.addByType(fn, s)
	p.summaries[fn] = s
	return s
}

// neverReturns reports whether no return of fn can be reached.
func (p *pkg) neverReturns(fn *ssa.Function) bool {
	seen := make([]bool, len(fn.Blocks))
	work := []*ssa.BasicBlock{fn.Blocks[0]}
	exits := false
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b.Index] {
			continue
		}
		seen[b.Index] = true
		if stops, end := p.endsIn(b); stops {
			exits = exits || end
			continue
		}
		if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
			return false
		}
		work = append(work, b.Succs...)
	}
	return exits
}

// endsIn reports whether the path stops in b, and whether that is the end of
// the process, the goroutine or the test, or a panic.
func (p *pkg) endsIn(b *ssa.BasicBlock) (stops, end bool) {
	for _, instr := range b.Instrs {
		switch instr := instr.(type) {
		case *ssa.Panic:
			return true, true
		case *ssa.Call:
			obj, fn := calledFunc(instr.Common())
			if obj == nil {
				continue
			}
			var k callee
			if instr.Common().IsInvoke() {
				k = p.dynamicCallee(obj)
			} else {
				k = p.staticCallee(obj, fn)
			}
			if k.noReturn() {
				return true, true
			}
		}
	}
	return false, false
}
