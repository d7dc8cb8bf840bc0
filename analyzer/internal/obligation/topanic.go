package obligation

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// isToPanic reports whether fn is a func literal that a test wants to panic. Where it
// returns, the test has failed.
func (p *pkg) isToPanic(fn *ssa.Function) bool {
	return fn.Parent() != nil && anyInstr(fn.Parent(), func(instr ssa.Instruction) bool {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			return false
		}
		i := slices.IndexFunc(callArgs(call.Common()), func(a ssa.Value) bool { return closureOf(a) == fn })
		return i >= 0 && p.commonCallee(call.Common()).lists(func(c *contract.FuncContract) []int { return c.Panics }, i)
	})
}
