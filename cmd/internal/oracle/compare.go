package oracle

import (
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/oracle/program"
	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

// compare fills in a verdict: what the runs have shown, and where leakvet says
// something else.
func compare(v *Verdict, truth world.Result, reports []report) {
	v.Runs, v.Exact, v.Fault = truth.Runs, truth.Exact, truth.Fault
	v.Acquires, v.Reported = len(truth.Sites), len(reports)
	if v.Fault != "" {
		return
	}
	v.outcomes = truth.Outcomes
	v.unasked = slices.ContainsFunc(truth.Sites, func(a *world.Acquire) bool { return a.Unasked })
	v.missedSites(truth.Sites, reports)
	v.missedUses(truth.Uses, reports)
	if v.Exact {
		v.falseAlarms(truth, reports)
	}
}

// missedSites notes what is wrong with what sites acquire, and not reported.
func (v *Verdict) missedSites(sites []*world.Acquire, reports []report) {
	for _, site := range sites {
		// An owner may hold handles and pools, and is reported as one of these.
		open := anyAt(reports, "unclosed", site.Site) || anyAt(reports, "undisposed", site.Site)
		if site.Leaks {
			v.Leaking++
			if !open {
				v.disagree(leakRule(site.Kind), false, site.Site.Innermost(), site.Kind+" is left open")
			}
		}
		if site.Unheard && !open && !anyAt(reports, "rowserr", site.Site) {
			v.disagree("rowserr", false, site.Site.Innermost(), "a failed iteration is taken for success")
		}
	}
}

// missedUses notes what is wrong with uses and releases, and not reported.
func (v *Verdict) missedUses(uses []*world.Use, reports []report) {
	// A deferred call is run elsewhere than it is reported. And what a loop piles up
	// is not told apart from what it has acquired last.
	ordered := slices.ContainsFunc(reports, func(r report) bool { return r.Rule == "cleanuporder" || r.Rule == "deferloop" })
	for _, use := range uses {
		switch {
		case use.Site == "": // it is the caller's
		case use.Within && !ordered && !v.givesDeferred() && !v.pilesCleanups():
			v.disagree("cleanuporder", false, use.Site.Innermost(), "releases too early")
		case use.After && !use.Before && !anyAt(reports, "afterclose", use.Site):
			v.disagree("afterclose", false, use.Site.Innermost(), "used after the release, on every path")
		}
	}
}

// givesDeferred reports whether the program gives away what a deferred call of it
// releases as well: whoever has got it may have ended it before what it stands on.
func (c Case) givesDeferred() bool {
	deferred, gives := map[int]bool{}, false
	program.Walk(c.Program.Entry.Body, func(s *program.Stmt) {
		switch s.Op {
		case program.Defer:
			deferred[s.Var] = true
		case program.Give:
			gives = gives || deferred[s.Var]
		}
	})
	return gives
}

// pilesCleanups reports whether a loop of the program has the test release what each
// round acquires: a way out of a later round does not tell those of the earlier ones apart.
func (c Case) pilesCleanups() bool {
	piles := false
	program.Walk(c.Program.Entry.Body, func(s *program.Stmt) {
		if s.Op == program.Loop {
			program.Walk(s.Body, func(in *program.Stmt) {
				piles = piles || in.Op == program.Defer && in.How == program.Cleanup
			})
		}
	})
	return piles
}

// falseAlarms notes the reports of what no run has shown.
func (v *Verdict) falseAlarms(truth world.Result, reports []report) {
	for _, r := range reports {
		if !justified(r, truth) {
			v.disagree(r.Rule, true, r.where(), r.Message)
		}
	}
}

func (v *Verdict) disagree(rule string, alarm bool, where, what string) {
	v.Disagreements = append(v.Disagreements, Disagreement{Rule: rule, Alarm: alarm, Where: where, What: what})
}

// leakRule is the rule that reports a leak of a resource.
func leakRule(kind string) string {
	if kind == "pool" {
		return "undisposed"
	}
	return "unclosed"
}

// anyAt reports whether a rule reports something at a site, or at a call that
// leads to it.
func anyAt(reports []report, rule string, site world.Site) bool {
	return slices.ContainsFunc(reports, func(r report) bool { return r.Rule == rule && through(site, r.where()) })
}

func through(site world.Site, where string) bool {
	return slices.Contains(strings.Fields(string(site)), where)
}

// justified reports whether a run has shown what a report says, or none has been
// there: what no run reaches is not judged.
func justified(r report, truth world.Result) bool {
	switch r.Rule {
	case "unclosed", "undisposed", "rowserr":
		if !slices.ContainsFunc(truth.Sites, func(a *world.Acquire) bool { return through(a.Site, r.where()) }) {
			return true
		}
	}
	switch r.Rule {
	case "afterclose":
		return slices.ContainsFunc(truth.Uses, func(u *world.Use) bool { return u.After && through(u.Site, r.where()) }) ||
			slices.ContainsFunc(truth.Sites, func(a *world.Acquire) bool { return a.Dead })
	case "unclosed", "undisposed":
		return slices.ContainsFunc(truth.Sites, func(a *world.Acquire) bool { return (a.Leaks || a.Implied) && through(a.Site, r.where()) })
	case "rowserr":
		return slices.ContainsFunc(truth.Sites, func(a *world.Acquire) bool { return a.Unasked && through(a.Site, r.where()) })
	case "cleanuporder":
		return slices.ContainsFunc(truth.Uses, func(u *world.Use) bool { return u.Early })
	case "deferloop":
		return slices.ContainsFunc(truth.Sites, func(a *world.Acquire) bool { return a.Piled })
	}
	return true
}
