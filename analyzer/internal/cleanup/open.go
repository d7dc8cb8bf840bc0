package cleanup

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// An Open is a call that hands out a pool.
type Open struct {
	Call *ssa.Call
	// Name is the variable that it is assigned to.
	Name string
	// Type is the pool's, for messages.
	Type types.Type
	// Sources are what it is given: a data source, a configuration.
	Sources []ssa.Value
	// Value is the register that holds it.
	Value ssa.Value
	// Remote: no file is its database.
	Remote bool
	// Places are where the pool is to be found: the result, and the variables and
	// fields that it is kept in.
	Places []Place
}

// Opens returns the calls in a declared function and its closures that hand out
// a pool.
func (c *Code) Opens(root *ssa.Function) []*Open {
	if known, ok := c.opens[root]; ok {
		return known
	}
	var all []*Open
	c.Calls(root, true, func(instr ssa.CallInstruction) {
		call, ok := instr.(*ssa.Call)
		if !ok {
			return
		}
		for _, i := range c.facts.Opens(call) {
			v := resultOf(call, i)
			if v == nil {
				continue
			}
			all = append(all, &Open{Call: call, Name: c.Name(call, i), Type: v.Type(), Sources: Args(call.Common()), Value: v, Remote: c.facts.Remote(call), Places: c.keepers(v)})
		}
	})
	c.opens[root] = all
	return all
}

// resultOf returns the register of result i of a call, nil if it is not used.
func resultOf(call *ssa.Call, i int) ssa.Value {
	if _, isTuple := call.Type().(*types.Tuple); !isTuple {
		return call
	}
	for _, r := range *call.Referrers() {
		if x, ok := r.(*ssa.Extract); ok && x.Index == i {
			return x
		}
	}
	return nil
}

// keepers returns the places in which v is found from then on.
func (c *Code) keepers(v ssa.Value) []Place {
	places := []Place{c.Place(v)}
	for _, r := range *v.Referrers() {
		if st, ok := r.(*ssa.Store); ok && st.Val == v {
			places = append(places, c.Place(st.Addr))
		}
	}
	return places
}

// Holds reports whether v is the pool.
func (o *Open) Holds(c *Code, v ssa.Value) bool { return slices.Contains(o.Places, c.Place(v)) }

// From reports whether the pool is opened on v: a path, a name, a container.
func (o *Open) From(c *Code, v ssa.Value) bool {
	return slices.ContainsFunc(o.Sources, func(s ssa.Value) bool { return c.Derives(s, v) })
}

// FromFile reports whether v names a file, or a directory, that the pool's database is in.
func (o *Open) FromFile(c *Code, v ssa.Value) bool { return !o.Remote && o.From(c, v) }

// IsDatabasePath reports whether v, used in fn, names the file of a database: by
// its ending, or because a pool is opened on it in the same function or, if it is
// kept in a field or a variable of the package, anywhere.
func (c *Code) IsDatabasePath(v ssa.Value, fn *ssa.Function) bool {
	if namesDatabase(c.ending(v)) {
		return true
	}
	for _, open := range c.Opens(Root(fn)) {
		if open.FromFile(c, v) {
			return true
		}
	}
	if obj := c.varOf(v); obj != nil {
		return c.dsnVars()[obj]
	}
	// What is appended to its path is a sidecar's ending, unless it is known.
	joined, ok := v.(*ssa.BinOp)
	return ok && joined.Op == token.ADD && c.ending(joined.Y) == "" && c.IsDatabasePath(joined.X, fn)
}

// dsnVars returns the fields and variables of the package on which some pool is
// opened.
func (c *Code) dsnVars() map[types.Object]bool {
	if c.dsn != nil {
		return c.dsn
	}
	c.dsn = map[types.Object]bool{}
	for _, fn := range c.Roots() {
		for _, open := range c.Opens(fn) {
			if open.Remote {
				continue
			}
			for _, s := range open.Sources {
				c.noteKept(s)
			}
		}
	}
	for _, kept := range c.KeptPools() {
		c.dsn[kept.Path] = true
	}
	return c.dsn
}

// noteKept notes the fields and variables that hold the strings of which source
// is made.
func (c *Code) noteKept(source ssa.Value) {
	for v := range c.inputs(source) {
		if !isText(v.Type()) {
			continue
		}
		if obj := c.varOf(v); obj != nil {
			c.dsn[obj] = true
		}
		if v.Referrers() == nil {
			continue
		}
		for _, r := range *v.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Val == v {
				if obj := addrVar(st.Addr); obj != nil {
					c.dsn[obj] = true
				}
			}
		}
	}
}

func isText(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// varOf returns the field or variable of the package that v is read from, or nil.
func (c *Code) varOf(v ssa.Value) types.Object {
	switch v := v.(type) {
	case *ssa.UnOp:
		return addrVar(v.X)
	case *ssa.Field:
		if f := FieldVar(v.X.Type(), v.Field); f != nil {
			return f
		}
	}
	return nil
}

func addrVar(addr ssa.Value) types.Object {
	switch addr := addr.(type) {
	case *ssa.FieldAddr:
		if f := FieldVar(addr.X.Type(), addr.Field); f != nil {
			return f
		}
	case *ssa.Global:
		return addr.Object()
	}
	return nil
}

// An Event is something that happens at some moment.
type Event struct {
	At    Moment
	Instr ssa.CallInstruction
}

// Releases returns when the pool is released in the function that opens it: by a
// method of its own, by one of what was made over it, by a function that it is
// given to, or as a method value that is registered.
func (c *Code) Releases(o *Open) []Event {
	var events []Event
	c.Calls(Root(o.Call.Parent()), true, func(call ssa.CallInstruction) {
		common := call.Common()
		obj := Callee(common)
		for i, a := range Args(common) {
			if bound := c.boundRelease(a, o); bound && c.Registers(common, i) {
				events = append(events, Event{c.register(call, Moment{}), call})
			}
			isRecv := i == 0 && IsMethod(common)
			switch {
			case obj == nil:
			case isRecv && IsCleanupName(obj.Name()) && (o.Holds(c, a) || c.standsOn(a, o)),
				!isRecv && o.Holds(c, a) && c.facts.Param(common, i).Releases:
				events = append(events, Event{c.Moment(call), call})
			}
		}
	})
	return events
}

// boundRelease reports whether v is a method value that releases the pool.
func (c *Code) boundRelease(v ssa.Value, o *Open) bool {
	mc, ok := c.Place(v).Root.(*ssa.MakeClosure)
	if !ok || len(mc.Bindings) != 1 {
		return false
	}
	method := mc.Fn.(*ssa.Function).Object() // of no literal, nor of the body of a range over a func
	return method != nil && IsCleanupName(method.Name()) && o.Holds(c, mc.Bindings[0])
}

// standsOn reports whether v was made by a call that was given the pool.
func (c *Code) standsOn(v ssa.Value, o *Open) bool {
	if call, _ := c.origin(v); call == nil || call == o.Call {
		return false
	}
	return slices.ContainsFunc(c.Inputs(v), func(p Place) bool { return slices.Contains(o.Places, p) })
}
