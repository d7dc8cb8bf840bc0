package obligation

import (
	"go/types"
	"slices"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/flow"
)

// A recipient is an argument of a function that cannot be seen whole, or of a method
// that an interface leaves open: it may take what it is given, or borrow it.
type recipient struct {
	fn  *types.Func
	arg int
}

func nobody(recipient) bool { return false }

func anybody(recipient) bool { return true }

// lendsTo reports whether argument i of a callee, which is thought to take the
// resource, is known to borrow it.
func (t *tracker) lendsTo(k callee, i int) bool {
	r := recipient{arg: i}
	if k.obj != nil {
		r.fn = k.obj.Origin()
		t.recipients = append(t.recipients, r)
	}
	return t.borrows(r)
}

// learnBorrowers learns from a function that releases on every path what it had given
// away, whatever came of that: who it was given to borrows it.
func (p *pkg) learnBorrowers(t *tracker, m *flow.Machine) {
	if m.GaveUp() == "" && len(t.leaks) == 0 && t.releasesOnce() {
		for _, r := range t.recipients {
			p.borrowers[r] = true
		}
	}
}

// releasesOnce reports whether one alone is to release what is tracked. Both ends of a
// stream are closed, and by many to be sure.
func (t *tracker) releasesOnce() bool {
	return t.res.entry != nil && t.res.class == contract.Handle && !slices.ContainsFunc(
		[]string{"Read", "Write", "Accept"}, func(m string) bool { return hasMethod(t.typ, m) },
	)
}

// doubt looks once more at what is thought to be taken by those of whom another function
// of the package knows that they borrow: one of the two is wrong.
func (p *pkg) doubt() {
	for i, t := range p.trackers {
		if t.site == nil || t.takes || len(t.leaks) > 0 || !t.releasesOnce() || !slices.ContainsFunc(t.recipients, p.isBorrower) {
			continue
		}
		p.guarded(t.root, func() {
			if again, m := p.explore(t.root, t.site, p.isBorrower); m.GaveUp() == "" {
				p.trackers[i] = again
			}
		})
	}
}

func (p *pkg) isBorrower(r recipient) bool { return p.borrowers[r] }
