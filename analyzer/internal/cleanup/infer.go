package cleanup

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// InferParam infers from the body of fn what becomes of its parameter i; releases
// tells whether it is released there. The rest of the answer is the zero value.
func (c *Code) InferParam(fn *ssa.Function, i int, releases bool) Param {
	param := fn.Params[i]
	t := param.Type()
	switch {
	case IsError(t):
		return Param{Logs: c.fate(param) == Logged}
	case isText(t):
		return Param{Deletes: c.deletes(fn, param), DropsData: c.dropsNamed(fn, param)}
	case isFunc(t):
		return Param{Retries: c.retries(fn, param, 0)}
	case releases && c.mayTell(t):
		return Param{Drops: c.dropsRelease(fn, param)}
	}
	return Param{}
}

// mayTell reports whether the error of releasing a value of type t may tell of a
// leak or of lost data: of handles only that of a file does.
func (c *Code) mayTell(t types.Type) bool {
	entry := c.Index.Resource(t)
	return entry == nil || entry.Class != contract.Handle || isFile(t)
}

// deletes reports whether fn deletes the file that its parameter names.
func (c *Code) deletes(fn *ssa.Function, param *ssa.Parameter) bool {
	found := false
	c.Calls(fn, true, func(call ssa.CallInstruction) {
		found = found || slices.ContainsFunc(c.deleted(call.Common()), func(v ssa.Value) bool {
			return c.Place(v) == Place{Root: param}
		})
	})
	return found
}

// dropsNamed reports whether fn drops the database that its parameter names.
func (c *Code) dropsNamed(fn *ssa.Function, param *ssa.Parameter) bool {
	found := false
	c.Calls(fn, true, func(call ssa.CallInstruction) {
		found = found || slices.ContainsFunc(c.dropped(call), func(v ssa.Value) bool {
			return c.Place(v) == Place{Root: param}
		})
	})
	return found
}

// dropsRelease reports whether fn releases its parameter by a call whose error
// nobody hears of, or by a function that does.
func (c *Code) dropsRelease(fn *ssa.Function, param *ssa.Parameter) bool {
	found := false
	c.Calls(fn, true, func(call ssa.CallInstruction) {
		common := call.Common()
		fate, fails := c.ErrorOf(call)
		for i, a := range Args(common) {
			if found || c.Place(a) != (Place{Root: param}) {
				continue
			}
			switch obj := Callee(common); {
			case obj == nil:
			case i == 0 && IsMethod(common):
				found = IsCleanupName(obj.Name()) && fails && fate != Waived && !fate.Handled()
			default:
				found = c.facts.Param(common, i).Drops
			}
		}
	})
	return found
}

func isFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// retries reports whether the func v is called again in fn if it fails: in a loop
// that its result can end, by a function that does so, or from a func literal that
// is given to one.
func (c *Code) retries(fn *ssa.Function, v ssa.Value, depth int) bool {
	if depth > 3 || v.Referrers() == nil {
		return false
	}
	return slices.ContainsFunc(*v.Referrers(), func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.Call:
			if r.Call.Value == v {
				return endsLoop(r)
			}
			i := slices.Index(Args(r.Common()), v)
			return i >= 0 && c.facts.Param(r.Common(), i).Retries
		case *ssa.Store:
			a, ok := r.Addr.(*ssa.Alloc)
			return ok && r.Val == v && c.retriesVar(fn, a, depth+1)
		case *ssa.MakeClosure:
			return c.retriesVar(fn, v, depth+1)
		case *ssa.ChangeType:
			return c.retries(fn, r, depth+1)
		}
		return false
	})
}

// retriesVar is retries for a func in a variable, or captured.
func (c *Code) retriesVar(fn *ssa.Function, addr ssa.Value, depth int) bool {
	return slices.ContainsFunc(*addr.Referrers(), func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.UnOp:
			return c.retries(fn, r, depth)
		case *ssa.MakeClosure:
			return c.callsIt(r, addr) && c.retries(fn, r, depth)
		}
		return false
	})
}

// callsIt reports whether a closure calls the func that it captures as v, or hands
// it to a function that does.
func (c *Code) callsIt(mc *ssa.MakeClosure, v ssa.Value) bool {
	inner := mc.Fn.(*ssa.Function)
	i := slices.Index(mc.Bindings, v)
	if i < 0 || i >= len(inner.FreeVars) {
		return false
	}
	isIt := func(v ssa.Value) bool {
		if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
			v = load.X
		}
		return v == inner.FreeVars[i]
	}
	calls := false
	c.Calls(inner, false, func(call ssa.CallInstruction) {
		calls = calls || isIt(call.Common().Value)
		for j, a := range Args(call.Common()) {
			calls = calls || isIt(a) && c.facts.Param(call.Common(), j).Now
		}
	})
	return calls
}

// endsLoop reports whether a call stands in a loop, and what it returns decides
// whether there is another round.
func endsLoop(call *ssa.Call) bool {
	return InLoop(call.Block()) && leadsToBranch(call, func(iff *ssa.If) bool { return decides(iff, call) })
}

// leadsToBranch reports whether what a call returns decides a branch like that.
func leadsToBranch(call *ssa.Call, branch func(*ssa.If) bool) bool {
	w := roundWalk{branch: branch, seen: map[ssa.Value]bool{}}
	for v := range resultsOf(call) {
		if w.decides(v) {
			return true
		}
	}
	return false
}

// A roundWalk follows what a call returns to the branches that it decides.
type roundWalk struct {
	branch func(*ssa.If) bool // whether it is one that is looked for
	seen   map[ssa.Value]bool
}

// decides reports whether v decides about another try: by itself or by what is said
// of it, as errors.Is says of an error.
func (w roundWalk) decides(v ssa.Value) bool {
	if w.seen[v] {
		return false
	}
	w.seen[v] = true
	return slices.ContainsFunc(*v.Referrers(), func(r ssa.Instruction) bool {
		switch r := r.(type) {
		case *ssa.If:
			return w.branch(r)
		case *ssa.BinOp, *ssa.UnOp, *ssa.Phi:
			return w.decides(r.(ssa.Value))
		case *ssa.Call:
			return types.Identical(r.Type(), types.Typ[types.Bool]) && w.decides(r)
		}
		return false
	}) || slices.ContainsFunc(readBack(v), w.decides)
}

// decides reports whether the call is run again after one outcome of iff, and
// need not be after the other.
func decides(iff *ssa.If, call *ssa.Call) bool {
	b := iff.Block()
	again := func(i int) bool { return reachesWithout(b.Succs[i], call.Block(), nil) }
	return again(0) || again(1)
}

// resultsOf yields the registers of a call's results.
func resultsOf(call *ssa.Call) func(func(ssa.Value) bool) {
	return func(yield func(ssa.Value) bool) {
		if _, isTuple := call.Type().(*types.Tuple); !isTuple {
			yield(call)
			return
		}
		for _, r := range *call.Referrers() {
			if x, ok := r.(*ssa.Extract); ok && !yield(x) {
				return
			}
		}
	}
}

// Reaches reports whether there is a way from the end of a to b.
func Reaches(a, b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(a.Succs, func(s *ssa.BasicBlock) bool { return s == b || reachesWithout(s, b, nil) })
}

// InLoop reports whether b can be left and entered again.
func InLoop(b *ssa.BasicBlock) bool {
	return slices.ContainsFunc(b.Succs, func(s *ssa.BasicBlock) bool { return reachesWithout(s, b, nil) })
}
