package accuracy

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Line is the verdict in one line, and one more for every report in the
// function.
func (v Verdict) Line() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %s\n", v.ID, v.Kind, v.summary())
	v.Parent.print(&b, "parent")
	v.Fix.print(&b, "fix")
	return b.String()
}

func (v Verdict) summary() string {
	switch {
	case v.Parent.Skipped != "":
		return "skipped"
	case !v.Found:
		return "missed"
	case v.Fix.Skipped != "":
		return "found; fix skipped: " + v.Fix.Skipped
	case v.Silent:
		return "found, silent"
	case v.Fewer:
		return "found, NOT SILENT (fewer)"
	}
	return "found, NOT SILENT"
}

func (s Side) print(w io.Writer, name string) {
	if name == "parent" && s.Skipped != "" {
		fmt.Fprintf(w, "\t%s: %s\n", name, s.Skipped)
	}
	for _, d := range s.Reports {
		fmt.Fprintf(w, "\t%s: %v\n", name, d)
	}
}

// Line is the result in one line, and one more for every report.
func (q Quiet) Line() string {
	var b strings.Builder
	switch {
	case q.Skipped != "":
		fmt.Fprintf(&b, "%s: skipped: %s\n", q.Name, q.Skipped)
	case len(q.Reports) == 0:
		fmt.Fprintf(&b, "%s: quiet\n", q.Name)
	default:
		fmt.Fprintf(&b, "%s: FALSE ALARM\n", q.Name)
	}
	for _, d := range q.Reports {
		fmt.Fprintf(&b, "\t%v\n", d)
	}
	return b.String()
}

// A Total counts verdicts.
type Total struct {
	Cases, Checked     int // all; parent type-checks
	Found, Near        int // of Checked
	FixChecked, Silent int // of Found; of FixChecked
}

func (t *Total) add(v Verdict) {
	one := func(n *int, ok bool) {
		if ok {
			*n++
		}
	}
	t.Cases++
	one(&t.Checked, v.Parent.Skipped == "")
	one(&t.Found, v.Found)
	one(&t.Near, v.Near)
	one(&t.FixChecked, v.Found && v.Fix.Skipped == "")
	one(&t.Silent, v.Silent)
}

// WriteTotals prints a table by kind, by area, and of all.
func WriteTotals(w io.Writer, vs []Verdict) error {
	sums := make(map[string]*Total)
	var kinds, areas []string
	count := func(names *[]string, name string, v Verdict) {
		if sums[name] == nil {
			sums[name] = new(Total)
			*names = append(*names, name)
		}
		sums[name].add(v)
	}
	sums["all"] = new(Total)
	for _, v := range vs {
		count(&kinds, v.Kind, v)
		if v.Area != "" {
			count(&areas, "area "+v.Area, v)
		}
		sums["all"].add(v)
	}
	slices.Sort(kinds)
	slices.Sort(areas)
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "kind\tcases\ttype-check\tfound\tat acquire\tfix checks\tsilent\t")
	for _, name := range slices.Concat(kinds, areas, []string{"all"}) {
		t := sums[name]
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t\n", name, t.Cases, t.Checked, t.Found, t.Near, t.FixChecked, t.Silent)
	}
	return tw.Flush()
}
