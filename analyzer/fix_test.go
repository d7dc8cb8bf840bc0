package analyzer_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/ruletest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestFixes applies the fixes of the packages in folders named fix, and compares the
// files with their golden ones. The fixed code compiles, and no rule finds anything
// in it but what it found before and had no fix for.
func TestFixes(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses the corpus once more")
	}
	analyzers, err := analyzer.New(&analyzer.Config{Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	corpus := &ruletest.Corpus{Dir: corpusDir(t)}
	fixed, err := corpus.Fixed(analyzers)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, d := range fixed.Unfixed {
		known[d.File+": "+d.Text] = true
	}
	for _, d := range fixed.Left {
		if !known[d.File+": "+d.Text] {
			t.Errorf("%s:%d: after the fix: %s", d.File, d.Line, d.Text)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fixed.Files)) {
		golden := filepath.Join(corpus.Dir, name+".golden")
		if *update {
			if err := os.WriteFile(golden, fixed.Files[name], 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != string(fixed.Files[name]) {
			t.Errorf("%s is fixed otherwise than in its golden file: look, and run go test ./analyzer -run TestFixes -update\n%s", name, fixed.Files[name])
		}
	}
}
