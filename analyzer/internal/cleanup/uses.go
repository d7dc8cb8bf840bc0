package cleanup

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A closureUse is a place where a func literal, or a declared function as a
// value, is called or handed over.
type closureUse struct {
	instr ssa.Instruction
	arg   int // of a call; -1 if it is itself called
}

// closures finds where funcs are made.
func (c *Code) closures() map[*ssa.Function]*ssa.MakeClosure {
	if c.made != nil {
		return c.made
	}
	c.made = map[*ssa.Function]*ssa.MakeClosure{}
	for _, fn := range c.Funcs {
		eachInstr(fn, func(instr ssa.Instruction) {
			if mc, ok := instr.(*ssa.MakeClosure); ok {
				c.made[mc.Fn.(*ssa.Function)] = mc
			}
		})
	}
	return c.made
}

// usesOf returns the places where a func is called or handed over.
func (c *Code) usesOf(fn *ssa.Function) []closureUse {
	if c.uses == nil {
		c.uses = map[*ssa.Function][]closureUse{}
		for _, fn := range c.Funcs {
			eachInstr(fn, c.noteUses)
		}
	}
	return c.uses[fn]
}

// noteUses notes where funcs are called or handed over.
func (c *Code) noteUses(instr ssa.Instruction) {
	note := func(v ssa.Value, arg int) {
		if fn := c.funcOf(v); fn != nil && !encloses(fn, instr.Parent()) { // recursion tells nothing
			c.uses[fn] = append(c.uses[fn], closureUse{instr, arg})
		}
	}
	switch instr := instr.(type) {
	case ssa.CallInstruction:
		common := instr.Common()
		if !common.IsInvoke() {
			note(common.Value, -1)
		}
		args := Args(common)
		for i, a := range args {
			note(a, i)
		}
		if table := c.Index.Func(Callee(common)); table != nil && len(table.Teardowns) > 0 {
			for _, a := range c.variadic(common) {
				note(a, len(args)-1)
			}
		}
	case *ssa.Return:
		for _, r := range instr.Results {
			if fn := c.funcOf(r); fn != nil && !c.isReturned(fn) {
				note(r, -1)
			}
		}
	}
}

// isReturned reports whether a return of the func was noted: that of another path
// tells the same.
func (c *Code) isReturned(fn *ssa.Function) bool {
	return slices.ContainsFunc(c.uses[fn], func(use closureUse) bool {
		_, ok := use.instr.(*ssa.Return)
		return ok
	})
}

// funcOf returns the function that a func value is known to be, or nil.
func (c *Code) funcOf(v ssa.Value) *ssa.Function {
	if boxed, ok := v.(*ssa.MakeInterface); ok {
		v = boxed.X
	}
	if !isFunc(v.Type()) {
		return nil
	}
	switch v := c.Place(v).Root.(type) {
	case *ssa.Function:
		return v
	case *ssa.MakeClosure:
		return v.Fn.(*ssa.Function)
	}
	return nil
}

// encloses reports whether inner is outer or a closure in it.
func encloses(outer, inner *ssa.Function) bool {
	for ; inner != nil; inner = inner.Parent() {
		if inner == outer {
			return true
		}
	}
	return false
}
