package cleanup

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

func isTestMethod(common *ssa.CallCommon, name string) bool {
	obj := Callee(common)
	return obj != nil && obj.Name() == name && IsMethod(common) && isTest(receiverOf(obj))
}

// Uses reports whether fn, or a func in it, uses what is at one of the places, or
// something that is made of it.
func (c *Code) Uses(fn *ssa.Function, places []Place) bool {
	used := false
	eachInstr(fn, func(instr ssa.Instruction) {
		for _, op := range instr.Operands(nil) {
			if used || *op == nil {
				continue
			}
			switch (*op).(type) {
			case *ssa.FreeVar, *ssa.UnOp, *ssa.Field:
				used = slices.ContainsFunc(c.Inputs(*op), func(p Place) bool { return slices.Contains(places, p) })
			}
		}
	})
	return used || slices.ContainsFunc(fn.AnonFuncs, func(anon *ssa.Function) bool { return c.Uses(anon, places) })
}

// Released returns what a deferred or registered call releases or deletes, in a func
// literal too: resources, paths, contexts whose cancel function it calls.
func (c *Code) Released(call ssa.CallInstruction) []ssa.Value {
	common := call.Common()
	if fn := c.funcOf(common.Value); fn != nil && !common.IsInvoke() && fn.Parent() != nil {
		var all []ssa.Value
		c.Calls(fn, true, func(inner ssa.CallInstruction) { all = append(all, c.releasedBy(inner)...) })
		return all
	}
	return c.releasedBy(call)
}

func (c *Code) releasedBy(call ssa.CallInstruction) []ssa.Value {
	common := call.Common()
	obj := Callee(common)
	if obj == nil {
		return c.releasedByFunc(common)
	}
	all := c.deleted(common)
	for i, a := range Args(common) {
		switch {
		case i == 0 && IsMethod(common):
			if (IsCleanupName(obj.Name()) || obj.Name() == "Disconnect") && releasesItself(obj) {
				all = append(all, a)
			}
		case c.facts.Param(common, i).Releases:
			all = append(all, a)
		}
	}
	return all
}

// releasesItself reports whether a method that is named for it releases its receiver,
// and not something that it is given, or the name of.
func releasesItself(method *types.Func) bool {
	params := method.Signature().Params()
	return params.Len() == 0 || params.Len() == 1 && IsContext(params.At(0).Type())
}

// releasedByFunc returns what the call of a func releases that another call has handed out
// with it: a context by its cancel function, a pool by the cleanup of its helper.
func (c *Code) releasedByFunc(common *ssa.CallCommon) []ssa.Value {
	made, i := c.origin(common.Value)
	if made == nil || Callee(made.Common()) == nil {
		return nil
	}
	released := c.facts.ReleasedBy(made, i)
	if i == 1 && derivers[Callee(made.Common()).FullName()] == withCancel {
		released = []int{0}
	}
	var all []ssa.Value
	for _, r := range released {
		if v := resultOf(made, r); v != nil {
			all = append(all, v)
		}
	}
	return all
}

// TestOf returns the function to whose test the call of a method of it belongs, nil
// if that is not known.
func (c *Code) TestOf(call ssa.CallInstruction) *ssa.Function { return c.testOf(call) }

// Registered returns the func that a call of a test's Cleanup registers, nil if it
// is none.
func (c *Code) Registered(call ssa.CallInstruction) *ssa.Function {
	if !isTestMethod(call.Common(), "Cleanup") {
		return nil
	}
	return c.funcOf(Args(call.Common())[1])
}

// TakesTest reports whether fn has the test that it belongs to as a parameter.
func (c *Code) TakesTest(fn *ssa.Function) bool {
	return slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool { return isTest(p.Type()) })
}

// PlacesOf returns the places of the values, and those in which they are kept.
func (c *Code) PlacesOf(values []ssa.Value) []Place {
	var places []Place
	for _, v := range values {
		places = append(places, c.Place(v))
	}
	return places
}

// MeetOnAPath reports whether two instructions of a function are both run on some
// path, as far as one of them always comes before the other.
func MeetOnAPath(a, b ssa.Instruction) bool { return Dominates(a, b) || Dominates(b, a) }

// MadeBefore returns those of the values that the function of the call, or one
// around it, made.
func (c *Code) MadeBefore(values []ssa.Value, call *ssa.Call) []ssa.Value {
	return slices.DeleteFunc(slices.Clone(values), func(v ssa.Value) bool {
		root := c.Place(v).Root
		return root == nil || root.Parent() == nil || !encloses(root.Parent(), call.Parent())
	})
}

// UsedAfter returns where something at one of the places is used after the call,
// by its function itself or by another func that this calls or runs; in a loop, the
// call itself.
func (c *Code) UsedAfter(call *ssa.Call, places []Place) ssa.Instruction {
	if len(places) == 0 {
		return nil
	}
	if InLoop(call.Block()) && !slices.ContainsFunc(places, func(p Place) bool {
		instr, ok := p.Root.(ssa.Instruction)
		return ok && instr.Parent() == call.Parent() && InLoop(instr.Block())
	}) {
		return call
	}
	var found ssa.Instruction
	c.Calls(call.Parent(), false, func(later ssa.CallInstruction) {
		if found != nil || !Dominates(call, later) {
			return
		}
		for _, a := range Args(later.Common()) {
			if fn := c.funcOf(a); fn != nil && fn.Parent() != nil && c.Uses(fn, places) || slices.Contains(places, c.Place(a)) {
				found = later
			}
		}
	})
	return found
}
