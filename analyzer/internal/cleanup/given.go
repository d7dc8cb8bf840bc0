package cleanup

import "golang.org/x/tools/go/ssa"

// A given is what the calls in a declared function and its closures are given: it is
// asked for at each of many cleanups.
type given struct {
	to      map[Place][]argument
	deleted []ssa.Value // the files that are deleted
}

// An argument is one operand of a call.
type argument struct {
	call *ssa.CallCommon
	i    int
}

func (c *Code) given(root *ssa.Function) *given {
	if known, ok := c.args[root]; ok {
		return known
	}
	g := &given{to: map[Place][]argument{}}
	c.Calls(root, true, func(call ssa.CallInstruction) {
		common := call.Common()
		for i, a := range Args(common) {
			p := c.Place(a)
			g.to[p] = append(g.to[p], argument{common, i})
		}
		g.deleted = append(g.deleted, c.deleted(common)...)
	})
	c.args[root] = g
	return g
}
