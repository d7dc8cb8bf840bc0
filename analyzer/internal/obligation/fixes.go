package obligation

import (
	"go/token"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/repair"
)

// mend returns what makes the fix of a leak, for package repair does not follow
// paths: it is told what came of it on them.
func (t *tracker) mend() func() []analysis.SuggestedFix {
	return func() []analysis.SuggestedFix {
		if t.partial || t.site.filled != nil {
			return nil // on the paths that were not followed it may be handed on
		}
		if slices.ContainsFunc(t.leaks, func(l leak) bool { return l.exit }) {
			return nil // nothing deferred would run
		}
		if len(t.storedFindings()) > 0 {
			return nil // that would be reported in its place
		}
		lost := t.lost()
		if t.site.half {
			if lost.Half = !slices.ContainsFunc(t.leaks, func(l leak) bool { return !t.isHalf(l) }); !lost.Half {
				return nil // one fix would not do
			}
		}
		for _, l := range t.leaks {
			switch {
			case l.again != nil:
				lost.Again = true
			case l.ret != nil && !slices.Contains(lost.Exits, l.ret):
				lost.Exits = append(lost.Exits, l.ret)
			}
		}
		return lost.Fixes()
	}
}

// mendIteration returns what makes the fix of an iteration that ends with next.
func (t *tracker) mendIteration(next ssa.Instruction) func() []analysis.SuggestedFix {
	return func() []analysis.SuggestedFix {
		call, ok := next.(ssa.CallInstruction)
		if !ok || t.othersOpen(next.Pos()) {
			return nil // to return there would lose them
		}
		it := &repair.Iteration{Code: t.pkg.code, Next: call, Err: t.res.entry.Err}
		if t.site != nil {
			it.Acquire = t.site.call
		}
		return it.Fixes()
	}
}

// mendPile returns what makes the fix of a defer that piles up.
func (t *tracker) mendPile(by ssa.Instruction) func() []analysis.SuggestedFix {
	return func() []analysis.SuggestedFix {
		pile := &repair.Pile{Code: t.pkg.code, Defer: by}
		for _, o := range t.pkg.trackers {
			if len(o.defers) > 0 && o.lost().StaysInLoop() {
				pile.Others = slices.AppendSeq(pile.Others, maps.Keys(o.defers))
			}
		}
		for _, f := range t.pkg.findings {
			if !slices.ContainsFunc(pile.Others, func(d ssa.Instruction) bool { return d.Pos() == f.Pos }) {
				pile.Findings = append(pile.Findings, f.Pos)
				for _, r := range f.Related {
					pile.Findings = append(pile.Findings, r.Pos)
				}
			}
		}
		return pile.Fixes()
	}
}

// othersOpen reports whether the function holds something else at pos that it
// releases only further down.
func (t *tracker) othersOpen(pos token.Pos) bool {
	return slices.ContainsFunc(t.pkg.trackers, func(o *tracker) bool {
		if o == t || o.root != t.root || o.site.call.Pos() > pos {
			return false
		}
		deferred := slices.ContainsFunc(o.releases, func(r ssa.Instruction) bool { _, ok := r.(*ssa.Defer); return ok })
		return !deferred && slices.ContainsFunc(o.releases, func(r ssa.Instruction) bool { return r.Pos() > pos })
	})
}

func (t *tracker) lost() *repair.Lost {
	l := &repair.Lost{
		Code: t.pkg.code, Call: t.site.call, Result: t.site.index,
		Release: t.res.releaseMethods(),
		Once:    !t.isRepeatable(),
		Given:   t.isGiven(),
		Skipped: t.skips && t.outlivesProcess(),
		Ends:    t.ends,
	}
	for _, o := range t.pkg.trackers {
		if o.root != t.root || o == t {
			continue
		}
		l.Siblings = append(l.Siblings, o.site.call)
		if need := o.needOf(t); need != nil {
			l.Above = append(l.Above, o.site.call)
			l.Awaits = l.Awaits || need.Waits && o.mayStayOpen()
		}
		if need := t.needOf(o); need != nil && !need.Lazy {
			l.Sunk = l.Sunk || slices.ContainsFunc(o.releases, func(r ssa.Instruction) bool {
				_, plain := r.(*ssa.Call)
				return plain && r.Pos() > t.site.call.Pos()
			})
		}
	}
	return l
}

// mayStayOpen reports whether the function may be left while the resource is open. That
// its context ends may come too late for what waits for it.
func (t *tracker) mayStayOpen() bool {
	return t.partial || len(t.leaks) > 0 || len(t.unwindings) > 0 || t.endsWithItsContext()
}

// needOf returns what the resource needs of the other one, if it was acquired from
// that, as far as can be seen; nil if nothing.
func (t *tracker) needOf(o *tracker) *contract.Need {
	args := callArgs(t.site.call.Common())
	if t.res.entry == nil || o.typ == nil || len(args) == 0 {
		return nil
	}
	switch root := t.pkg.placeOf(args[0]).root.(type) {
	case *ssa.Parameter, *ssa.FreeVar, nil:
		return nil
	case *ssa.Call:
		if root != o.site.call {
			return nil
		}
	case *ssa.Extract:
		if root.Tuple != o.site.call.Value() {
			return nil
		}
	}
	return t.res.entry.NeedOf(o.typ)
}

// isGiven reports whether anybody but the function may have the resource.
func (t *tracker) isGiven() bool {
	return t.takes || t.handedOn || t.presumes || t.captured || t.spawned || len(t.kept) > 0 ||
		slices.ContainsFunc(t.outcomes, func(o outcome) bool {
			return len(o.results) > 0 || o.views && o.status != released
		})
}

// ended notes the call by which the duty ends on a path.
func (t *tracker) ended() {
	if t.at != nil && !slices.Contains(t.ends, t.at) {
		t.ends = append(t.ends, t.at)
	}
}

// releaseMethods returns the methods that release, the one first that undoes.
func (r *resource) releaseMethods() []string {
	methods := slices.Clone(r.methods)
	if r.entry != nil {
		methods = strings.Fields(r.entry.Release)
	}
	methods = slices.DeleteFunc(methods, func(m string) bool { return slices.Contains(notReleases, m) })
	slices.SortStableFunc(methods, func(a, b string) int { return rank(a) - rank(b) })
	return methods
}

// notReleases end an obligation and need something else to be done instead, or
// more than a context.
var notReleases = []string{"Commit", "Hijack", "Reset", "CloseIdleConnections"}

// rank puts what undoes before what may do something.
func rank(method string) int {
	if method == "Rollback" {
		return 0
	}
	return 1
}
