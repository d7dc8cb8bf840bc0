package accuracy

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// row is a line of a table: a repository, a rule, or all of them.
type row struct {
	name, commit             string
	lines, packages, leftOut int
	reports                  int
	right, wrong, undecided  int
	reasons                  []string // of those that are wrong
}

func (r row) read() int { return r.right + r.wrong + r.undecided }

func (r *row) add(a Adjudication) {
	r.reports++
	switch a.Found {
	case Right:
		r.right++
	case Wrong:
		r.wrong++
		if !slices.Contains(r.reasons, a.Why) {
			r.reasons = append(r.reasons, a.Why)
		}
	case Undecided:
		r.undecided++
	}
}

// WriteTables prints, as Markdown, what a record says of every repository and
// of every rule, as far as its reports have been read, and the sums of both.
func WriteTables(w io.Writer, rec Record, read Adjudications) {
	repos, rules, all := make(map[string]*row), make(map[string]*row), row{name: "all"}
	at := func(rows map[string]*row, name string) *row {
		if rows[name] == nil {
			rows[name] = &row{name: name}
		}
		return rows[name]
	}
	for _, s := range rec.Surveys {
		for _, r := range []*row{at(repos, s.Repo), &all} {
			r.lines += s.Lines
			r.packages += s.Packages
			r.leftOut += s.LeftOut
		}
		at(repos, s.Repo).commit = s.Commit
	}
	for _, d := range rec.Reports {
		for _, r := range []*row{at(repos, d.Repo), at(rules, d.Rule), &all} {
			r.add(read.Of(d))
		}
	}
	sorted := slices.SortedFunc(maps.Values(repos), byName)
	writeRepos(w, append(sorted, &all))
	writeSummary(w, sorted, all)
	writeRules(w, append(slices.SortedFunc(maps.Values(rules), byName), &all))
}

func byName(a, b *row) int { return cmp.Compare(a.name, b.name) }

func writeRepos(w io.Writer, rows []*row) {
	fmt.Fprintln(w, "| repository | commit | lines | packages | left out | reports | read | right | wrong | undecided | wrong because |")
	fmt.Fprintln(w, "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|")
	for _, r := range rows {
		commit := ""
		if r.commit != "" {
			commit = "`" + r.commit[:min(12, len(r.commit))] + "`"
		}
		fmt.Fprintf(w, "| %s | %s | %d | %d | %d | %d | %d | %d | %d | %d | %s |\n", r.name, commit,
			r.lines, r.packages, r.leftOut, r.reports, r.read(), r.right, r.wrong, r.undecided, r.because())
	}
}

// because is empty in the sum, where the reasons would be all those above.
func (r row) because() string {
	if r.commit == "" {
		return ""
	}
	return strings.Join(r.reasons, "; ")
}

func writeRules(w io.Writer, rows []*row) {
	fmt.Fprintln(w, "| rule | reports | read | right | wrong | undecided |")
	fmt.Fprintln(w, "|---|---:|---:|---:|---:|---:|")
	for _, r := range rows {
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d |\n", r.name, r.reports, r.read(), r.right, r.wrong, r.undecided)
	}
}

// writeSummary says how many of 100 reports are right. Of the repositories with
// many reports only some are read, so that the plain share of those that were
// read is more of the small ones; the weighted one counts each repository by its
// reports.
func writeSummary(w io.Writer, repos []*row, all row) {
	decided := all.right + all.wrong
	if decided == 0 {
		return
	}
	var right, weight float64
	for _, r := range repos {
		if n := r.right + r.wrong; n > 0 {
			right += float64(r.reports) * float64(r.right) / float64(n)
			weight += float64(r.reports)
		}
	}
	fmt.Fprintf(w, "\nOf 100 decided reports %.1f are right; %.1f if every repository counts by how many reports it has,\n"+
		"and %.1f if the undecided ones count as wrong.\n\n",
		percent(all.right, decided), 100*right/weight, percent(all.right, all.read()))
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(whole) }
