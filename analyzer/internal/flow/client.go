package flow

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// RangeBody is what go/ssa calls the body of a range-over-func loop.
const RangeBody = "range-over-func yield"

// A Client tells the machine what calls do with the token.
type Client interface {
	// Call runs a call whose callee is not walked in place, changes s
	// accordingly, binds the results it knows, and returns the states in which
	// the path goes on: none if the call does not return.
	Call(m *Machine, s *State, c *Call) []*State
	// Inline reports whether the callee's body is to be walked in place.
	Inline(m *Machine, s *State, c *Call, fn *ssa.Function) bool
	// Skip reports whether the rest of a path does not matter from block b on.
	Skip(m *Machine, s *State, b *ssa.BasicBlock) bool
	// Escape is told that v, which is or contains the token, or is a View, is stored
	// where the function cannot follow it.
	Escape(m *Machine, s *State, v Val, instr ssa.Instruction)
	// Field returns what the token's field is to the obligation: the token, or
	// something else.
	Field(m *Machine, s *State, field *types.Var) Val
	// FieldStore is told that a field of the token is set.
	FieldStore(m *Machine, s *State, field int, v Val, instr ssa.Instruction)
	// Elem returns what an element of type t of a holder is.
	Elem(m *Machine, s *State, t types.Type) Val
	// Branch is told that a Test turned out as b.
	Branch(m *Machine, s *State, test Val, b bool)
	// Go runs a go statement.
	Go(m *Machine, s *State, c *Call)
	// Assert reports whether a type assertion of the token to t is known to succeed.
	Assert(m *Machine, s *State, t types.Type) bool
	// Concerns reports whether a deferred call matters although it does not
	// reach the token.
	Concerns(c *Call) bool
	// Remade is told that a variable that holds the token is made anew: the
	// loop that it belongs to begins another round.
	Remade(m *Machine, s *State)
	// Panic is told that the path ends in a panic.
	Panic(m *Machine, s *State, instr *ssa.Panic)
	// Return is told the results with which the explored function ends.
	Return(m *Machine, s *State, ret *ssa.Return, results []Val)
}
