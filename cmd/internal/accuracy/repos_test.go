package accuracy

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestReadTargets(t *testing.T) {
	got, err := ReadTargets(strings.NewReader("# list\no/a 123\n\no/b 456 sub/mod # why\n"))
	want := []Target{{"o/a", "123", "."}, {"o/b", "456", "sub/mod"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	if _, err := ReadTargets(strings.NewReader("o/a\n")); err == nil {
		t.Error("a line without commit is accepted")
	}
}

func TestSortListed(t *testing.T) {
	type failure = struct{ Err string }
	packages, broken := sortListed([]listed{
		{ImportPath: "m/a"},
		{ImportPath: "m/a.test"},
		{ImportPath: "m/b", DepsErrors: []failure{{"no module x\nmore"}}},
		{ImportPath: "m/c"},
		{ImportPath: "m/c [m/c.test]", ForTest: "m/c", DepsErrors: []failure{{"no module y"}}},
		{ImportPath: "m/c.test"},
		{ImportPath: "m/d", Error: &failure{"pattern all:dist: no matching files"}},
		{ImportPath: "m/e"},
		{ImportPath: "m/e_test [m/e.test]", ForTest: "m/e", Error: &failure{"bad"}},
		{ImportPath: "other/dep", DepOnly: true},
	})
	good := importPaths(packages)
	if want := []string{"m/a"}; !slices.Equal(good, want) {
		t.Errorf("good %q, want %q", good, want)
	}
	want := []string{"m/b: no module x", "m/c: no module y", "m/d: pattern all:dist: no matching files", "m/e: bad"}
	if !slices.Equal(broken, want) {
		t.Errorf("broken %q, want %q", broken, want)
	}
}

func reports(n int) []Report {
	var rs []Report
	for i := range n {
		rs = append(rs, Report{"o/a", "c", Diagnostic{Rule: "unclosed", File: "x.go", Line: i, Message: fmt.Sprint("m", i)}})
	}
	return rs
}

func TestReportsRoundTrip(t *testing.T) {
	rs := reports(3)
	rs[1].Related = []Related{{"x.go", 9, "<here> & there"}}
	var first, second bytes.Buffer
	if err := WriteReports(&first, rs); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(rs)
	if err := WriteReports(&second, rs); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Errorf("the order of the reports shows:\n%s\n%s", &first, &second)
	}
	if got, err := ReadReports(&first); err != nil || !reflect.DeepEqual(got, rs) {
		t.Errorf("got %v, %v; want %v", got, err, rs)
	}
}

func TestSampleIsStable(t *testing.T) {
	all := reports(100)
	sample := Sample(slices.Clone(all), 40, 1)
	if len(sample) != 40 {
		t.Fatalf("%d reports sampled, want 40", len(sample))
	}
	if other := Sample(slices.Clone(all), 40, 2); reflect.DeepEqual(sample, other) {
		t.Error("the seed does not matter")
	}
	// One report dropped: at most one of the sample changes.
	if kept := len(subtract(sample, Sample(slices.Clone(all[1:]), 40, 1))); kept > 1 {
		t.Errorf("%d reports of the sample changed, want at most 1", kept)
	}
	if got := Sample(reports(3), 40, 1); len(got) != 3 {
		t.Errorf("%d reports of 3 sampled", len(got))
	}
}

func TestDiff(t *testing.T) {
	before := reports(3)
	after := append(reports(2), Report{"o/b", "c", Diagnostic{Rule: "rowserr", File: "y.go", Line: 5, Message: "new"}})
	after = append(after, after[0])
	var b strings.Builder
	Diff(&b, before, after, Adjudications{before[2].place(): {Found: Wrong}})
	const want = `+ unread o/a x.go:0 unclosed: m0
- wrong o/a x.go:2 unclosed: m2
+ unread o/b y.go:5 rowserr: new
rowserr: -0 +1
unclosed: -1 +1
total: -1 +2 (3 before, 4 after)
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
