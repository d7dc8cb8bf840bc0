package cleanup

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// IsShared reports whether v is kept in a variable of a package.
func (c *Code) IsShared(v ssa.Value) bool {
	_, isGlobal := c.Place(v).Root.(*ssa.Global)
	return isGlobal
}

// IsDoneBefore reports whether all that a deferred call, or the func literal in it,
// cleans up has been cleaned up otherwise when the instruction is run: the pool is
// closed, the file is deleted, or is no longer where it was.
func (c *Code) IsDoneBefore(d *ssa.Defer, at ssa.Instruction) bool {
	var pending []*Call
	note := func(call ssa.CallInstruction) {
		if clean := c.Cleanup(call); clean != nil {
			pending = append(pending, clean)
		}
	}
	note(d)
	if fn := c.funcOf(d.Call.Value); fn != nil && fn.Parent() != nil {
		c.Calls(fn, true, note)
	}
	return len(pending) > 0 && !slices.ContainsFunc(pending, func(p *Call) bool { return !c.isDone(p, at) })
}

// isDone reports whether a call that comes before the instruction does the same as
// a pending one, or takes away what that would clean up.
func (c *Code) isDone(pending *Call, at ssa.Instruction) bool {
	done := false
	moment, place := c.Moment(at), c.Place(pending.Subject)
	c.Calls(Root(at.Parent()), true, func(call ssa.CallInstruction) {
		if done || !Before(c.Moment(call), moment) {
			return
		}
		if clean := c.Cleanup(call); clean != nil {
			done = clean.Kind == pending.Kind && c.Place(clean.Subject) == place
		} else if obj := Callee(call.Common()); obj != nil && obj.FullName() == "os.Rename" {
			done = c.Place(call.Common().Args[0]) == place
		}
	})
	return done
}
