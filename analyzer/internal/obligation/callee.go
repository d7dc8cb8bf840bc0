package obligation

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A callee is what is known of the function that a call calls: the table's
// word first, then what was inferred.
type callee struct {
	obj   *types.Func
	table *contract.FuncContract
	sum   *Summary
	recv  bool
	// listed: the receiver is of the table, which tells all about it.
	listed bool
	// seen: its body was analysed, or the table speaks for its package, so
	// that what is not known of it is known not to be.
	seen bool
}

// is reports whether k is a function of a package, known by name. Whole names cost too
// much to make for each call on each path.
func (k callee) is(pkg, name string) bool {
	return k.obj != nil && !k.recv && k.obj.Name() == name && k.obj.Pkg() != nil && k.obj.Pkg().Path() == pkg
}

// calleeOf returns what is known of the function that c calls.
func (p *pkg) calleeOf(c *flow.Call) callee {
	obj := c.Method()
	switch {
	case obj == nil && c.Callee != nil && c.Callee.Parent() != nil:
		return callee{sum: p.summary(c.Callee)}
	case obj == nil:
		return p.fieldCallee(c)
	case c.Instr.Common().IsInvoke():
		k := p.dynamicCallee(obj)
		if k.sum == nil {
			k.sum = p.implemented(obj)
			k.seen = k.seen || k.sum != nil
		}
		return k
	}
	return p.staticCallee(obj, c.Callee)
}

// staticCallee returns what is known of a function that is called by name; fn
// is its body, if it is in this package.
func (p *pkg) staticCallee(obj *types.Func, fn *ssa.Function) callee {
	k := p.dynamicCallee(obj)
	k.sum = p.summaryOf(obj, fn)
	k.seen = obj.Pkg() != nil
	return k
}

// dynamicCallee returns what is known of a function but for its body: of an
// interface's method there is none.
func (p *pkg) dynamicCallee(obj *types.Func) callee {
	if k, ok := p.callees[obj]; ok {
		return k
	}
	k := callee{obj: obj, table: p.index.Func(obj), recv: obj.Signature().Recv() != nil}
	k.listed = k.recv && p.isListedRecv(obj)
	k.seen = obj.Pkg() != nil && isStd(obj.Pkg().Path())
	if k.sum = p.stated.methods[obj]; k.sum == nil && obj.Pkg() != p.pass.Pkg {
		k.sum = p.imported(obj)
	}
	k.seen = k.seen || k.sum != nil
	p.callees[obj] = k
	return k
}

// fieldCallee returns what is said of the func that a field holds.
func (p *pkg) fieldCallee(c *flow.Call) callee {
	load, ok := c.Instr.Common().Value.(*ssa.UnOp)
	if !ok {
		return callee{}
	}
	addr, ok := load.X.(*ssa.FieldAddr)
	if !ok {
		return callee{}
	}
	sum := p.stated.funcs[flow.FieldVar(addr)]
	return callee{sum: sum, seen: sum != nil}
}

// answers reports whether fn is a question: its result is a bool or an error.
func answers(fn *types.Func) bool {
	res := fn.Signature().Results()
	return res.Len() > 0 && (isErrorType(res.At(0).Type()) || types.Identical(res.At(0).Type(), types.Typ[types.Bool]))
}

// isListedRecv reports whether method fn is of a type of the table.
func (p *pkg) isListedRecv(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && p.index.Resource(recv.Type()) != nil
}

// lists reports whether argument i is among the parameters of a table's list.
func (k callee) lists(list func(*contract.FuncContract) []int, i int) bool {
	if k.table == nil {
		return false
	}
	if k.recv {
		i--
	}
	return slices.Contains(list(k.table), i)
}

// handsOn reports whether the first result has what is in argument i.
func (k callee) handsOn(i int) bool {
	return k.lists(func(c *contract.FuncContract) []int { return c.Elements }, i)
}

// takes reports whether the table says that the callee becomes the owner of argument i.
func (k callee) takes(i int) bool {
	return k.lists(func(c *contract.FuncContract) []int { return c.Takes }, i)
}

// takesIfOK reports whether the table says that it does if it succeeds.
func (k callee) takesIfOK(i int) bool {
	return k.lists(func(c *contract.FuncContract) []int { return c.TakesIfOK }, i)
}

// takesIfNot reports whether the table says that it does if its last result is false.
func (k callee) takesIfNot(i int) bool {
	return k.lists(func(c *contract.FuncContract) []int { return c.TakesIfNot }, i)
}

// param returns what the callee does with argument i, the receiver counting.
func (k callee) param(i int) ParamFact {
	f := k.sum.param(i)
	if k.listed && i == 0 {
		f = ParamFact{Index: i}
	}
	f.ErrTest = f.ErrTest || k.sum == nil && i == 1 && k.recv && isPredicate(k.obj)
	if k.table == nil {
		return f
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.Releases }, i) {
		f.OK, f.Err, f.Certain = Releases, Releases, true
	}
	if k.takes(i) {
		f.OK, f.Err = Takes, Takes
	}
	if k.takesIfOK(i) || k.takesIfNot(i) {
		f.OK, f.Err = Takes, Borrows
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.Wraps }, i) || k.handsOn(i) {
		f.OK, f.Err, f.Wraps = Borrows, Borrows, []int{0}
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.ReleasesIfErr }, i) {
		f.Err = Releases
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.CallsNow }, i) {
		f.Call = CallNow
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.CallsLater }, i) ||
		k.lists(func(c *contract.FuncContract) []int { return c.Teardowns }, i) {
		f.Call = CallLater
	}
	if k.lists(func(c *contract.FuncContract) []int { return c.Gives }, i) {
		f.Gives = []int{0}
	}
	f.NilGuard = f.NilGuard || k.lists(func(c *contract.FuncContract) []int { return c.NilGuards }, i)
	f.ErrGuard = f.ErrGuard || k.lists(func(c *contract.FuncContract) []int { return c.ErrGuards }, i)
	f.ErrTest = f.ErrTest || k.lists(func(c *contract.FuncContract) []int { return c.ErrTests }, i)
	f.NilKeeper = f.NilKeeper || k.lists(func(c *contract.FuncContract) []int { return c.NilKeepers }, i)
	return f
}

// testsNil reports whether the callee says whether argument i is nil: the table says so, or
// its name does.
func (k callee) testsNil(i int) bool {
	if k.lists(func(c *contract.FuncContract) []int { return c.NilTests }, i) {
		return true
	}
	return k.obj != nil && !k.recv && strings.EqualFold(k.obj.Name(), "isNil") && k.obj.Signature().Params().Len() == 1 && isAnswer(k.obj.Signature().Results())
}

// isPredicate reports whether fn, whose body is not known, is named like os.IsExist
// and asks like it for a kind of error: no kind is nil.
func isPredicate(fn *types.Func) bool {
	params, results := fn.Signature().Params(), fn.Signature().Results()
	return strings.HasPrefix(fn.Name(), "Is") && params.Len() == 1 && isErrorType(params.At(0).Type()) && isAnswer(results)
}

// isAnswer reports whether a bool is all that a function returns.
func isAnswer(results *types.Tuple) bool {
	return results.Len() == 1 && types.Identical(results.At(0).Type(), types.Typ[types.Bool])
}

// isWrapper reports whether fn is code that the compiler makes to call a
// method: of a method value or expression.
func isWrapper(fn *ssa.Function) bool {
	return strings.HasPrefix(fn.Synthetic, "bound ") || strings.HasPrefix(fn.Synthetic, "thunk ")
}
