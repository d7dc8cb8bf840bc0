package flow

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// usedFrom returns the blocks from which a use of the cell, of what contains it
// or of a part of it may still come. A captured variable is used everywhere.
func (g *graph) usedFrom(c Cell) blockSet {
	if set, ok := g.used[c]; ok {
		return set
	}
	var def *ssa.BasicBlock // where it is made anew, whatever it held before
	if instr, ok := c.Root.(ssa.Instruction); ok {
		def = instr.Block()
	}
	u := cellUses{fn: g.fn, cell: c.Path, seen: map[ssa.Value]bool{}, held: map[ssa.Value]bool{}}
	u.visit(c.Root, "")
	var set blockSet
	if u.captured {
		set = make(blockSet, len(g.fn.Blocks))
		for i := range set {
			set[i] = true
		}
	} else {
		set = g.backward(slices.DeleteFunc(u.blocks, func(b *ssa.BasicBlock) bool { return b == def }), def)
	}
	g.used[c] = set
	return set
}

// cellUses collects where a cell of a variable is used.
type cellUses struct {
	fn       *ssa.Function
	cell     string // its path
	seen     map[ssa.Value]bool
	held     map[ssa.Value]bool // as seen, for what holds the variable's address
	blocks   []*ssa.BasicBlock
	captured bool
}

// visit follows v, the address of the part of the variable at the path, or
// something made of it.
func (u *cellUses) visit(v ssa.Value, path string) {
	if u.seen[v] || v.Referrers() == nil || !overlap(path, u.cell) {
		return
	}
	u.seen[v] = true
	for _, r := range *v.Referrers() {
		if r.Parent() != u.fn {
			u.captured = true
			continue
		}
		switch r := r.(type) {
		case *ssa.FieldAddr:
			u.visit(r, path+"."+strconv.Itoa(r.Field))
			continue
		case *ssa.MakeClosure:
			u.captured = true
		case *ssa.Store:
			if r.Val == v {
				u.visitHolder(variableOf(r.Addr))
			}
		case *ssa.BinOp, *ssa.Call:
		case *ssa.UnOp:
			if isAggregate(r.Type()) {
				u.visit(r, path) // a copy is known by the variable
			}
		case *ssa.Field:
			u.visit(r, path+"."+strconv.Itoa(r.Field))
		case *ssa.Phi:
			u.visit(r, "") // it may be of several parts
		case ssa.Value:
			u.visit(r, path)
		}
		u.blocks = append(u.blocks, r.Block())
	}
}

// visitHolder follows v, which leads to a variable that holds the variable's address:
// whatever is done with it may be done with what the address is of.
func (u *cellUses) visitHolder(v ssa.Value) {
	if v == nil || u.held[v] || v.Referrers() == nil {
		return
	}
	u.held[v] = true
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.MakeClosure:
			u.captured = true
		case *ssa.Store:
			if r.Val == v {
				u.visitHolder(variableOf(r.Addr))
			}
		case *ssa.FieldAddr, *ssa.IndexAddr, *ssa.UnOp, *ssa.Phi, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType:
			u.visitHolder(r.(ssa.Value))
		}
		if r.Parent() == u.fn {
			u.blocks = append(u.blocks, r.Block())
		}
	}
}

// variableOf returns the variable of this function in which the address v lies, or nil.
func variableOf(v ssa.Value) ssa.Value {
	switch v := v.(type) {
	case *ssa.Alloc:
		return v
	case *ssa.FieldAddr:
		return variableOf(v.X)
	case *ssa.IndexAddr:
		return variableOf(v.X)
	}
	return nil
}

// overlap reports whether one of two parts of a variable contains the other.
// The pseudo-parts belong to the whole.
func overlap(p, q string) bool {
	if q == opaque || q == shared {
		return true
	}
	return contains(p, q) || contains(q, p)
}

// contains reports whether the part of a variable at path p contains the one at
// q, elements whose index is not known being any.
func contains(p, q string) bool {
	rest, ok := strings.CutPrefix(q, p)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}
