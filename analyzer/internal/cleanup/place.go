package cleanup

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Place tells where a value comes from: registers with equal places hold the
// same value, as far as nothing is stored in between.
type Place struct {
	Root ssa.Value
	Path string // ".a.b" for fields
}

const maxDepth = 12

// Place returns where v comes from: through conversions, through variables that
// are set once, and out of closures.
func (c *Code) Place(v ssa.Value) Place { return c.place(v, 0) }

func (c *Code) place(v ssa.Value, depth int) Place {
	if v == nil || depth > maxDepth {
		return Place{Root: v}
	}
	depth++
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return c.place(x.X, depth)
	case *ssa.ChangeInterface:
		return c.place(x.X, depth)
	case *ssa.ChangeType:
		return c.place(x.X, depth)
	case *ssa.Convert:
		return c.place(x.X, depth)
	case *ssa.TypeAssert:
		if !x.CommaOk {
			return c.place(x.X, depth)
		}
	case *ssa.Extract:
		if a, ok := x.Tuple.(*ssa.TypeAssert); ok && x.Index == 0 {
			return c.place(a.X, depth)
		}
	case *ssa.FieldAddr:
		return c.field(x.X, x.Field, depth)
	case *ssa.Field:
		return c.field(x.X, x.Field, depth)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return c.load(x, depth)
		}
	case *ssa.FreeVar:
		if b := c.binding(x); b != nil {
			return c.place(b, depth)
		}
	case *ssa.Parameter:
		if a := c.argument(x); a != nil {
			return c.place(a, depth)
		}
	case *ssa.Phi:
		return c.phi(x, depth)
	case *ssa.Call:
		if obj := Callee(x.Common()); obj != nil && obj.FullName() == "(*os.File).Name" {
			p := c.place(x.Call.Args[0], depth) // it is always the same
			p.Path += ".Name()"
			return p
		}
	}
	return Place{Root: v}
}

func (c *Code) field(x ssa.Value, i, depth int) Place {
	p := c.place(x, depth)
	if f := FieldVar(x.Type(), i); f != nil {
		p.Path += "." + f.Name()
	}
	return p
}

// load returns the place of what is read from a variable.
func (c *Code) load(read *ssa.UnOp, depth int) Place {
	p := c.place(read.X, depth)
	a, ok := p.Root.(*ssa.Alloc)
	if !ok || p.Path != "" {
		return p
	}
	if stored := c.lastStored(a, read); stored != nil {
		return c.place(stored, depth)
	}
	return p
}

// lastStored returns what a variable certainly holds when it is read: the one
// value that it is ever set to, nil aside, closures included; or the last one, if
// the others are set before that or after the read. Nil if that is not known.
func (c *Code) lastStored(a *ssa.Alloc, read ssa.Instruction) ssa.Value {
	var stores []*ssa.Store
	for _, st := range c.storesTo(a) {
		if !isNil(st.Val) {
			stores = append(stores, st)
		}
	}
	if len(stores) == 1 {
		return stores[0].Val
	}
	at := read
	for at.Parent() != a.Parent() {
		made := c.closures()[at.Parent()]
		if made == nil {
			return nil
		}
		at = made
	}
	for _, last := range stores {
		between := func(st *ssa.Store) bool {
			return st != last && !Dominates(st, last) && (!Dominates(at, st) || InLoop(at.Block()))
		}
		if Dominates(last, at) && !slices.ContainsFunc(stores, between) {
			return last.Val
		}
	}
	return nil
}

// stores returns the values that the variable at addr is set to.
func (c *Code) stores(addr ssa.Value) []ssa.Value {
	var all []ssa.Value
	for _, st := range c.storesTo(addr) {
		all = append(all, st.Val)
	}
	return all
}

// storesTo returns the stores to the variable at addr, in closures too. All are listed
// in one go: a variable may be captured by as many closures as ask for it.
func (c *Code) storesTo(addr ssa.Value) []*ssa.Store {
	if c.stored == nil {
		c.stored = map[ssa.Value][]*ssa.Store{}
		for _, fn := range c.Funcs {
			eachInstr(fn, func(instr ssa.Instruction) {
				if st, ok := instr.(*ssa.Store); ok {
					v := c.captured(st.Addr)
					c.stored[v] = append(c.stored[v], st)
				}
			})
		}
	}
	return c.stored[addr]
}

// captured returns the variable that stands behind a closure's name for it.
func (c *Code) captured(addr ssa.Value) ssa.Value {
	for {
		v, ok := addr.(*ssa.FreeVar)
		if !ok {
			return addr
		}
		if addr = c.binding(v); addr == nil {
			return v
		}
	}
}

// binding returns what a closure's free variable is bound to.
func (c *Code) binding(v *ssa.FreeVar) ssa.Value {
	mc := c.closures()[v.Parent()]
	i := slices.Index(v.Parent().FreeVars, v)
	if mc == nil || i < 0 || i >= len(mc.Bindings) {
		return nil
	}
	return mc.Bindings[i]
}

// argument returns what a func literal that is called in one place, and nowhere
// handed over, gets for its parameter.
func (c *Code) argument(p *ssa.Parameter) ssa.Value {
	fn := p.Parent()
	if fn.Parent() == nil || len(c.usesOf(fn)) != 1 {
		return nil
	}
	use := c.usesOf(fn)[0]
	call, ok := use.instr.(ssa.CallInstruction)
	i := slices.Index(fn.Params, p)
	if !ok || use.arg >= 0 || i >= len(call.Common().Args) {
		return nil
	}
	return call.Common().Args[i]
}

// phi returns the place that all edges share, nil ones aside.
func (c *Code) phi(phi *ssa.Phi, depth int) Place {
	var shared Place
	for _, e := range phi.Edges {
		if k, ok := e.(*ssa.Const); ok && k.IsNil() || e == phi {
			continue
		}
		p := c.place(e, depth+3)
		if shared.Root != nil && p != shared {
			return Place{Root: phi}
		}
		shared = p
	}
	if shared.Root == nil {
		return Place{Root: phi}
	}
	return shared
}

// FieldVar returns field i of t, a struct or a pointer to one.
func FieldVar(t types.Type, i int) *types.Var {
	if st := structUnder(t); st != nil && i < st.NumFields() {
		return st.Field(i).Origin()
	}
	return nil
}

// structUnder returns the struct that t is or points to, nil if it is none.
func structUnder(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}

// origin returns the call of which v is a result, and which result; nil if it is
// none.
func (c *Code) origin(v ssa.Value) (*ssa.Call, int) {
	p := c.Place(v)
	if p.Path != "" {
		return nil, 0
	}
	switch r := p.Root.(type) {
	case *ssa.Call:
		return r, 0
	case *ssa.Extract:
		if call, ok := r.Tuple.(*ssa.Call); ok {
			return call, r.Index
		}
	}
	return nil, 0
}

// Origin returns the call that made v, nil if it is not known.
func (c *Code) Origin(v ssa.Value) *ssa.Call {
	if v == nil {
		return nil
	}
	call, _ := c.origin(v)
	return call
}

// ClosesOwner reports whether a call closes what owns v, and v with that: sqlx.NewDb(v),
// or a part of it.
func (c *Code) ClosesOwner(call ssa.CallInstruction, v ssa.Value) bool {
	if !IsMethod(call.Common()) || Callee(call.Common()).Name() != "Close" {
		return false
	}
	made, ok := c.Place(Args(call.Common())[0]).Root.(*ssa.Call)
	if !ok {
		return false
	}
	for i, a := range Args(made.Common()) {
		if c.Place(a) == c.Place(v) && c.facts.Param(made.Common(), i).Wraps {
			return true
		}
	}
	return false
}

// MethodOn returns the name of the method that a call calls on the value v, or "".
func (c *Code) MethodOn(call ssa.CallInstruction, v ssa.Value) string {
	args := Args(call.Common())
	if len(args) == 0 || !IsMethod(call.Common()) || c.Place(args[0]) != c.Place(v) {
		return ""
	}
	return Callee(call.Common()).Name()
}
