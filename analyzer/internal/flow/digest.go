package flow

import (
	"hash/maphash"
	"math/bits"

	"golang.org/x/tools/go/ssa"
)

// A digest stands for all that is known at a point of a path: paths with the
// same digest go on alike. Two that differ have the same one by a chance that is
// not worth a thought.
type digest uint64

var seed = maphash.MakeSeed()

// A digester numbers values and instructions, by which it tells them apart.
type digester struct{ ids map[any]uint64 }

func newDigester() *digester { return &digester{ids: map[any]uint64{}} }

// id returns the number of x, which is a value or an instruction; 0 for nil.
func (d *digester) id(x any) uint64 {
	if x == nil {
		return 0
	}
	n, ok := d.ids[x]
	if !ok {
		n = uint64(len(d.ids)) + 1
		d.ids[x] = n
	}
	return n
}

// state returns the digest of s.
func (d *digester) state(s *State) digest {
	// The entries of a table are in no order.
	var known digest
	for _, e := range s.env.entries {
		known += mix(mix(1, d.id(e.key)), uint64(d.val(e.val)))
	}
	for c, val := range s.cells.all() {
		known += mix(mix(2, d.id(c.Root)), uint64(mix(text(c.Path), uint64(d.val(val)))))
	}
	for _, e := range s.tuples.entries {
		known += mix(mix(digest(3+e.key.index), d.id(e.key.tuple)), uint64(d.val(e.val)))
	}
	h := mix(known, uint64(s.Mark.Status)|uint64(s.Mark.Stage)<<8|uint64(number(s.Mark.Guess))<<16|uint64(number(s.Mark.Idle))<<17)
	for _, instr := range []ssa.Instruction{s.Mark.Last, s.Mark.Where, s.Mark.Early, s.Mark.Later, s.Mark.Kept} {
		h = mix(h, d.id(instr))
	}
	h = mix(h, uint64(d.val(s.Parent)))
	h = mix(h, uint64(d.val(s.Ground)))
	for _, c := range s.defers {
		h = mix(h, uint64(c.Instr.Pos()))
		h = mix(h, uint64(d.val(c.Fn)))
		for _, a := range c.Args {
			h = mix(h, uint64(d.val(a)))
		}
	}
	return h
}

// point returns the digest of a place on a path, at the begin of a block.
func (d *digester) point(p point) digest {
	return mix(d.state(p.state), uint64(p.block.Index))
}

// exit returns the digest of a way in which a function ends. Each return statement
// of the function that is explored counts for itself.
func (d *digester) exit(e exit, explored bool) digest {
	h := d.state(e.state)
	for _, r := range e.results {
		h = mix(h, uint64(d.val(r)))
	}
	if explored {
		h = mix(h, uint64(e.ret.Block().Index))
	}
	return h
}

func (d *digester) val(v Val) digest {
	h := mix(digest(v.Kind)+1, d.id(v.Ref)<<8|uint64(v.Index))
	if v.Text != "" {
		h = mix(h, uint64(text(v.Text)))
	}
	return h
}

func text(s string) digest { return digest(maphash.String(seed, s)) }

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// mix returns what tells apart all pairs of h and x, in this order.
func mix(h digest, x uint64) digest {
	hi, lo := bits.Mul64(uint64(h)^0x9e3779b97f4a7c15, x^0xd1342543de82ef95)
	return digest(hi ^ lo)
}
