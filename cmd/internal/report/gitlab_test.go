package report

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

func TestGitLab(t *testing.T) {
	leak := check.Finding{Rule: "unclosed", Message: "f is never closed", Place: check.Place{File: "a.go", Line: 3, Column: 2, EndLine: 4, EndColumn: 5}}
	again := leak
	again.Place = check.Place{File: "a.go", Line: 9}
	warning := check.Finding{Rule: "poolconfig", Message: "db has no limits", Place: check.Place{File: "b/b.go", Line: 1}}
	r := &Report{Dir: t.TempDir(), Result: &check.Result{Findings: []check.Finding{leak, again, warning}}}
	var b strings.Builder
	if err := writeGitLab(&b, r); err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	prints := map[any]bool{}
	for _, issue := range got {
		prints[issue["fingerprint"]] = true
		delete(issue, "fingerprint")
	}
	if len(prints) != 3 || prints[""] || prints[nil] {
		t.Errorf("fingerprints %v", prints)
	}
	place := func(path string, begin, end float64) map[string]any {
		return map[string]any{"path": path, "lines": map[string]any{"begin": begin, "end": end}}
	}
	want := []map[string]any{
		{"description": "unclosed: f is never closed", "check_name": "unclosed", "severity": "major", "location": place("a.go", 3, 4)},
		{"description": "unclosed: f is never closed", "check_name": "unclosed", "severity": "major", "location": place("a.go", 9, 9)},
		{"description": "poolconfig: db has no limits", "check_name": "poolconfig", "severity": "minor", "location": place("b/b.go", 1, 1)},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
}

// TestNoFindings: an empty list says that there is nothing, and null would be an error.
func TestNoFindings(t *testing.T) {
	var b strings.Builder
	if err := writeGitLab(&b, &Report{Dir: "/nowhere", Result: new(check.Result)}); err != nil || b.String() != "[]\n" {
		t.Errorf("got %q, %v", &b, err)
	}
}
