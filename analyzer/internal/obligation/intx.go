package obligation

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// nestedInTx returns the calls that a closure makes which the call runs inside a
// transaction, and that ask the pool of that transaction.
func (p *pkg) nestedInTx(call *ssa.Call) []nested {
	k := p.commonCallee(call.Common())
	var found []nested
	for i, a := range callArgs(call.Common()) {
		fn := closureOf(a)
		if fn == nil || len(fn.Blocks) == 0 {
			continue
		}
		from := p.inTxOf(k, call.Common(), i)
		if from.isZero() {
			continue
		}
		for _, inner := range p.callsNow(fn) {
			if slices.Contains(p.asked(inner), from) {
				found = append(found, nested{inner, call, txName(fn), lender{place: from, pool: true}, holdsAsTx, false})
			}
		}
	}
	return found
}

// runInTx notes the func parameters that are called while a transaction is open
// on a pool.
func (s *Summary) runInTx(pools map[int]Place) {
	for _, i := range slices.Sorted(maps.Keys(pools)) {
		j := slices.IndexFunc(s.Params, func(f ParamFact) bool { return f.Index == i })
		if j < 0 {
			j = len(s.Params)
			s.Params = append(s.Params, ParamFact{Index: i})
		}
		s.Params[j].InTx = []Place{pools[i]}
	}
}

// asFact returns the lender as callers of fn see it: one, or none.
func (l lender) asFact(fn *ssa.Function) []Lender {
	if pl, ok := l.place.asFact(fn); ok {
		return []Lender{{pl, l.pool}}
	}
	return nil
}

// closureOf returns the function of a func literal, or nil.
func closureOf(v ssa.Value) *ssa.Function {
	switch v := v.(type) {
	case *ssa.MakeClosure:
		return v.Fn.(*ssa.Function)
	case *ssa.Function:
		return v
	case *ssa.ChangeType:
		return closureOf(v.X)
	}
	return nil
}

// inTxOf returns the pool on which k has a transaction open while it calls its
// argument i, the zero place if it has none.
func (p *pkg) inTxOf(k callee, common *ssa.CallCommon, i int) place {
	if facts := k.sum.param(i).InTx; len(facts) > 0 {
		return p.at(common, facts[0])
	}
	if !k.lists(func(c *contract.FuncContract) []int { return c.InTx }, i) {
		return place{}
	}
	for _, a := range callArgs(common) {
		if x, ok := a.(*ssa.MakeInterface); ok {
			a = x.X
		}
		if from := p.poolBehind(lender{p.placeOf(a), a, p.isPool(a.Type())}); from.pool {
			if !p.isTxByName(from.place) {
				return from.place
			}
			break
		}
	}
	return place{}
}

// isTxByName reports whether a value is of a type that stands for pools and for
// transactions, as gorm.DB does, and seems to be a transaction: by its name, or
// because a closure gets it.
func (p *pkg) isTxByName(pl place) bool {
	if pl.root == nil {
		return false
	}
	if pl.path != "" {
		return strings.HasSuffix(strings.ToLower(pl.path), "tx")
	}
	entry := p.index.Resource(pl.root.Type())
	if entry == nil || !hasMethod(pl.root.Type(), "Rollback") {
		return false
	}
	param, ok := pl.root.(*ssa.Parameter)
	return !ok || param.Parent().Parent() != nil || strings.Contains(strings.ToLower(param.Name()), "tx")
}

// txName returns what a closure calls the transaction that it is given.
func txName(fn *ssa.Function) string {
	for _, param := range fn.Params {
		if isTransaction(param.Type()) || hasMethod(param.Type(), "Rollback") {
			return param.Name()
		}
	}
	return "of the closure"
}
