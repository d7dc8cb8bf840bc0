package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/internal/ruletest"
)

// TestCorpus runs the executable over the corpus, alone and under go vet, which hands
// it the profile as any flag. The expectations are those that package analyzer has to
// meet within a process.
func TestCorpus(t *testing.T) {
	t.Run("default", func(t *testing.T) { compare(t, false, alone) })
	t.Run("strict", func(t *testing.T) { compare(t, true, alone, "-profile=strict") })
	t.Run("govet", func(t *testing.T) { compare(t, false, goVet) })
}

func compare(t *testing.T, strict bool, run func(*testing.T, ...string) []ruletest.Diagnostic, flags ...string) {
	corpus, err := ruletest.Load("../../testdata", strict)
	if err != nil {
		t.Fatal(err)
	}
	if len(corpus.Wants) == 0 {
		t.Skip("the corpus has no such package")
	}
	for _, line := range corpus.Diff(run(t, append(flags, corpus.Pattern())...)) {
		t.Error(line)
	}
}

// goVet reads the JSON of go vet without the help of the code under test.
func goVet(t *testing.T, args ...string) []ruletest.Diagnostic {
	stdout, stderr, code := run(t, "go", append([]string{"vet", "-json", "-vettool=" + leakvet}, args...)...)
	if code != 0 {
		t.Fatalf("go vet: exit code %d\n%s", code, stderr)
	}
	dir, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	var found []ruletest.Diagnostic
	dec := json.NewDecoder(strings.NewReader(stdout))
	for dec.More() {
		var packages map[string]map[string][]struct{ Posn, Message string }
		if err := dec.Decode(&packages); err != nil {
			t.Fatal(err)
		}
		for _, analyzers := range packages {
			for rule, diagnostics := range analyzers {
				for _, d := range diagnostics {
					file, line := cutPosition(t, d.Posn)
					name, err := filepath.Rel(dir, file)
					if err != nil {
						t.Fatal(err)
					}
					found = append(found, ruletest.Diagnostic{File: name, Line: line, Text: rule + ": " + d.Message})
				}
			}
		}
	}
	return found
}

// alone reads what leakvet prints for people.
func alone(t *testing.T, args ...string) []ruletest.Diagnostic {
	stdout, stderr, code := run(t, leakvet, args...)
	if code != 1 {
		t.Fatalf("leakvet: exit code %d\n%s", code, stderr)
	}
	var found []ruletest.Diagnostic
	for line := range strings.Lines(stdout) {
		if strings.HasPrefix(line, "\t") {
			continue // a related place
		}
		posn, text, _ := strings.Cut(strings.TrimSpace(line), ": ")
		file, n := cutPosition(t, posn)
		found = append(found, ruletest.Diagnostic{File: file, Line: n, Text: text})
	}
	return found
}

// position matches file:line:column.
var position = regexp.MustCompile(`^(.+):(\d+):\d+$`)

func cutPosition(t *testing.T, posn string) (file string, line int) {
	match := position.FindStringSubmatch(posn)
	if match == nil {
		t.Fatalf("not a position: %q", posn)
	}
	line, err := strconv.Atoi(match[2])
	if err != nil {
		t.Fatal(err)
	}
	return match[1], line
}

// run runs a command in the module of the corpus.
func run(t *testing.T, name string, args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir = "../../testdata"
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}
