package oracle_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/oracle"
	"github.com/leakvet/leakvet/cmd/internal/oracle/generate"
	"github.com/leakvet/leakvet/internal/exetest"
)

func cases(n int) []oracle.Case {
	var cases []oracle.Case
	for i := range n {
		seed := uint64(i + 1)
		cases = append(cases, oracle.Case{ID: fmt.Sprint(seed), Program: generate.Program(seed), Style: seed % 3})
	}
	return cases
}

// leakvet and the runs agree, and what it suggests is right.
func TestAgreement(t *testing.T) {
	j := &oracle.Judge{Tool: exetest.Build(t, "../../leakvet", "leakvet"), Dir: filepath.Join(t.TempDir(), "programs"), Fixes: true}
	verdicts, err := j.Judge(t.Context(), cases(200))
	if err != nil {
		t.Fatal(err)
	}
	leaking, reported, mended := 0, 0, 0
	for _, v := range verdicts {
		if v.Fault != "" || len(v.Disagreements) > 0 {
			t.Errorf("program %s: %s %v\n%s%s", v.ID, v.Fault, v.Disagreements, v.Near, v.Far)
		}
		if m := v.Mended; m != nil {
			mended++
			if m.Trouble != "" {
				t.Errorf("program %s with the fixes: %s\n%s%s", v.ID, m.Trouble, m.Near, m.Far)
			}
		}
		leaking += v.Leaking
		reported += v.Reported
	}
	if len(verdicts) != 200 || leaking < 10 || reported < 10 || mended < 10 {
		t.Errorf("%d programs with %d leaks, %d reports and %d fixes prove nothing", len(verdicts), leaking, reported, mended)
	}
}

// silent is a leakvet that finds nothing.
func silent(t *testing.T) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "silent")
	if err := os.WriteFile(tool, []byte("#!/bin/sh\necho '{\"findings\": []}'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return tool
}

// What a linter misses is found, and reduced to the leak alone.
func TestMisses(t *testing.T) {
	j := &oracle.Judge{Tool: silent(t), Dir: filepath.Join(t.TempDir(), "programs")}
	verdicts, err := j.Judge(t.Context(), cases(40))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range verdicts {
		if len(v.Disagreements) == 0 || v.Disagreements[0].Class() != "missed unclosed" {
			continue
		}
		small, err := j.Shrink(t.Context(), v, "missed unclosed")
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(small.Near+small.Far, "\n"); lines > 25 || small.Disagreements[0].Alarm {
			t.Errorf("reduced to %d lines, %v:\n%s%s", lines, small.Disagreements, small.Near, small.Far)
		}
		return
	}
	t.Error("nothing is missed")
}
