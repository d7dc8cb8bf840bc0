package report

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/internal/filetest"
)

const twoSteps = `package a

func f() error {
	r, err := open("x") // why
	if err != nil {
		return err
	}

	use(r)

	return nil
}
`

func at(line, column int) check.Place {
	return check.Place{File: "a.go", Line: line, Column: column, EndLine: line, EndColumn: column}
}

func TestExcerpts(t *testing.T) {
	dir := t.TempDir()
	filetest.Write(t, filepath.Join(dir, "a.go"), twoSteps)
	f := check.Finding{
		Place: check.Place{File: "a.go", Line: 4, Column: 12, EndLine: 4, EndColumn: 21},
		Related: []check.Related{
			{Message: "opened", Place: at(4, 12)},
			{Message: "returns", Place: at(11, 2)},
			{Message: "elsewhere", Place: check.Place{File: "gone.go", Line: 7, Column: 1, EndLine: 7, EndColumn: 1}},
		},
	}
	got := excerptsOf(newSources(dir), f)
	if len(got) != 2 || got[0].File != "a.go" || got[1].File != "gone.go" {
		t.Fatalf("got %v", got)
	}
	var text []string
	for _, line := range got[0].Lines {
		text = append(text, shown(line))
	}
	want := []string{
		"3 func f() error {",
		`4 	r, err := [own [1] open(][own [] "x"][own [] )] // why <1 opened>`,
		"5 	if err != nil {",
		"6 		return err",
		"⋯ 9 	use(r)",
		"10 ",
		"11 	[step [2] return] nil <2 returns>",
		"12 }",
	}
	if !reflect.DeepEqual(text, want) {
		t.Errorf("\n got %q\nwant %q", text, want)
	}
	if gone := got[1].Lines; len(gone) != 1 || gone[0].Number != 7 || !reflect.DeepEqual(gone[0].Notes, []note{{3, "elsewhere"}}) {
		t.Errorf("of a file that is gone: %v", gone)
	}
}

// shown writes a line with its marks in brackets, and its notes behind it.
func shown(line lineView) string {
	var b strings.Builder
	if line.Gap {
		b.WriteString("⋯ ")
	}
	fmt.Fprintf(&b, "%d ", line.Number)
	for _, s := range line.Segments {
		if s.Mark == "" {
			b.WriteString(s.Text)
		} else {
			fmt.Fprintf(&b, "[%s %v %s]", s.Mark, s.Steps, s.Text)
		}
	}
	for _, n := range line.Notes {
		fmt.Fprintf(&b, " <%d %s>", n.Step, n.Text)
	}
	return b.String()
}

func TestHighlight(t *testing.T) {
	lines := strings.Split("x := `a\n\tb` + 'c' /* d\ne */ + 1\nreturn", "\n")
	got := scan(lines)
	want := map[int][]tokenSpan{
		1: {{5, 7, "string"}},
		2: {{0, 3, "string"}, {6, 9, "string"}, {10, 14, "comment"}},
		3: {{0, 4, "comment"}, {7, 8, "number"}},
		4: {{0, 6, "keyword"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}

// What the page says of a rule is its manual; one that found nothing is left out.
func TestHTML(t *testing.T) {
	dir := t.TempDir()
	filetest.Write(t, filepath.Join(dir, "a.go"), twoSteps)
	r := &Report{Version: "v1.2.3", Dir: dir, Result: &check.Result{
		Findings: []check.Finding{{Rule: "unclosed", Message: "r < s", Package: "m", Place: at(4, 12)}},
		Errors:   []string{"b.go:1:1: <broken>"},
	}}
	var b strings.Builder
	if err := writeHTML(&b, r); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"1 finding in ", "by leakvet v1.2.3", "r &lt; s", "b.go:1:1: &lt;broken&gt;", `<details id="rule-unclosed">`, "defer rows.Close() // RIGHT"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("no %q in the page", part)
		}
	}
	if strings.Contains(b.String(), "rule-undisposed") {
		t.Error("the page tells of rules that found nothing")
	}
	b.Reset()
	if err := writeHTML(&b, &Report{Dir: dir, Result: &check.Result{}}); err != nil || !strings.Contains(b.String(), "<h1>No findings in ") {
		t.Errorf("without findings: %v\n%s", err, &b)
	}
}
