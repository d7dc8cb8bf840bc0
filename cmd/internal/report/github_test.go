package report

import (
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

func TestGitHub(t *testing.T) {
	r := &Report{Dir: "/nowhere", Result: &check.Result{Findings: []check.Finding{
		{
			Rule: "unclosed", Message: "100%\r\nopen: a,b",
			Place:   check.Place{File: "a,b:c%.go", Line: 3, Column: 2, EndLine: 3, EndColumn: 5},
			Related: []check.Related{{Message: "here", Place: check.Place{File: "b.go", Line: 1}}},
		},
		{Rule: "poolconfig", Message: "over lines", Place: check.Place{File: "a.go", Line: 3, Column: 2, EndLine: 4, EndColumn: 5}},
	}}}
	want := `::error file=a%2Cb%3Ac%25.go,line=3,endLine=3,col=2,endColumn=5,title=unclosed::100%25%0D%0Aopen: a,b%0Ab.go:1: here
::warning file=a.go,line=3,endLine=4,title=poolconfig::over lines
`
	var b strings.Builder
	if err := writeGitHub(&b, r); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("\n got %s\nwant %s", &b, want)
	}
}
