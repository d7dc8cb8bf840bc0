package analyzer_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/ruletest"
)

// TestCorpus runs all rules over the corpus in this process. The command runs
// over the same corpus in cmd/leakvet, alone and under go vet.
func TestCorpus(t *testing.T) {
	for profile, strict := range map[string]bool{analyzer.Default: false, analyzer.Strict: true} {
		t.Run(profile, func(t *testing.T) {
			if !strict && testing.Short() {
				t.Skip("analyses the whole corpus")
			}
			corpus, err := ruletest.Load(corpusDir(t), strict)
			if err != nil {
				t.Fatal(err)
			}
			analyzers, err := analyzer.New(&analyzer.Config{Profile: profile, Explain: true})
			if err != nil {
				t.Fatal(err)
			}
			got, err := corpus.InProcess(analyzers)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range corpus.Diff(got) {
				t.Error(line)
			}
		})
	}
}

// TestCorpusSize keeps the corpus from shrinking unnoticed.
func TestCorpusSize(t *testing.T) {
	for _, word := range []string{"bad", "good"} {
		n, err := ruletest.Count(corpusDir(t), word)
		if err != nil {
			t.Fatal(err)
		}
		if n < 250 {
			t.Errorf("%d functions are named %s…, want 250 at least", n, word)
		}
		t.Logf("%d functions are named %s…", n, word)
	}
}

func corpusDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestSuite(t *testing.T) {
	analyzers, err := analyzer.New(&analyzer.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := analysis.Validate(analyzers); err != nil {
		t.Error(err)
	}
	previous := ""
	var names []string
	for _, rule := range analyzer.Rules() {
		names = append(names, rule.Name)
		if rule.Name <= previous {
			t.Errorf("%s stands behind %s", rule.Name, previous)
		}
		previous = rule.Name
		for _, part := range []string{rule.Name + ": report ", "// WRONG", "// RIGHT", "\nReported at ", "\nSilent ", "//leakvet:ignore " + rule.Name} {
			if !strings.Contains(rule.Doc, part) {
				t.Errorf("the manual of %s lacks %q", rule.Name, part)
			}
		}
	}
	if known := new(analyzer.Config).Known(); !slices.Equal(known, names) {
		t.Errorf("the catalog has %q, the suite %q", known, names)
	}
}
