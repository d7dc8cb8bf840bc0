package cleanup

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// waited returns where it is seen, before the moment, that the context is done:
// it receives from Done, or Err is not nil.
func (d doneWalk) waited(ctx ssa.Value) ssa.Instruction {
	var found ssa.Instruction
	place := d.c.Place(ctx)
	d.c.Calls(d.root, true, func(call ssa.CallInstruction) {
		common := call.Common()
		if found != nil || !common.IsInvoke() || !IsContext(common.Value.Type()) || d.c.Place(common.Value) != place || call.Value() == nil {
			return
		}
		var seen bool
		switch common.Method.Name() {
		case "Done":
			seen = d.received(call.Value())
		case "Err":
			seen = d.failed(call.Value())
		}
		if seen {
			found = call
		}
	})
	return found
}

// afterFunc returns the call of context.AfterFunc that has the func run in which the
// moment is, or one around that, when the context is done; nil if there is none. A
// variable may hold another context by then.
func (c *Code) afterFunc(ctx ssa.Value, at Moment) ssa.Instruction {
	place := c.Place(ctx)
	if _, isVar := place.Root.(*ssa.Alloc); isVar {
		return nil
	}
	for fn := at.Frame(); fn != nil; fn = fn.Parent() {
		uses := c.usesOf(fn)
		if len(uses) != 1 || uses[0].arg != 1 {
			continue
		}
		call, ok := uses[0].instr.(*ssa.Call)
		if !ok {
			continue
		}
		obj := Callee(call.Common())
		if obj != nil && obj.FullName() == "context.AfterFunc" && c.Place(call.Call.Args[0]) == place {
			return call
		}
	}
	return nil
}

// received reports whether the moment comes after something was received from
// the channel.
func (d doneWalk) received(ch ssa.Value) bool {
	for _, r := range *ch.Referrers() {
		switch r := r.(type) {
		case *ssa.UnOp:
			if r.Op == token.ARROW && (Before(d.c.Moment(r), d.at) || d.leavesAfter(r.Block()) || d.followsAfter(r.Block())) {
				return true
			}
		case *ssa.Select:
			for i, s := range r.States {
				if s.Chan != ch {
					continue
				}
				if first := caseStart(r, i); first != nil && (len(first.Preds) == 1 && d.within(first) || d.follows(first)) {
					return true
				}
			}
		}
	}
	return false
}

// failed reports whether the moment comes only if the error was there.
func (d doneWalk) failed(err ssa.Value) bool {
	for b := range failures(err) {
		if d.at.leadsThrough(b) {
			return true
		}
	}
	return false
}

// within reports whether the moment comes only if the block was entered.
func (d doneWalk) within(body *ssa.BasicBlock) bool {
	for _, s := range d.at.steps {
		if s.instr.Parent() == body.Parent() && body.Dominates(s.instr.Block()) {
			return true
		}
	}
	return d.leavesAfter(body)
}

// follows reports whether the moment comes in any case when the block is entered: once a
// context is done it stays so, whatever else leads there.
func (d doneWalk) follows(b *ssa.BasicBlock) bool {
	for _, s := range d.at.steps {
		if s.phase != deferred && s.instr.Parent() == b.Parent() && leadsOn(b, s.instr.Block()) {
			return true
		}
	}
	return false
}

// followsAfter is follows for the end of the block.
func (d doneWalk) followsAfter(b *ssa.BasicBlock) bool {
	return len(b.Succs) == 1 && d.follows(b.Succs[0])
}

// leadsOn reports whether the one block is the other one, or goes on to it without a choice.
func leadsOn(from, to *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{}
	for b := from; !seen[b]; b = b.Succs[0] {
		if b == to {
			return true
		}
		if len(b.Succs) != 1 {
			return false
		}
		seen[b] = true
	}
	return false
}

// leavesAfter reports whether the moment is a deferred call of the function of
// the block, and the function may be left after that; if the context is the
// caller's, whether there is no other way out.
func (d doneWalk) leavesAfter(body *ssa.BasicBlock) bool {
	for _, s := range d.at.steps {
		if s.phase != deferred || s.instr.Parent() != body.Parent() {
			continue
		}
		after, other := false, false
		for _, b := range body.Parent().Blocks {
			_, isReturn := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
			if !isReturn || b == body.Parent().Recover || !reachesWithout(s.instr.Block(), b, nil) {
				continue
			}
			if body.Dominates(b) {
				after = true
			} else {
				other = true
			}
		}
		return after && (d.own || !other)
	}
	return false
}

// caseStart returns the block that is run first if case i of a select is chosen: where the
// case is empty, the one after the select.
func caseStart(sel *ssa.Select, i int) *ssa.BasicBlock {
	for _, r := range *sel.Referrers() {
		chosen, ok := r.(*ssa.Extract)
		if !ok || chosen.Index != 0 {
			continue
		}
		for _, u := range *chosen.Referrers() {
			cmp, ok := u.(*ssa.BinOp)
			if !ok || cmp.Op != token.EQL {
				continue
			}
			k, ok := cmp.Y.(*ssa.Const)
			if !ok || k.Value == nil {
				continue
			}
			if n, exact := constant.Int64Val(k.Value); !exact || n != int64(i) {
				continue
			}
			for _, t := range *cmp.Referrers() {
				if iff, ok := t.(*ssa.If); ok {
					return iff.Block().Succs[0]
				}
			}
		}
	}
	return nil
}
