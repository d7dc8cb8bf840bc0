package obligation

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// cleanFacts answers package cleanup, see [cleanup.Facts].
type cleanFacts struct{ *pkg }

// Param implements [cleanup.Facts].
func (p cleanFacts) Param(call *ssa.CallCommon, i int) cleanup.Param {
	k := p.commonCallee(call)
	f := k.param(i)
	lists := func(list func(*contract.FuncContract) []int) bool { return k.lists(list, i) }
	return cleanup.Param{
		Releases:  f.OK == Releases || f.Err == Releases,
		Wraps:     slices.Contains(f.Wraps, 0),
		Drops:     f.Drops,
		Logs:      f.Logs,
		Retries:   f.Retries || lists(func(c *contract.FuncContract) []int { return c.Retries }),
		Deletes:   f.Deletes || lists(func(c *contract.FuncContract) []int { return c.Deletes }),
		DropsData: f.DropsData,
		Now:       f.Call == CallNow,
		Later:     f.Call == CallLater,
		NilGuard:  f.NilGuard,
	}
}

// Opens implements [cleanup.Facts].
func (p cleanFacts) Opens(call *ssa.Call) []int {
	var results []int
	for _, s := range p.sitesOf(call) {
		if s.res.class == contract.Pool {
			results = append(results, s.index)
		}
	}
	return results
}

// ReleasedBy implements [cleanup.Facts].
func (p cleanFacts) ReleasedBy(call *ssa.Call, i int) []int {
	var results []int
	for _, s := range p.sitesOf(call) {
		if slices.Contains(s.thunks, i) {
			results = append(results, s.index)
		}
	}
	return results
}

// Remote implements [cleanup.Facts].
func (p cleanFacts) Remote(call *ssa.Call) bool {
	return !slices.ContainsFunc(p.sitesOf(call), func(s *site) bool { return !isRemote(s) })
}

// Exits implements [cleanup.Facts].
func (p cleanFacts) Exits(call *ssa.CallCommon) bool { return p.commonCallee(call).noReturn() }

// OwnsPool implements [cleanup.Facts].
func (p cleanFacts) OwnsPool(method *types.Func) bool {
	recv := method.Signature().Recv()
	return recv != nil && endsInError(method.Signature().Results()) && p.ownsPool(recv.Type(), method.Name(), 0)
}

func (p cleanFacts) ownsPool(t types.Type, method string, depth int) bool {
	named := namedOf(t)
	if named == nil || depth > 2 {
		return false
	}
	owner := p.ownerOf(named.Origin().Obj())
	st := structUnder(named)
	if owner == nil || st == nil {
		return false
	}
	for i := range st.NumFields() {
		f := st.Field(i)
		if !slices.Contains(owner.methods(f.Name()), method) {
			continue
		}
		if entry := p.index.Resource(f.Type()); entry != nil && entry.Class == contract.Pool && !cleanup.IsMute(f.Type()) || p.ownsPool(f.Type(), method, depth+1) {
			return true
		}
	}
	return false
}

// inferCleanup adds to f what fn does with its parameter i that concerns cleanup.
func (p *pkg) inferCleanup(fn *ssa.Function, i int, f *ParamFact) {
	inferred := p.code.InferParam(fn, i, f.OK == Releases)
	f.Drops, f.Logs = inferred.Drops, inferred.Logs
	f.Retries, f.Deletes, f.DropsData = inferred.Retries, inferred.Deletes, inferred.DropsData
}
