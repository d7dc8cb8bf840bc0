package report

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/internal/filetest"
)

func TestTerminal(t *testing.T) {
	dir := t.TempDir()
	filetest.Write(t, filepath.Join(dir, "a.go"), twoSteps)
	filetest.Write(t, filepath.Join(dir, "b.go"), "package a\n\nfunc open(string) (reader, error)\n")
	far := check.Place{File: "b.go", Line: 3, Column: 6, EndLine: 3, EndColumn: 10}
	gone := check.Place{File: "gone.go", Line: 1234, Column: 1, EndLine: 1234, EndColumn: 1}
	tests := map[string]struct {
		findings []check.Finding
		want     string
	}{
		"a place": {
			[]check.Finding{{Rule: "directive", Message: "it is \x1b[31m broken", Place: at(11, 2)}},
			`a.go:11:2: directive: it is �[31m broken
 11 |     return nil
    |     ^^^^^^

1 finding
`,
		},
		"a path through files and back, with a fix": {
			[]check.Finding{{
				Rule: "unclosed", Message: "r is open", Place: at(4, 12),
				Related: []check.Related{{Message: "declared", Place: far}, {Message: "fails", Place: at(5, 5)}, {Message: "opened", Place: at(4, 12)}},
				Fixes:   []check.Fix{{Message: "Defer it"}},
			}},
			`a.go:4:12: unclosed: r is open
  4 |     r, err := open("x") // why
    |               ^^^^
    :: b.go:3:6
  3 | func open(string) (reader, error)
    |      ^^^^ 1. declared
    :: a.go:5:5
  5 |     if err != nil {
    |        ^^^ 2. fails
  4 |     r, err := open("x") // why
    |               ^^^^ 3. opened
    = fix: Defer it

1 finding, 1 with a fix: see leakvet -diff
`,
		},
		"a file that is gone": {
			[]check.Finding{
				{Rule: "unclosed", Message: "r is open", Place: gone, Related: []check.Related{{Message: "opened", Place: gone}}},
				{Rule: "unclosed", Message: "s is open", Place: at(99, 1)},
			},
			`gone.go:1234:1: unclosed: r is open
1234 | opened

a.go:99:1: unclosed: s is open

2 findings
`,
		},
		"nothing": {nil, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			r := &Report{Dir: dir, Terminal: &Terminal{}, Result: &check.Result{Findings: test.findings}}
			if err := writeText(&b, r); err != nil {
				t.Fatal(err)
			}
			if b.String() != test.want {
				t.Errorf("got\n%s\nwant\n%s", &b, test.want)
			}
		})
	}
}
