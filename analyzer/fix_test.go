package analyzer_test

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/ruletest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestFixes applies the fixes of the packages in folders named fix, and compares the
// files with their golden ones. The fixed code compiles, and nothing of the rule is
// left to be fixed.
func TestFixes(t *testing.T) {
	analyzers, err := analyzer.New(&analyzer.Config{})
	if err != nil {
		t.Fatal(err)
	}
	corpus := &ruletest.Corpus{Dir: corpusDir(t)}
	files, left, err := corpus.Fixed(analyzers)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range left {
		rule, _, _ := strings.Cut(d.Text, ":")
		if strings.HasPrefix(filepath.ToSlash(d.File), rule+"/") {
			t.Errorf("%s:%d: after the fix: %s", d.File, d.Line, d.Text)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		golden := filepath.Join(corpus.Dir, name+".golden")
		if *update {
			if err := os.WriteFile(golden, files[name], 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != string(files[name]) {
			t.Errorf("%s is fixed otherwise than in its golden file: look, and run go test ./analyzer -run TestFixes -update\n%s", name, files[name])
		}
	}
}
