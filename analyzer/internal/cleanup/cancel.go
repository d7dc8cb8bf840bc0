package cleanup

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// cancelled returns a call of the func before the moment, or nil.
func (d doneWalk) cancelled(cancel ssa.Value) ssa.Instruction {
	if cancel == nil {
		return nil
	}
	place := d.c.Place(cancel)
	return d.first(func(call ssa.CallInstruction) (Moment, bool) {
		common := call.Common()
		if !common.IsInvoke() && d.c.Place(common.Value) == place {
			return d.c.Moment(call), true
		}
		for i, a := range Args(common) {
			if d.c.Place(a) == place && d.c.Registers(common, i) {
				return d.c.register(call, Moment{}), true
			}
		}
		return Moment{}, false
	})
}

// groupWaited returns a call of the group's Wait before the moment, or nil.
func (d doneWalk) groupWaited(group ssa.Value) ssa.Instruction {
	if group == nil {
		return nil
	}
	return d.first(func(call ssa.CallInstruction) (Moment, bool) {
		return d.c.Moment(call), d.c.MethodOn(call, group) == "Wait"
	})
}

// first returns a call that comes before the moment, of those that is picks.
func (d doneWalk) first(is func(ssa.CallInstruction) (Moment, bool)) ssa.Instruction {
	var found ssa.Instruction
	d.c.Calls(d.root, true, func(call ssa.CallInstruction) {
		if m, ok := is(call); ok && found == nil && Before(m, d.at) {
			found = call
		}
	})
	return found
}

// fieldCancelled returns a call of the cancel function that is kept in a field
// beside the context, before the moment, or nil.
func (d doneWalk) fieldCancelled(ctx ssa.Value) ssa.Instruction {
	field := d.c.varOf(ctx)
	if field == nil {
		return nil
	}
	cancel := d.c.cancels()[field]
	if cancel == nil {
		return nil
	}
	return d.first(func(call ssa.CallInstruction) (Moment, bool) {
		common := call.Common()
		return d.c.Moment(call), !common.IsInvoke() && d.c.varOf(common.Value) == cancel
	})
}

// cancels returns the fields and variables that hold the cancel functions of the
// contexts that other fields and variables hold.
func (c *Code) cancels() map[types.Object]types.Object {
	if c.pairs != nil {
		return c.pairs
	}
	c.pairs = map[types.Object]types.Object{}
	for _, fn := range c.Funcs {
		c.Calls(fn, false, func(instr ssa.CallInstruction) {
			call, ok := instr.(*ssa.Call)
			if !ok || Callee(call.Common()) == nil || derivers[Callee(call.Common()).FullName()] != withCancel {
				return
			}
			for _, ctx := range keptVars(resultOf(call, 0)) {
				for _, cancel := range keptVars(resultOf(call, 1)) {
					c.pairs[ctx] = cancel
				}
			}
		})
	}
	return c.pairs
}

// keptVars returns the fields and variables of the package that v is stored in.
func keptVars(v ssa.Value) []types.Object {
	var all []types.Object
	if v == nil {
		return nil
	}
	for _, r := range *v.Referrers() {
		if st, ok := r.(*ssa.Store); ok && st.Val == v {
			if obj := addrVar(st.Addr); obj != nil {
				all = append(all, obj)
			}
		}
	}
	return all
}

// IsReleaseFunc reports whether a call is deferred, of a func that some function
// returned beside something else: what releases that.
func (c *Code) IsReleaseFunc(call ssa.CallInstruction) bool {
	_, isDefer := call.(*ssa.Defer)
	made, i := c.origin(call.Common().Value)
	return isDefer && made != nil && i > 0
}
