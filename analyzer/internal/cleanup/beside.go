package cleanup

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A KeptPool is a pool that a struct keeps in a field, beside that of which its data
// source is made in another.
type KeptPool struct {
	Open *Open
	// Pool and Path are the fields.
	Pool, Path types.Object
}

// KeptPools returns the pools that functions of the package open and keep in the same
// struct as what names their files.
func (c *Code) KeptPools() []KeptPool {
	var all []KeptPool
	for _, fn := range c.Roots() {
		for _, o := range c.Opens(fn) {
			if o.Remote {
				continue
			}
			for _, r := range *o.Value.Referrers() {
				st, ok := r.(*ssa.Store)
				if !ok || st.Val != o.Value {
					continue
				}
				if addr, ok := st.Addr.(*ssa.FieldAddr); ok {
					all = append(all, c.keptBeside(o, addr)...)
				}
			}
		}
	}
	return all
}

// keptBeside returns the pool with each of the other fields of the struct in which it is
// kept that holds what its data source is made of.
func (c *Code) keptBeside(o *Open, pool *ssa.FieldAddr) []KeptPool {
	var sources []Place
	for _, s := range o.Sources {
		sources = append(sources, c.Inputs(s)...)
	}
	var all []KeptPool
	note := func(path types.Object, held Place) {
		if slices.Contains(sources, held) {
			all = append(all, KeptPool{o, addrVar(pool), path})
		}
	}
	base := c.Place(pool.X)
	eachInstr(pool.Parent(), func(instr ssa.Instruction) {
		addr, ok := instr.(*ssa.FieldAddr)
		if !ok || c.Place(addr.X) != base || addrVar(addr) == nil || !isText(addrVar(addr).Type()) {
			return
		}
		note(addrVar(addr), c.Place(addr))
		for _, r := range *addr.Referrers() {
			if isStoreTo(r, addr) {
				note(addrVar(addr), c.Place(r.(*ssa.Store).Val))
			}
		}
	})
	return all
}

// ReleasedAfter returns the release in fn, of a pool or of the struct that keeps it, that
// follows when a call deletes the pool's file; nil if it does not, or if the pool may be
// released by then.
func (c *Code) ReleasedAfter(call ssa.CallInstruction, fn *ssa.Function, kept KeptPool) ssa.CallInstruction {
	for _, path := range c.deleted(call.Common()) {
		base := c.ownerOf(path, kept.Path)
		if base == nil || c.Context(call) == None {
			continue // a deletion that is no cleanup makes room for a new database
		}
		if release := c.releasedOnlyAfter(fn, *base, kept.Pool, c.Moment(call)); release != nil {
			return release
		}
	}
	return nil
}

// ownerOf returns the place of the struct of which v is read as the field, if it is one
// that the function has been given, or that a call has made; nil if it is not.
func (c *Code) ownerOf(v ssa.Value, field types.Object) *Place {
	load, ok := v.(*ssa.UnOp)
	if !ok || addrVar(load.X) != field {
		return nil
	}
	addr, ok := load.X.(*ssa.FieldAddr)
	if !ok {
		return nil // a variable of the package
	}
	base := c.Place(addr.X)
	if _, isParam := base.Root.(*ssa.Parameter); !isParam && !isMade(base) {
		return nil
	}
	return &base
}

// isMade reports whether a place is what a call has returned.
func isMade(p Place) bool {
	switch p.Root.(type) {
	case *ssa.Call, *ssa.Extract:
		return p.Path == ""
	}
	return false
}

// releasedOnlyAfter returns the release of the pool that certainly comes after the
// moment, nil if it may have been released before that: by itself, or by whoever gets
// the whole struct. What is opened anew in fn is another pool.
func (c *Code) releasedOnlyAfter(fn *ssa.Function, base Place, field types.Object, at Moment) ssa.CallInstruction {
	pool := Place{base.Root, base.Path + "." + field.Name()}
	if c.isSet(fn, pool) {
		return nil
	}
	var after ssa.CallInstruction
	before := false
	c.Calls(fn, true, func(call ssa.CallInstruction) {
		if !slices.ContainsFunc(Args(call.Common()), func(a ssa.Value) bool { return c.Place(a) == pool || c.Place(a) == base }) {
			return
		}
		switch {
		case !Before(at, c.Moment(call)):
			before = before || c.mayRelease(call, pool, base)
		case c.releases(call, pool, base):
			after = call
		}
	})
	if before {
		return nil
	}
	return after
}

// mayRelease reports whether a call that is given a pool, or the struct that keeps it,
// may end the pool's life: it is no method of the pool that is not named for it, nor of a
// struct that somebody else has made.
func (c *Code) mayRelease(call ssa.CallInstruction, pool, owner Place) bool {
	common := call.Common()
	if !IsMethod(common) {
		return true
	}
	of := c.Place(Args(common)[0])
	return of != pool && (of != owner || !isMade(owner)) || IsCleanupName(Callee(common).Name())
}

// releases reports whether a call releases the pool, or the struct with it.
func (c *Code) releases(call ssa.CallInstruction, pool, owner Place) bool {
	clean := c.Cleanup(call)
	if clean == nil || clean.Kind != ReleasePool {
		return false
	}
	return c.Place(clean.Subject) == pool || clean.Owner && c.Place(clean.Subject) == owner
}

// isSet reports whether a field is set to something in fn.
func (c *Code) isSet(fn *ssa.Function, field Place) bool {
	set := false
	eachInstr(fn, func(instr ssa.Instruction) {
		st, ok := instr.(*ssa.Store)
		set = set || ok && !isNil(st.Val) && c.Place(st.Addr) == field
	})
	return set || slices.ContainsFunc(fn.AnonFuncs, func(anon *ssa.Function) bool { return c.isSet(anon, field) })
}
