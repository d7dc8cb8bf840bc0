package cleanup

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Started returns the func literal that a go statement starts, or nil.
func (c *Code) Started(g *ssa.Go) *ssa.Function {
	if fn := c.funcOf(g.Call.Value); fn != nil && fn.Parent() != nil {
		return fn
	}
	return nil
}

// Databases returns those of the values that are pools of databases, or what is
// open in one.
func (c *Code) Databases(values []ssa.Value) []ssa.Value {
	return slices.DeleteFunc(slices.Clone(values), func(v ssa.Value) bool {
		entry := c.Index.Resource(v.Type())
		return !c.IsPool(v) && (entry == nil || entry.Err == "") && !isTransaction(v.Type())
	})
}

// Waits reports whether fn may wait for a goroutine: it receives, selects, sleeps,
// or calls something that is named for it.
func (c *Code) Waits(fn *ssa.Function) bool {
	waits := false
	eachInstr(fn, func(instr ssa.Instruction) {
		switch instr := instr.(type) {
		case *ssa.Select:
			waits = true
		case *ssa.UnOp:
			waits = waits || instr.Op == token.ARROW
		case *ssa.Next:
			waits = waits || !instr.IsString && isChan(instr.Iter)
		case ssa.CallInstruction:
			waits = waits || c.mayWait(instr)
		}
	})
	return waits || slices.ContainsFunc(fn.AnonFuncs, func(anon *ssa.Function) bool { return !c.isStarted(anon) && c.Waits(anon) })
}

func isChan(v ssa.Value) bool {
	r, ok := v.(*ssa.Range)
	if !ok {
		return false
	}
	_, ok = r.X.Type().Underlying().(*types.Chan)
	return ok
}

func (c *Code) isStarted(fn *ssa.Function) bool {
	return slices.ContainsFunc(c.usesOf(fn), func(use closureUse) bool {
		_, ok := use.instr.(*ssa.Go)
		return ok
	})
}

func (c *Code) mayWait(call ssa.CallInstruction) bool {
	if _, isGo := call.(*ssa.Go); isGo {
		return false
	}
	obj := Callee(call.Common())
	if obj == nil {
		_, builtin := call.Common().Value.(*ssa.Builtin)
		results := call.Common().Signature().Results()
		return !builtin && results.Len() == 0 && c.funcOf(call.Common().Value) == nil // stop(): nobody knows
	}
	return slices.ContainsFunc(waits, func(w string) bool { return strings.Contains(strings.ToLower(obj.Name()), w) })
}

// waits are parts of the names of functions that wait.
var waits = strings.Fields("wait sleep eventually join stop shutdown poll until sync done")
