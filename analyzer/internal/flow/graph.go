package flow

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// A graph is what the exploration wants to know of a function before it walks
// it. All of it is computed on demand.
type graph struct {
	fn    *ssa.Function
	steps int // walked in all its explorations
	work  int // likewise
	// reps maps a structural key of a pure expression to the first register
	// that computes it: two reads of x.f with no store to an f between tell
	// the same.
	reps    map[string]ssa.Value
	canon   map[ssa.Value]ssa.Value
	forms   map[*ssa.BinOp][]form  // see formsOf
	shared  map[ssa.Value]bool     // the representatives of more than one register
	tests   map[ssa.Value]blockSet // of a representative: where a test of it may follow
	live    map[ssa.Value]blockSet // of a register: where it may still be used
	used    map[Cell]blockSet      // of a part of a variable: likewise
	none    blockSet               // no block: most registers live in one
	cyclic  blockSet
	ends    blockSet // where a comparison with the last constant of a type is
	decides *decider // nil until it is asked for
	stored  map[*types.Var]bool
	reached map[*ssa.BasicBlock]blockSet
}

type blockSet []bool

func newGraph(fn *ssa.Function) *graph {
	g := &graph{
		fn:      fn,
		reps:    map[string]ssa.Value{},
		canon:   map[ssa.Value]ssa.Value{},
		forms:   map[*ssa.BinOp][]form{},
		shared:  map[ssa.Value]bool{},
		tests:   map[ssa.Value]blockSet{},
		live:    map[ssa.Value]blockSet{},
		used:    map[Cell]blockSet{},
		stored:  map[*types.Var]bool{},
		reached: map[*ssa.BasicBlock]blockSet{},
		none:    make(blockSet, len(fn.Blocks)),
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if store, ok := instr.(*ssa.Store); ok {
				if f, ok := store.Addr.(*ssa.FieldAddr); ok {
					g.stored[FieldVar(f)] = true
				}
			}
		}
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if v, ok := instr.(ssa.Value); ok {
				if key := g.exprKey(v, 0); key != "" {
					if rep, ok := g.reps[key]; ok {
						g.canon[v] = rep
						g.shared[rep] = true
					} else {
						g.reps[key] = v
					}
				}
			}
		}
	}
	return g
}

// rep returns the register that stands for all that compute what v does.
func (g *graph) rep(v ssa.Value) ssa.Value {
	if r, ok := g.canon[v]; ok {
		return r
	}
	return v
}

// exprKey returns a key that is equal for registers which compute the same
// pure expression of the same operands, or "".
func (g *graph) exprKey(v ssa.Value, depth int) string {
	if depth > 6 {
		return ""
	}
	switch v := v.(type) {
	case *ssa.BinOp:
		x, y := g.operandKey(v.X, depth), g.operandKey(v.Y, depth)
		if x == "" || y == "" {
			return ""
		}
		return comparisonKey(v.Op, x, y)
	case *ssa.FieldAddr:
		if g.stored[FieldVar(v)] {
			return ""
		}
		if x := g.operandKey(v.X, depth); x != "" {
			return "&" + x + "." + strconv.Itoa(v.Field)
		}
	case *ssa.Field:
		if x := g.operandKey(v.X, depth); x != "" {
			return x + "." + strconv.Itoa(v.Field)
		}
	case *ssa.UnOp:
		switch v.Op {
		case token.NOT:
			if x := g.operandKey(v.X, depth); x != "" {
				return "!" + x
			}
		case token.MUL:
			if _, ok := v.X.(*ssa.FieldAddr); ok {
				if x := g.exprKey(v.X, depth+1); x != "" {
					return "*" + x
				}
			}
			if glob, ok := v.X.(*ssa.Global); ok {
				return "*" + glob.RelString(nil)
			}
			// A flag that is known by its address is not set while it is read.
			if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 {
				switch v.X.(type) {
				case *ssa.Parameter, *ssa.UnOp:
					if x := g.operandKey(v.X, depth); x != "" {
						return "*" + x
					}
				}
			}
		}
	case *ssa.Call:
		if b, ok := v.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			if x := g.operandKey(v.Call.Args[0], depth); x != "" {
				return "len(" + x + ")"
			}
		}
	}
	return ""
}

// comparisonKey is the key of the binary expression x op y.
func comparisonKey(op token.Token, x, y string) string { return "(" + x + op.String() + y + ")" }

func (g *graph) operandKey(v ssa.Value, depth int) string {
	if c, ok := v.(*ssa.Const); ok {
		return c.String()
	}
	if key := g.exprKey(v, depth+1); key != "" {
		return key
	}
	if instr, ok := v.(ssa.Instruction); ok && instr.Block() == nil {
		return ""
	}
	return v.Name()
}

// testedFrom returns the blocks from which a branch on a register that rep
// stands for may still come.
func (g *graph) testedFrom(rep ssa.Value) blockSet {
	if set, ok := g.tests[rep]; ok {
		return set
	}
	if !g.shared[rep] {
		// Nobody else computes the same: it lives as long as the register does.
		return g.none
	}
	var roots []*ssa.BasicBlock
	for _, b := range g.fn.Blocks {
		if iff, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok && g.mentions(iff.Cond, rep, 0) {
			roots = append(roots, b)
		}
	}
	def := g.computed(rep, roots)
	// Whoever comes by def again computes it anew.
	set := g.backward(slices.DeleteFunc(roots, func(b *ssa.BasicBlock) bool { return b == def }), def)
	g.tests[rep] = set
	return set
}

// computed returns the block that all who test what v computes have come by since
// it, or an operand of it, has its value; nil if there is none.
func (g *graph) computed(v ssa.Value, tests []*ssa.BasicBlock) *ssa.BasicBlock {
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return nil
	}
	b := instr.Block()
	if !slices.ContainsFunc(tests, func(t *ssa.BasicBlock) bool { return !b.Dominates(t) }) {
		return b
	}
	if g.exprKey(v, 0) == "" {
		return nil // another one is not the same
	}
	for _, op := range instr.Operands(nil) {
		if b := g.computed(*op, tests); b != nil {
			return b
		}
	}
	return nil
}

func (g *graph) mentions(cond, rep ssa.Value, depth int) bool {
	if g.rep(cond) == rep {
		return true
	}
	if depth > 4 {
		return false
	}
	switch c := cond.(type) {
	case *ssa.UnOp:
		return g.mentions(c.X, rep, depth+1)
	case *ssa.BinOp:
		return g.mentions(c.X, rep, depth+1) || g.mentions(c.Y, rep, depth+1)
	}
	return false
}

// liveIn returns the blocks on whose entry the register v may still be used.
func (g *graph) liveIn(v ssa.Value) blockSet {
	if set, ok := g.live[v]; ok {
		return set
	}
	set := g.usedIn(v, func(ssa.Instruction) bool { return true })
	g.live[v] = set
	return set
}

// usedIn returns the blocks on whose entry the register v may still be used by
// an instruction that counts.
func (g *graph) usedIn(v ssa.Value, counts func(ssa.Instruction) bool) blockSet {
	var def *ssa.BasicBlock
	if instr, ok := v.(ssa.Instruction); ok {
		def = instr.Block()
	}
	return g.backward(g.useBlocks(v, def, counts), def)
}

// passes reports whether v is computed before instr in the same block, and may
// still be used after it.
func (g *graph) passes(v ssa.Value, instr ssa.Instruction) bool {
	def, ok := v.(ssa.Instruction)
	b := instr.Block()
	if !ok || def.Block() != b || slices.Index(b.Instrs, def) >= slices.Index(b.Instrs, instr) {
		return false
	}
	for _, r := range *v.Referrers() {
		if phi, ok := r.(*ssa.Phi); ok {
			for i, e := range phi.Edges {
				if e == v && phi.Block().Preds[i] == b {
					return true
				}
			}
		} else if r.Block() == b && slices.Index(b.Instrs, r) > slices.Index(b.Instrs, instr) {
			return true
		}
	}
	return slices.ContainsFunc(b.Succs, func(s *ssa.BasicBlock) bool { return g.liveIn(v)[s.Index] })
}

// useBlocks returns the blocks on whose entry v must be known because they,
// or a phi they feed, use it.
func (g *graph) useBlocks(v ssa.Value, def *ssa.BasicBlock, counts func(ssa.Instruction) bool) []*ssa.BasicBlock {
	var uses []*ssa.BasicBlock
	refs := v.Referrers()
	if refs == nil {
		return uses
	}
	for _, r := range *refs {
		if !counts(r) {
			continue
		}
		if phi, ok := r.(*ssa.Phi); ok {
			for i, e := range phi.Edges {
				if e == v && phi.Block().Preds[i] != def {
					uses = append(uses, phi.Block().Preds[i])
				}
			}
			continue
		}
		if r.Parent() == g.fn && r.Block() != def {
			uses = append(uses, r.Block())
		}
	}
	return uses
}

// matters returns what it is worth to know of.
func (g *graph) matters() *decider {
	if g.decides == nil {
		g.decides = newDecider(g)
	}
	return g.decides
}

// isAggregate reports whether t is a struct or an array.
func isAggregate(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return true
	}
	return false
}

// backward returns the blocks from which one of roots can be reached, itself
// included, without passing through stop.
func (g *graph) backward(roots []*ssa.BasicBlock, stop *ssa.BasicBlock) blockSet {
	if len(roots) == 0 {
		return g.none
	}
	set := make(blockSet, len(g.fn.Blocks))
	work := roots
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if set[b.Index] {
			continue
		}
		set[b.Index] = true
		for _, p := range b.Preds {
			if p != stop {
				work = append(work, p)
			}
		}
	}
	return set
}

// reaches returns the blocks from which block b can be reached.
func (g *graph) reaches(b *ssa.BasicBlock) blockSet {
	set, ok := g.reached[b]
	if !ok {
		set = g.backward([]*ssa.BasicBlock{b}, nil)
		g.reached[b] = set
	}
	return set
}

// FieldVar returns the field whose address f computes.
func FieldVar(f *ssa.FieldAddr) *types.Var { return FieldOf(f.X.Type(), f.Field) }

// FieldOf returns field i of t, a struct or a pointer to one; else nil.
func FieldOf(t types.Type, i int) *types.Var {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if st := structOf(t); st != nil {
		return st.Field(i).Origin()
	}
	return nil
}

func structOf(t types.Type) *types.Struct {
	if st, ok := t.Underlying().(*types.Struct); ok {
		return st
	}
	if tp, ok := types.Unalias(t).(*types.TypeParam); ok {
		if st, ok := typeParamCore(tp).(*types.Struct); ok {
			return st
		}
	}
	return nil
}

func typeParamCore(tp *types.TypeParam) types.Type {
	iface, ok := tp.Constraint().Underlying().(*types.Interface)
	if !ok || iface.NumEmbeddeds() != 1 {
		return nil
	}
	return iface.EmbeddedType(0).Underlying()
}
