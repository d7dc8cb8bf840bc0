package report

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/internal/filetest"
)

// sarifOf returns the log of findings in a repository with a file.
func sarifOf(t *testing.T, content string, errors []string, findings ...check.Finding) sarifRun {
	t.Helper()
	dir := t.TempDir()
	filetest.Write(t, filepath.Join(dir, ".git", "HEAD"), "")
	filetest.Write(t, filepath.Join(dir, "m", "sub dir", "a.go"), content)
	r := &Report{Version: "v1.2.3", Dir: filepath.Join(dir, "m"), Result: &check.Result{Findings: findings, Errors: errors}}
	var b strings.Builder
	if err := writeSARIF(&b, r); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(b.String()), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 || log.Version != "2.1.0" {
		t.Fatalf("got %s", b.String())
	}
	return log.Runs[0]
}

const umlauts = "package a\n\nfunc f() {\n\tä, err := open(`𝄞`) // one unit, two units\n\tif err != nil {\n\t\treturn\n\t}\n}\n"

func TestSARIF(t *testing.T) {
	const name = "sub dir/a.go"
	run := sarifOf(t, umlauts, []string{"b.go:1:1: broken"}, check.Finding{
		Rule: "unclosed", Message: "ä is never closed", Package: "m",
		Place: check.Place{File: name, Line: 4, Column: 13, EndLine: 4, EndColumn: 25},
		Related: []check.Related{
			{Message: "acquired here", Place: check.Place{File: name, Line: 4, Column: 13, EndLine: 4, EndColumn: 25}},
			{Message: "here m[err](1) holds", Place: check.Place{File: name, Line: 6, Column: 3, EndLine: 6, EndColumn: 3}},
		},
		Fixes: []check.Fix{{Message: "Defer it", Edits: []check.Edit{
			{File: name, Start: strings.Index(umlauts, "open"), End: strings.Index(umlauts, " // one"), New: "x"},
			{File: name, Start: strings.Index(umlauts, " // one"), End: strings.Index(umlauts, " // one"), New: "y"},
		}}},
	})
	result := run.Results[0]
	rule := run.Tool.Driver.Rules[result.RuleIndex]
	if rule.ID != "unclosed" || result.RuleID != "unclosed" || result.Level != "error" || rule.DefaultConfiguration.Level != "error" {
		t.Errorf("rule %s (%s), level %s", result.RuleID, rule.ID, result.Level)
	}
	if got := run.Tool.Driver.Version; got != "1.2.3" {
		t.Errorf("version %q", got)
	}
	artifact := sarifArtifact{"m/sub%20dir/a.go", "%SRCROOT%"}
	opened := sarifPhysical{artifact, sarifRegion{4, 12, 4, 22}}
	if got := result.Locations[0].Physical; got != opened {
		t.Errorf("location %v, want %v", got, opened)
	}
	returned := sarifPhysical{artifact, sarifRegion{6, 3, 6, 9}}
	if got := result.RelatedLocations; len(got) != 2 || got[0].ID != 1 || got[0].Physical != opened || got[1].ID != 2 || got[1].Physical != returned {
		t.Errorf("related %v", got)
	}
	if want := "ä is never closed\n[acquired here](1)\n" + `[here m\[err\](1) holds](2)`; result.Message.Text != want {
		t.Errorf("message %q, want %q", result.Message.Text, want)
	}
	if got := result.CodeFlows[0].ThreadFlows[0].Locations; len(got) != 2 || got[1].Location.Physical != returned || got[1].Location.Message.Text != `here m[err\](1) holds` {
		t.Errorf("flow %v", got)
	}
	want := []sarifFix{{sarifText{Text: "Defer it"}, []sarifArtifactChange{{artifact, []sarifReplacement{
		{sarifRegion{4, 12, 4, 22}, sarifText{Text: "x"}},
		{sarifRegion{4, 22, 4, 22}, sarifText{Text: "y"}},
	}}}}}
	if !reflect.DeepEqual(result.Fixes, want) {
		t.Errorf("fixes\n got %v\nwant %v", result.Fixes, want)
	}
	if got := result.PartialFingerprints; got["primaryLocationLineHash"] != hashLines(umlauts)[3] || len(got["leakvet/v1"]) != 32 {
		t.Errorf("fingerprints %v", got)
	}
	if inv := run.Invocations[0]; inv.ExecutionSuccessful || inv.Notifications[0].Message.Text != "b.go:1:1: broken" {
		t.Errorf("invocation %v", inv)
	}
}

// The path may say nothing of the finding's own place.
func TestSARIFFlow(t *testing.T) {
	run := sarifOf(t, umlauts, nil, check.Finding{
		Rule: "cleanupctx", Message: "it is too late", Place: check.Place{File: "sub dir/a.go", Line: 6, Column: 3, EndLine: 6, EndColumn: 9},
		Related: []check.Related{{Message: "it ends here", Place: check.Place{File: "sub dir/a.go", Line: 4, Column: 2, EndLine: 4, EndColumn: 2}}},
	})
	var flow []string
	for _, l := range run.Results[0].CodeFlows[0].ThreadFlows[0].Locations {
		flow = append(flow, fmt.Sprint(l.Location.Physical.Region.StartLine, " ", l.Location.Message.Text))
	}
	if want := []string{"6 it is too late", "4 it ends here"}; !slices.Equal(flow, want) {
		t.Errorf("got %q, want %q", flow, want)
	}
}

// What is known of a finding may be less.
func TestSARIFWithLess(t *testing.T) {
	run := sarifOf(t, umlauts, nil,
		check.Finding{Rule: "directive", Message: "a[i](1) is off", Place: check.Place{File: "sub dir/a.go", Line: 3, EndLine: 3}},
		check.Finding{Rule: "directive", Message: "elsewhere", Place: check.Place{File: "/gone/a b.go", Line: 3, Column: 2, EndLine: 3, EndColumn: 2},
			Fixes: []check.Fix{{Message: "it cannot be told where", Edits: []check.Edit{{File: "/gone/a b.go", Start: 3, End: 4}}}}},
	)
	first, second := run.Results[0], run.Results[1]
	if got, want := first.Locations[0].Physical.Region, (sarifRegion{3, 1, 3, 11}); got != want {
		t.Errorf("the line: got %v, want %v", got, want)
	}
	if first.Level != "warning" || first.Message.Text != `a[i\](1) is off` || first.CodeFlows != nil || first.RelatedLocations != nil {
		t.Errorf("got %v", first)
	}
	if got, want := second.Locations[0].Physical.Artifact, (sarifArtifact{"file:///gone/a%20b.go", ""}); got != want {
		t.Errorf("the file: got %v, want %v", got, want)
	}
	if second.Fixes != nil || second.PartialFingerprints["primaryLocationLineHash"] != "" {
		t.Errorf("got %v", second)
	}
	if !run.Invocations[0].ExecutionSuccessful {
		t.Error("the run is said to have failed")
	}
}

func TestMarkdown(t *testing.T) {
	const manual = "x: report\n\nThis is\nwrong:\n\n\tf()\n\n\tif x {\n\t\tg()\n\t}\n\nSilent else.\n"
	const want = "x: report\n\nThis is\nwrong:\n\n```go\nf()\n\nif x {\n\tg()\n}\n```\n\nSilent else.\n"
	if got := Markdown(strings.TrimSpace(manual)); got != want {
		t.Errorf("got\n%s", got)
	}
}
