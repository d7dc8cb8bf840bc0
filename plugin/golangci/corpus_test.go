package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/internal/ruletest"
)

// The corpus has places with several issues, and the same ones again and again.
const corpusConfig = `
version: "2"
run: {relative-path-mode: wd}
linters:
  default: none
  enable: [leakvet]
  settings:
    custom:
      leakvet: {type: module, settings: {profile: PROFILE}}
issues: {max-issues-per-linter: 0, max-same-issues: 0, uniq-by-line: false}
`

// TestCorpus runs golangci-lint over the corpus. The expectations are those that
// the vettool has to meet.
func TestCorpus(t *testing.T) {
	for profile, strict := range map[string]bool{"default": false, "strict": true} {
		t.Run(profile, func(t *testing.T) {
			corpus, err := ruletest.Load("../../testdata", strict)
			if err != nil {
				t.Fatal(err)
			}
			if len(corpus.Wants) == 0 {
				t.Fatal("nothing is expected")
			}
			config := filepath.Join(t.TempDir(), "golangci.yml")
			text := strings.Replace(corpusConfig, "PROFILE", profile, 1)
			if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, line := range corpus.Diff(issues(t, corpus.Dir, config, corpus.Pattern())) {
				t.Error(line)
			}
		})
	}
}

// issues returns what golangci-lint says of packages.
func issues(t *testing.T, dir, config, pattern string) []ruletest.Diagnostic {
	cmd := exec.Command(golangci, "run", "--config="+config, "--issues-exit-code=0",
		"--output.json.path=stdout", "--show-stats=false", "--allow-parallel-runners", pattern)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOLANGCI_LINT_CACHE="+cache)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("golangci-lint: %v\n%s", err, out)
	}
	var report struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename string
				Line     int
			}
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	var found []ruletest.Diagnostic
	for _, issue := range report.Issues {
		if issue.FromLinter != "leakvet" {
			t.Errorf("%s:%d: %s: %s", issue.Pos.Filename, issue.Pos.Line, issue.FromLinter, issue.Text)
		}
		found = append(found, ruletest.Diagnostic{File: issue.Pos.Filename, Line: issue.Pos.Line, Text: issue.Text})
	}
	return found
}
