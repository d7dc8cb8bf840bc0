package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/fingerprint"
)

// TestFixed applies all fixes of the corpus. The code still compiles and is formatted,
// and nothing that had a fix is found there again.
func TestFixed(t *testing.T) {
	if testing.Short() {
		t.Skip("it analyses the corpus twice")
	}
	dir := copyOfCorpus(t)
	before, err := inCorpus["default"]()
	if err != nil {
		t.Fatal(err)
	}
	had := make(map[fingerprint.ID]int)
	ids := fingerprint.Of(corpusDir, before)
	for i, f := range before {
		if len(f.Fixes) == 0 {
			had[ids[i]]++ // these may be found again
		} else {
			had[ids[i]] += 0
		}
	}
	if out, err := exec.Command(leakvet, "-C", dir, "-fix", "./...").CombinedOutput(); err == nil || !strings.Contains(string(out), "leakvet: applied ") {
		t.Fatalf("leakvet -fix: %v\n%s", err, out)
	}
	after, err := findingsIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	ids = fingerprint.Of(dir, after)
	for i, f := range after {
		left, known := had[ids[i]]
		if had[ids[i]]--; known && left <= 0 {
			t.Errorf("%s:%d: after its fix: %s: %s", f.File, f.Line, f.Rule, f.Message)
		}
	}
	if out, err := exec.Command("gofmt", "-l", dir).Output(); err != nil || len(out) > 0 {
		t.Errorf("not formatted: %v\n%s", err, out)
	}
}

// copyOfCorpus copies the corpus and returns the directory of its module.
func copyOfCorpus(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(corpusDir)); err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "go.mod")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	content := strings.Replace(string(data), "github.com/leakvet/leakvet => ..", "github.com/leakvet/leakvet => "+root, 1)
	if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}
