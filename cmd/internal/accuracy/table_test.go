package accuracy

import (
	"strings"
	"testing"
)

func TestWriteTables(t *testing.T) {
	var rec Record
	rec.Replace("o/a", []Survey{
		{Target: Target{"o/a", "0123456789abcdef", "."}, Lines: 1000, Packages: 9, LeftOut: 1, Reports: reports(4)},
		{Target: Target{"o/a", "0123456789abcdef", "sub"}, Lines: 10, Packages: 1},
	})
	rec.Replace("o/b", []Survey{{Target: Target{"o/b", "b", "."}, Lines: 5, Packages: 1, Reports: []Report{
		{"o/b", "b", Diagnostic{Rule: "rowserr", File: "y.go", Line: 5}},
	}}})
	read := Adjudications{
		rec.Reports[0].place(): {Found: Wrong, Why: "closed by y"},
		rec.Reports[1].place(): {Found: Wrong, Why: "closed by y"},
		rec.Reports[2].place(): {Found: Right},
		rec.Reports[4].place(): {Found: Right},
	}
	var b strings.Builder
	WriteTables(&b, rec, read)
	const want = `| repository | commit | lines | packages | left out | reports | read | right | wrong | undecided | wrong because |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|
| o/a | ` + "`0123456789ab`" + ` | 1010 | 10 | 1 | 4 | 3 | 1 | 2 | 0 | closed by y |
| o/b | ` + "`b`" + ` | 5 | 1 | 0 | 1 | 1 | 1 | 0 | 0 |  |
| all |  | 1015 | 11 | 1 | 5 | 4 | 2 | 2 | 0 |  |

Of 100 decided reports 50.0 are right; 46.7 if every repository counts by how many reports it has,
and 50.0 if the undecided ones count as wrong.

| rule | reports | read | right | wrong | undecided |
|---|---:|---:|---:|---:|---:|
| rowserr | 1 | 1 | 1 | 0 | 0 |
| unclosed | 4 | 3 | 1 | 2 | 0 |
| all | 5 | 4 | 2 | 2 | 0 |
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestReplaceKeepsTheOthers(t *testing.T) {
	var rec Record
	rec.Replace("o/a", []Survey{{Target: Target{Repo: "o/a"}, Reports: reports(3)}})
	rec.Replace("o/b", []Survey{{Target: Target{Repo: "o/b"}, Reports: []Report{{Repo: "o/b"}}}})
	rec.Replace("o/a", []Survey{{Target: Target{Repo: "o/a"}, Reports: reports(1)}})
	if len(rec.Surveys) != 2 || len(rec.Reports) != 2 {
		t.Errorf("%d surveys and %d reports, want one of each repository", len(rec.Surveys), len(rec.Reports))
	}
	var b strings.Builder
	if err := WriteSurveys(&b, rec.Surveys); err != nil {
		t.Fatal(err)
	}
	back, err := ReadSurveys(strings.NewReader(b.String()))
	if err != nil || len(back) != 2 || back[0].Repo != "o/a" {
		t.Errorf("read back %v, %v", back, err)
	}
}
