package cleanup

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Doneness tells why a context is done, and where that comes from.
type Doneness struct {
	Why string
	By  ssa.Instruction
}

// Done reports why a context is done when the instruction is run, by one of the
// calls of the func in which it stands; nil if it is not, as far as can be seen.
func (c *Code) Done(ctx ssa.Value, at ssa.Instruction) *Doneness {
	made, _ := c.origin(ctx)
	for _, m := range c.Moments(at) {
		d := doneWalk{c: c, at: m, root: Root(at.Parent()), own: made != nil}
		if why := d.why(ctx, 0); why != nil {
			return why
		}
	}
	return nil
}

// A doneWalk follows a context to those that it is made of.
type doneWalk struct {
	c    *Code
	at   Moment
	root *ssa.Function
	own  bool // the function made the context
}

func (d doneWalk) why(ctx ssa.Value, depth int) *Doneness {
	if depth > maxDepth {
		return nil
	}
	if d.c.isEndless(ctx) {
		return nil
	}
	if by := d.waited(ctx); by != nil {
		return &Doneness{"this was waited for", by}
	}
	if by := d.c.afterFunc(ctx, d.at); by != nil {
		return &Doneness{"context.AfterFunc runs the function when it is done", by}
	}
	if by := d.fieldCancelled(ctx); by != nil {
		return &Doneness{"its cancel function has been called", by}
	}
	call, _ := d.c.origin(ctx)
	if call == nil {
		return nil
	}
	obj := Callee(call.Common())
	if obj == nil {
		return nil
	}
	if obj.Name() == "Context" && obj.Signature().Recv() != nil && isTest(obj.Signature().Recv().Type()) {
		if d.afterTest(call) {
			return &Doneness{"the context of a test is cancelled before its cleanup functions run", call}
		}
		return nil
	}
	switch kind := derivers[obj.FullName()]; kind {
	case notDerived:
		return nil
	case withCancel:
		if by := d.cancelled(resultOf(call, 1)); by != nil && d.c.isUsedBefore(resultOf(call, 0), by) {
			return &Doneness{"its cancel function has been called", by}
		}
	case withGroup:
		if by := d.groupWaited(resultOf(call, 0)); by != nil {
			return &Doneness{"the group's Wait cancels it", by}
		}
	}
	if parent := contextArg(call.Common()); parent != nil {
		return d.why(parent, depth+1)
	}
	return nil
}

// isEndless reports whether a context is never done.
func (c *Code) isEndless(ctx ssa.Value) bool {
	call, _ := c.origin(ctx)
	if call == nil || Callee(call.Common()) == nil {
		return false
	}
	switch Callee(call.Common()).FullName() {
	case "context.Background", "context.TODO", "context.WithoutCancel":
		return true
	}
	return false
}

// isUsedBefore reports whether a context is used where it has not been cancelled
// yet. One that is cancelled at once was made for being done: whoever gets it shall
// not wait.
func (c *Code) isUsedBefore(ctx ssa.Value, cancel ssa.Instruction) bool {
	at := c.Moment(cancel)
	if call, ok := cancel.(*ssa.Call); !ok || call.Call.StaticCallee() != nil || len(at.steps) > 1 {
		return true // it is left to a defer, or to t.Cleanup
	}
	place := c.Place(ctx)
	used := false
	c.Calls(Root(cancel.Parent()), true, func(call ssa.CallInstruction) {
		for _, a := range Args(call.Common()) {
			used = used || IsContext(a.Type()) && c.Place(a) == place && !Before(at, c.Moment(call))
		}
	})
	return used
}

// Ignores reports whether a function of the package, which a call gives a context,
// hands it on to nobody who could heed its end.
func (c *Code) Ignores(call ssa.CallInstruction, ctx ssa.Value) bool {
	common := call.Common()
	fn := common.StaticCallee()
	i := slices.Index(common.Args, ctx)
	if fn == nil || fn.Pkg == nil || fn.Pkg.Pkg != c.Pass.Pkg || i < 0 || i >= len(fn.Params) {
		return false
	}
	// One that was not built releases nothing.
	heeded := false
	c.Calls(fn, true, func(inner ssa.CallInstruction) {
		obj := Callee(inner.Common())
		for _, a := range Args(inner.Common()) {
			if !IsContext(a.Type()) || c.Place(a) != (Place{Root: fn.Params[i]}) {
				continue
			}
			heeded = heeded || obj == nil || !c.IsLogger(inner.Common()) && !detaches(obj.Name())
		}
	})
	return !heeded
}

// IsCallers reports whether a context is the caller's, or made of it: it ends when
// the caller wants it to.
func (c *Code) IsCallers(ctx ssa.Value) bool {
	for range maxDepth {
		if _, isParam := c.Place(ctx).Root.(*ssa.Parameter); isParam {
			return c.Place(ctx).Path == ""
		}
		call, _ := c.origin(ctx)
		if call == nil {
			return false
		}
		name := ""
		if obj := Callee(call.Common()); obj != nil {
			if name = obj.Name(); obj.FullName() == "(*net/http.Request).Context" {
				return true
			}
		}
		parent := contextArg(call.Common())
		if parent == nil || detaches(name) {
			return false
		}
		ctx = parent
	}
	return false
}

// detaches reports whether the name of a function tells that the context which it
// makes does not end with that which it is given.
func detaches(name string) bool {
	return slices.ContainsFunc([]string{"Without", "Detach", "Background", "Uncancel"}, func(w string) bool {
		return strings.Contains(name, w)
	})
}

// How functions derive contexts.
type deriver uint8

const (
	notDerived deriver = iota
	withValue          // it ends with its parent
	withCancel         // or when the second result is called
	withGroup          // or when the first result has been waited for
)

var derivers = map[string]deriver{
	"context.WithValue":                      withValue,
	"context.WithCancel":                     withCancel,
	"context.WithCancelCause":                withCancel,
	"context.WithTimeout":                    withCancel,
	"context.WithTimeoutCause":               withCancel,
	"context.WithDeadline":                   withCancel,
	"context.WithDeadlineCause":              withCancel,
	"os/signal.NotifyContext":                withCancel,
	"golang.org/x/sync/errgroup.WithContext": withGroup,
}

// contextArg returns the first argument that is a context, or nil.
func contextArg(common *ssa.CallCommon) ssa.Value {
	for _, a := range common.Args {
		if IsContext(a.Type()) {
			return a
		}
	}
	return nil
}

// IsContext reports whether t is context.Context.
func IsContext(t types.Type) bool { return typeName(t) == "context.Context" }

// afterTest reports whether the moment comes when the test has ended whose
// context a call asks for: in a cleanup function of it or of one around it.
func (d doneWalk) afterTest(call *ssa.Call) bool {
	owner := d.c.testOf(call)
	if owner == nil {
		owner = call.Parent() // suite.T()
	}
	for _, s := range d.at.steps {
		if s.phase == registered && encloses(s.instr.Parent(), owner) {
			return true
		}
	}
	return false
}
