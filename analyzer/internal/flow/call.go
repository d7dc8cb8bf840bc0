package flow

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Call is a call with what is known of its operands when they were evaluated.
type Call struct {
	Instr  ssa.CallInstruction
	Callee *ssa.Function // nil if dynamic
	Fn     Val           // the func value called, unless Callee is known by name
	// Args are the operands: for methods, by static or dynamic dispatch, the
	// receiver comes first.
	Args []Val
	// Deferred says that the call is run by the function's exit.
	Deferred bool

	frame *ssa.Function // whose exit runs it, if deferred
}

// IsDefer reports whether c comes from a defer statement.
func (c *Call) IsDefer() bool {
	_, ok := c.Instr.(*ssa.Defer)
	return ok
}

// Method returns the method or function object that is called, or nil.
func (c *Call) Method() *types.Func {
	common := c.Instr.Common()
	if common.IsInvoke() {
		return common.Method
	}
	if c.Callee == nil {
		return nil
	}
	fn := c.Callee
	if origin := fn.Origin(); origin != nil {
		fn = origin
	}
	obj, _ := fn.Object().(*types.Func)
	return obj
}

// HasRecv reports whether Args[0] is a receiver.
func (c *Call) HasRecv() bool {
	common := c.Instr.Common()
	return common.IsInvoke() || common.Signature().Recv() != nil ||
		c.Callee != nil && c.Callee.Signature.Recv() != nil
}

// Value returns the register of the result, or nil for go and defer.
func (c *Call) Value() ssa.Value {
	if v := c.Instr.Value(); v != nil && !c.Deferred {
		return v
	}
	return nil
}

// Operand returns the register or constant of argument i.
func (c *Call) Operand(i int) ssa.Value {
	common := c.Instr.Common()
	if common.IsInvoke() {
		if i == 0 {
			return common.Value
		}
		i--
	}
	if i < len(common.Args) {
		return common.Args[i]
	}
	return nil
}

// With returns c with b wherever it was given a.
func (c *Call) With(a, b Val) *Call {
	i := slices.Index(c.Args, a)
	if i < 0 {
		return c
	}
	with := *c
	with.Args = slices.Clone(c.Args)
	with.Args[i] = b
	return with.With(a, b)
}

// isLike reports whether c and d are the same call with the same operands.
func (c *Call) isLike(d *Call) bool {
	return c.Instr.Pos() == d.Instr.Pos() && c.Fn == d.Fn && slices.Equal(c.Args, d.Args)
}

func isTuple(v ssa.Value) bool {
	_, ok := v.Type().(*types.Tuple)
	return ok
}
