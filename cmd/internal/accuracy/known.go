package accuracy

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// A Known is a Case and what became of it, by reading its fix and what was reported.
type Known struct {
	ID        string  `json:"id"`
	Repo      string  `json:"repo"` // owner/name
	FixCommit string  `json:"fix_commit"`
	File      string  `json:"file"`
	Function  string  `json:"function"`
	Kind      string  `json:"kind"`
	Area      string  `json:"area"`
	Outcome   Outcome `json:"outcome"`
	Why       string  `json:"why,omitempty"` // needed unless the outcome is Silent, and where Blind was Missed

	// Blind is what became of it when the tool had never seen it, if that was
	// looked at, and Round in which round of it.
	Blind Outcome `json:"blind,omitempty"`
	Round int     `json:"round,omitempty"`
}

// An Outcome is what became of a case.
type Outcome string

const (
	// Silent: the fault is reported before the fix and not after it.
	Silent Outcome = "silent"
	// Found: the fault is reported before the fix, and something of it after it.
	Found Outcome = "found"
	// Missed: the fault is not reported, whatever else is.
	Missed Outcome = "missed"
	// LeftOut: the label does not meet the criterion, whatever is reported.
	LeftOut Outcome = "left out"
	// NotRun: the package does not load.
	NotRun Outcome = "not run"
)

// An outcome has a title for the list of its cases.
type outcome struct {
	Outcome
	title string
}

// outcomes are in the order of the table.
var outcomes = []outcome{
	{Silent, ""}, // needs no reasons
	{Found, "Found, and something still reported after the fix"},
	{Missed, "Missed"},
	{LeftOut, "Left out"},
	{NotRun, "Not run"},
}

func (o Outcome) judged() bool { return o == Silent || o == Found || o == Missed }

// ReadKnown reads one JSON object a line.
func ReadKnown(r io.Reader) ([]Known, error) {
	all, err := readJSON[Known](r)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool)
	for _, k := range all {
		if err := k.check(); err != nil {
			return nil, fmt.Errorf("%s: %w", k.ID, err)
		}
		if seen[k.ID] {
			return nil, fmt.Errorf("%s: there twice", k.ID)
		}
		seen[k.ID] = true
	}
	return all, nil
}

func (k Known) check() error {
	if k.Blind != "" && title(k.Blind) == nil {
		return fmt.Errorf("blind outcome %q, want silent, found, missed, left out or not run", k.Blind)
	}
	if (k.Blind != "") != (k.Round > 0) {
		return fmt.Errorf("round %d of the blind outcome %q", k.Round, k.Blind)
	}
	switch t := title(k.Outcome); {
	case t == nil:
		return fmt.Errorf("outcome %q, want silent, found, missed, left out or not run", k.Outcome)
	case k.Why == "" && (*t != "" || k.learnt()):
		return fmt.Errorf("%s needs a reason", k.Outcome)
	}
	return nil
}

// title returns the title of the list of an outcome, nil if there is no such outcome.
func title(o Outcome) *string {
	i := slices.IndexFunc(outcomes, func(known outcome) bool { return known.Outcome == o })
	if i < 0 {
		return nil
	}
	return &outcomes[i].title
}

// learnt reports whether the tool has come to find what it missed blind.
func (k Known) learnt() bool { return k.Blind == Missed && (k.Outcome == Silent || k.Outcome == Found) }

// WriteKnown prints, as Markdown, how many of the cases are found, and for the others
// why not.
func WriteKnown(w io.Writer, all []Known) {
	writeKnownTable(w, all, "", func(k Known) Outcome { return k.Outcome })
	writeOutcomes(w, all)
}

// WriteBlind prints, as Markdown, how many of the cases were found when the tool had
// never seen them, and how many are since: a round after the other.
func WriteBlind(w io.Writer, all []Known) {
	rounds := make(map[int][]Known)
	for _, k := range all {
		rounds[k.Round] = append(rounds[k.Round], k)
	}
	for i, round := range slices.Sorted(maps.Keys(rounds)) {
		if i > 0 {
			fmt.Fprintln(w)
		}
		when := fmt.Sprintf(", round %d, ", round)
		writeKnownTable(w, rounds[round], when+"blind", func(k Known) Outcome { return k.Blind })
		fmt.Fprintln(w)
		writeKnownTable(w, rounds[round], when+"since", func(k Known) Outcome { return k.Outcome })
	}
	writeReasons(w, "Missed blind, and found since", all, Known.learnt)
	writeOutcomes(w, all)
}

// writeKnownTable writes a row for each area, by what an outcome is.
func writeKnownTable(w io.Writer, all []Known, when string, of func(Known) Outcome) {
	fmt.Fprintln(w, "| area | cases | not run | left out | judged | found | of 100 | silent after the fix | of 100 found |")
	fmt.Fprintln(w, "|---|---:|---:|---:|---:|---:|---:|---:|---:|")
	areas := make(map[string][]Outcome)
	for _, k := range all {
		areas[k.Area] = append(areas[k.Area], of(k))
	}
	for _, area := range slices.Sorted(maps.Keys(areas)) {
		writeKnownRow(w, area+when, areas[area])
	}
	writeKnownRow(w, "all"+when, slices.Concat(slices.Collect(maps.Values(areas))...))
}

// writeOutcomes lists the cases of each outcome that needs reasons.
func writeOutcomes(w io.Writer, all []Known) {
	for _, o := range outcomes {
		if o.title != "" {
			writeReasons(w, o.title, all, func(k Known) bool { return k.Outcome == o.Outcome && !k.learnt() })
		}
	}
}

func writeKnownRow(w io.Writer, name string, cases []Outcome) {
	n := make(map[Outcome]int)
	judged := 0
	for _, o := range cases {
		n[o]++
		if o.judged() {
			judged++
		}
	}
	found := n[Silent] + n[Found]
	fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d | %s | %d | %s |\n", name, len(cases), n[NotRun], n[LeftOut],
		judged, found, share(found, judged), n[Silent], share(n[Silent], found))
}

// share is empty where there is nothing to have a share of.
func share(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", percent(part, whole))
}

// writeReasons lists the cases that are wanted, those with one reason together.
func writeReasons(w io.Writer, title string, all []Known, wanted func(Known) bool) {
	ids := make(map[string][]string)
	for _, k := range all {
		if wanted(k) {
			ids[k.Why] = append(ids[k.Why], k.ID)
		}
	}
	if len(ids) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s:\n\n", title)
	for _, why := range slices.Sorted(maps.Keys(ids)) {
		slices.Sort(ids[why])
		fmt.Fprintf(w, "- %s: %s\n", why, strings.Join(ids[why], ", "))
	}
}
