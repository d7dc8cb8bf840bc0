package obligation

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// inferAsks adds to s the pools and connections of its callers that fn asks for
// a connection. It is no guess about which way fn goes: where what it asks
// depends on whether it was given a transaction, it is not known.
func (p *pkg) inferAsks(fn *ssa.Function, s *Summary) {
	for _, call := range p.callsNow(fn) {
		for _, pl := range p.asked(call) {
			fact, ok := pl.asFact(fn)
			if ok && !slices.Contains(s.Asks, fact) && p.plainlyReached(call, fn) {
				s.Asks = append(s.Asks, fact)
			}
		}
	}
}

// callsNow returns the calls that fn makes before it returns, by itself or by a
// closure that it calls or has called.
func (p *pkg) callsNow(fn *ssa.Function) []*ssa.Call {
	var calls []*ssa.Call
	var add func(fn *ssa.Function)
	add = func(fn *ssa.Function) {
		anyInstr(fn, func(instr ssa.Instruction) bool {
			if call, ok := instr.(*ssa.Call); ok {
				calls = append(calls, call)
			}
			return false
		})
		for _, anon := range fn.AnonFuncs {
			if p.runsNow(anon) {
				add(anon)
			}
		}
	}
	add(fn)
	return calls
}

// runsNow reports whether the closure is called by the function that it stands
// in, or handed to one that calls it before it returns.
func (p *pkg) runsNow(closure *ssa.Function) bool {
	use, ok := p.traces.useOf(closure).(*ssa.Call)
	if !ok {
		return false
	}
	if use.Call.StaticCallee() == closure {
		return true
	}
	k := p.commonCallee(use.Common())
	return slices.ContainsFunc(argsOf(closure, use.Common()), func(i int) bool { return k.param(i).Call == CallNow })
}

// argsOf returns which arguments of a call are the closure.
func argsOf(closure *ssa.Function, common *ssa.CallCommon) []int {
	var found []int
	for i, a := range callArgs(common) {
		if mc, ok := a.(*ssa.MakeClosure); ok && mc.Fn == closure || a == closure {
			found = append(found, i)
		}
	}
	return found
}

// queries are the methods by which an interface of the code's own asks what is
// behind it: a pool, a connection or a transaction.
var queries = []string{"Exec", "ExecContext", "Query", "QueryContext", "QueryRow", "QueryRowContext"}

// asked returns the pools and connections that a call asks for a connection, by
// itself or in what it calls.
func (p *pkg) asked(call ssa.CallInstruction) []place {
	if found, ok := p.asks[call]; ok {
		return found
	}
	common := call.Common()
	k := p.commonCallee(common)
	args := callArgs(common)
	var found []place
	switch {
	case k.table != nil && len(k.table.Asks) > 0:
		for i, a := range args {
			if k.lists(func(c *contract.FuncContract) []int { return c.Asks }, i) {
				found = append(found, p.placeOf(p.connection(a)))
			}
		}
	case common.IsInvoke() && slices.Contains(queries, common.Method.Name()):
		found = append(found, p.placeOf(common.Value))
	case k.sum != nil && !common.IsInvoke():
		for _, fact := range k.sum.Asks {
			found = append(found, p.at(common, fact))
		}
	}
	p.asks[call] = found
	return found
}

// connection returns what a value works on: of a statement, that is what it was
// prepared on.
func (p *pkg) connection(v ssa.Value) ssa.Value {
	pl := p.placeOf(v)
	ext, ok := pl.root.(*ssa.Extract)
	if entry := p.index.Resource(v.Type()); ok && pl.path == "" && entry != nil && strings.HasSuffix(entry.Type, "Stmt") {
		if prepare, ok := ext.Tuple.(*ssa.Call); ok {
			if args := callArgs(prepare.Common()); len(args) > 0 && p.index.Resource(args[0].Type()) != nil {
				return p.connection(args[0])
			}
		}
	}
	if x, ok := v.(*ssa.MakeInterface); ok {
		return x.X
	}
	return v
}

// plainlyReached reports whether nothing decides about a call but the outcome of
// other calls and plain data: not what kind of thing fn was given.
func (p *pkg) plainlyReached(call ssa.Instruction, fn *ssa.Function) bool {
	b := call.Block()
	for d := b.Idom(); d != nil; d = d.Idom() {
		iff, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if ok && (d.Succs[0].Dominates(b) || d.Succs[1].Dominates(b)) && !p.isPlainTest(iff.Cond) {
			return false
		}
	}
	if b.Parent() == fn {
		return true
	}
	return p.plainlyReached(p.traces.useOf(b.Parent()), fn)
}

// isPlainTest reports whether a condition is about an error, a number, a text, or
// the end of a loop.
func (p *pkg) isPlainTest(cond ssa.Value) bool {
	switch cond := cond.(type) {
	case *ssa.UnOp:
		return cond.Op == token.NOT && p.isPlainTest(cond.X)
	case *ssa.BinOp:
		_, given := cond.X.(*ssa.Parameter)
		return isErrorType(cond.X.Type()) && !given || isData(cond.X.Type())
	case *ssa.Extract:
		switch cond.Tuple.(type) {
		case *ssa.Next, *ssa.Lookup:
			return true
		}
	case *ssa.Call:
		obj, _ := calledFunc(cond.Common())
		return obj != nil && (obj.Name() == "Next" || obj.Name() == "Scan")
	}
	return false
}

// isData reports whether t is a type of numbers or texts.
func isData(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsNumeric|types.IsString) != 0
}
