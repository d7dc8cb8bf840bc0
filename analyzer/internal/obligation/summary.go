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
	s := &Summary{}
	s.NoReturn, s.Exits = p.ends(fn)
	s.Fails = p.fails(fn)
	s.Succeeds = p.succeeds(fn)
	s.Repeats = p.repeats(fn)
	for i := range fn.Params {
		if f := p.inferParam(fn, i); !f.isZero() {
			s.Params = append(s.Params, f)
		}
	}
	p.inferAsks(fn, s)
	p.inferLimits(fn, s)
	p.followSites(fn, s)
	p.addByType(fn, s)
	p.addFresh(fn, s)
	p.summaries[fn] = s
	return s
}
