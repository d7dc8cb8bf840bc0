package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/internal/ruletest"
)

const corpusDir = "../../testdata"

// inCorpus has for each profile what the executable finds in the corpus, which takes
// long and is asked for by several tests.
var inCorpus = map[string]func() ([]check.Finding, error){
	"default": sync.OnceValues(func() ([]check.Finding, error) { return findingsIn(corpusDir, "-profile=default") }),
	"strict":  sync.OnceValues(func() ([]check.Finding, error) { return findingsIn(corpusDir, "-profile=strict") }),
}

// findingsIn returns what is found in a module that has to compile.
func findingsIn(dir string, flags ...string) ([]check.Finding, error) {
	out, err := exec.Command(leakvet, append(append([]string{"-C", dir, "-format=json"}, flags...), "./...")...).Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		return nil, fmt.Errorf("leakvet: %w, want exit code 1", err)
	}
	var result check.Result
	if err := json.Unmarshal(out, &result); err != nil {
		return nil, err
	}
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("leakvet: %q", result.Errors)
	}
	return result.Findings, nil
}

// TestCorpus runs the executable over the corpus, alone and under go vet, which hands
// it the profile as any flag. The expectations are those that package analyzer has to
// meet within a process.
func TestCorpus(t *testing.T) {
	t.Run("default", func(t *testing.T) { compare(t, false, alone(t, "default")) })
	t.Run("strict", func(t *testing.T) { compare(t, true, alone(t, "strict")) })
	t.Run("govet", func(t *testing.T) { compare(t, false, goVet(t)) })
}

func compare(t *testing.T, strict bool, got []ruletest.Diagnostic) {
	corpus, err := ruletest.Load(corpusDir, strict)
	if err != nil {
		t.Fatal(err)
	}
	if len(corpus.Wants) == 0 {
		t.Skip("the corpus has no such package")
	}
	for _, line := range corpus.Diff(got) {
		t.Error(line)
	}
}

// goVet reads the JSON of go vet without the help of the code under test.
func goVet(t *testing.T) []ruletest.Diagnostic {
	stdout, stderr, code := run(t, "go", "vet", "-json", "-vettool="+leakvet, "./...")
	if code != 0 {
		t.Fatalf("go vet: exit code %d\n%s", code, stderr)
	}
	dir, err := filepath.Abs(corpusDir)
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

// alone is what leakvet says without go vet.
func alone(t *testing.T, profile string) []ruletest.Diagnostic {
	findings, err := inCorpus[profile]()
	if err != nil {
		t.Fatal(err)
	}
	var found []ruletest.Diagnostic
	for _, f := range findings {
		found = append(found, ruletest.Diagnostic{File: f.File, Line: f.Line, Text: f.Rule + ": " + f.Message})
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
	cmd.Dir = corpusDir
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}
