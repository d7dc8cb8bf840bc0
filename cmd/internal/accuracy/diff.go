package accuracy

import (
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Sample picks n reports of each repository, by rank of a hash of the report
// and the seed: when a better tool adds or drops reports, the rest of the
// sample stays, and with it the work of reading it.
func Sample(rs []Report, n int, seed int64) []Report {
	byRepo := make(map[string][]Report)
	for _, r := range rs {
		byRepo[r.Repo] = append(byRepo[r.Repo], r)
	}
	var picked []Report
	for _, repo := range slices.Sorted(maps.Keys(byRepo)) {
		all := byRepo[repo]
		slices.SortFunc(all, func(a, b Report) int {
			x, y := rank(a, seed), rank(b, seed)
			return slices.Compare(x[:], y[:])
		})
		picked = append(picked, all[:min(n, len(all))]...)
	}
	slices.SortStableFunc(picked, compareReports)
	return picked
}

func rank(r Report, seed int64) [sha256.Size]byte {
	return sha256.Sum256(fmt.Append(nil, seed, "\x00", r.Repo, "\x00", r.File, "\x00", r.Line, "\x00", r.Rule, "\x00", r.Message))
}

// Diff prints what changed between two sets of reports, "-" for gone and "+"
// for new, each with what was found when it was read, and how many by rule.
// Related places are not compared.
func Diff(w io.Writer, before, after []Report, read Adjudications) {
	gone, came := subtract(before, after), subtract(after, before)
	type marked struct {
		sign string
		Report
	}
	var lines []marked
	rules := make(map[string][2]int)
	for _, r := range gone {
		lines = append(lines, marked{"-", r})
		n := rules[r.Rule]
		rules[r.Rule] = [2]int{n[0] + 1, n[1]}
	}
	for _, r := range came {
		lines = append(lines, marked{"+", r})
		n := rules[r.Rule]
		rules[r.Rule] = [2]int{n[0], n[1] + 1}
	}
	slices.SortStableFunc(lines, func(a, b marked) int { return compareReports(a.Report, b.Report) })
	for _, l := range lines {
		fmt.Fprintf(w, "%s %s %v\n", l.sign, read.Of(l.Report).Found, l.Report)
	}
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		fmt.Fprintf(w, "%s: -%d +%d\n", rule, rules[rule][0], rules[rule][1])
	}
	fmt.Fprintf(w, "total: -%d +%d (%d before, %d after)\n", len(gone), len(came), len(before), len(after))
}

func (r Report) String() string {
	return fmt.Sprintf("%s %s:%d %s: %s", r.Repo, r.File, r.Line, r.Rule, r.Message)
}

// subtract returns the reports of a that b has not; of equal ones as many as
// are too many.
func subtract(a, b []Report) []Report {
	have := make(map[string]int)
	for _, r := range b {
		have[r.String()]++
	}
	var rest []Report
	for _, r := range a {
		if have[r.String()] > 0 {
			have[r.String()]--
			continue
		}
		rest = append(rest, r)
	}
	return rest
}
