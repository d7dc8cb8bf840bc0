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
	Why       string  `json:"why,omitempty"` // needed unless the outcome is Silent
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

// outcomes are in the order of the table, with the title of their lists.
var outcomes = []struct {
	Outcome
	title string
}{
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
	for _, o := range outcomes {
		if o.Outcome != k.Outcome {
			continue
		}
		if k.Why == "" && o.title != "" {
			return fmt.Errorf("%s needs a reason", k.Outcome)
		}
		return nil
	}
	return fmt.Errorf("outcome %q, want silent, found, missed, left out or not run", k.Outcome)
}

// WriteKnown prints, as Markdown, how many of the cases are found, and for the others
// why not.
func WriteKnown(w io.Writer, all []Known) {
	fmt.Fprintln(w, "| area | cases | not run | left out | judged | found | of 100 | silent after the fix | of 100 found |")
	fmt.Fprintln(w, "|---|---:|---:|---:|---:|---:|---:|---:|---:|")
	areas := make(map[string][]Known)
	for _, k := range all {
		areas[k.Area] = append(areas[k.Area], k)
	}
	for _, area := range slices.Sorted(maps.Keys(areas)) {
		writeKnownRow(w, area, areas[area])
	}
	writeKnownRow(w, "all", all)
	for _, o := range outcomes {
		if o.title != "" {
			writeReasons(w, o.title, o.Outcome, all)
		}
	}
}

func writeKnownRow(w io.Writer, name string, cases []Known) {
	n := make(map[Outcome]int)
	judged := 0
	for _, k := range cases {
		n[k.Outcome]++
		if k.Outcome.judged() {
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

// writeReasons lists the cases of an outcome, those with one reason together.
func writeReasons(w io.Writer, title string, of Outcome, all []Known) {
	ids := make(map[string][]string)
	for _, k := range all {
		if k.Outcome == of {
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
