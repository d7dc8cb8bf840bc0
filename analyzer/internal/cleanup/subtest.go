package cleanup

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Subtest is one that a function runs: by t.Run, or by a function of the package
// to which it hands its test.
type Subtest struct {
	// Run is the call in the function by which it does so.
	Run  *ssa.Call
	Body *ssa.Function
	// Parallel is the call by which it lets its parent go on; nil if it does not.
	Parallel ssa.CallInstruction

	via []handing // from the function to the one that calls t.Run
}

// A handing is a call and the function that it calls.
type handing struct {
	call *ssa.Call
	to   *ssa.Function
}

// Subtests returns the subtests that fn runs.
func (c *Code) Subtests(fn *ssa.Function) []Subtest { return c.subtests(fn, 0) }

func (c *Code) subtests(fn *ssa.Function, depth int) []Subtest {
	var all []Subtest
	c.Calls(fn, false, func(instr ssa.CallInstruction) {
		call, ok := instr.(*ssa.Call)
		switch {
		case !ok:
		case isTestMethod(call.Common(), "Run"):
			if body := c.funcOf(call.Call.Args[len(call.Call.Args)-1]); body != nil && len(body.Params) == 1 {
				all = append(all, Subtest{Run: call, Body: body, Parallel: c.parallel(body, body.Params[0], 0)})
			}
		case depth < 2 && c.handsTest(call, fn):
			for _, callee := range c.callees(call.Common()) {
				for _, s := range c.subtests(callee, depth+1) {
					s.Run, s.via = call, append([]handing{{call, callee}}, s.via...)
					all = append(all, s)
				}
			}
		}
	})
	return all
}

// handsTest reports whether a call is given the test that fn belongs to.
func (c *Code) handsTest(call *ssa.Call, fn *ssa.Function) bool {
	return slices.ContainsFunc(call.Call.Args, func(a ssa.Value) bool {
		p, ok := c.Place(a).Root.(*ssa.Parameter)
		return ok && p.Parent() == fn && isTest(p.Type())
	})
}

// callees returns the functions of the package that a call is known to call: the one
// that it names, or those that the callers of its function pass for the func that it
// calls.
func (c *Code) callees(common *ssa.CallCommon) []*ssa.Function {
	if common.IsInvoke() {
		return nil
	}
	if fn := c.funcOf(common.Value); fn != nil {
		return []*ssa.Function{fn}
	}
	param, ok := c.Place(common.Value).Root.(*ssa.Parameter)
	if !ok {
		return nil
	}
	i := slices.Index(param.Parent().Params, param)
	var all []*ssa.Function
	for _, use := range c.usesOf(param.Parent()) {
		call, ok := use.instr.(ssa.CallInstruction)
		if !ok || use.arg >= 0 || i >= len(call.Common().Args) {
			continue
		}
		if fn := c.funcOf(call.Common().Args[i]); fn != nil {
			all = append(all, fn)
		}
	}
	return all
}

// SubtestUses reports whether a subtest uses what is at one of the places of the
// function that runs it.
func (c *Code) SubtestUses(s Subtest, places []Place) bool {
	for _, h := range s.via {
		var handed []Place
		for i, a := range h.call.Call.Args {
			if i < len(h.to.Params) && slices.Contains(places, c.Place(a)) {
				handed = append(handed, Place{Root: h.to.Params[i]})
			}
		}
		places = handed
	}
	return len(places) > 0 && c.Uses(s.Body, places)
}

// parallel returns the call in fn of the test's Parallel, by a helper that is given
// the test too, or nil.
func (c *Code) parallel(fn *ssa.Function, t *ssa.Parameter, depth int) ssa.CallInstruction {
	var found ssa.CallInstruction
	c.Calls(fn, false, func(call ssa.CallInstruction) {
		common := call.Common()
		for i, a := range Args(common) {
			if found != nil || c.Place(a) != (Place{Root: t}) {
				continue
			}
			callee := common.StaticCallee()
			switch {
			case i == 0 && isTestMethod(common, "Parallel"):
				found = call
			case depth < 2 && callee != nil && len(callee.Blocks) > 0 && i < len(callee.Params) &&
				c.parallel(callee, callee.Params[i], depth+1) != nil:
				found = call
			}
		}
	})
	return found
}
