package main

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/accuracy"
)

var update = flag.Bool("update", false, "rewrite the generated part of docs/accuracy.md")

const (
	page           = "../../docs/accuracy.md"
	targets        = "../../docs/accuracy/repositories.txt"
	reports        = "../../docs/accuracy/reports.jsonl"
	surveys        = "../../docs/accuracy/surveys.jsonl"
	adjudicated    = "../../docs/accuracy/adjudications.jsonl"
	begin, endMark = "<!-- BEGIN REPORTS -->\n", "<!-- END REPORTS -->\n"
)

// TestDocs compares the tables of docs/accuracy.md with the files that they are
// made of.
func TestDocs(t *testing.T) {
	rec, err := record{reports: reports, surveys: surveys}.load()
	if err != nil {
		t.Fatal(err)
	}
	done, err := read(adjudicated, accuracy.ReadAdjudications)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	_, after, ok2 := strings.Cut(rest, endMark)
	if !ok || !ok2 {
		t.Fatalf("%s has no marks around the tables", page)
	}
	var b strings.Builder
	accuracy.WriteTables(&b, rec, done)
	text := before + begin + b.String() + endMark + after
	if text == string(data) {
		return
	}
	if !*update {
		t.Fatal("docs/accuracy.md is out of date: run go test ./cmd/accuracy -run TestDocs -update")
	}
	if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRecordIsOfTheList finds repositories that were run at another commit than
// the list says, or not at all, and adjudications of other commits.
func TestRecordIsOfTheList(t *testing.T) {
	list, err := read(targets, accuracy.ReadTargets)
	if err != nil {
		t.Fatal(err)
	}
	ran, err := read(surveys, accuracy.ReadSurveys)
	if err != nil {
		t.Fatal(err)
	}
	want, got := make(map[accuracy.Target]bool), make(map[accuracy.Target]bool)
	commits := make(map[string]string)
	for _, target := range list {
		want[target] = true
		commits[target.Repo] = target.Commit
	}
	for _, s := range ran {
		got[s.Target] = true
	}
	if !maps.Equal(want, got) {
		t.Errorf("listed are %v, run were %v", slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(got)))
	}
	done, err := read(adjudicated, accuracy.ReadAdjudications)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range done {
		if commits[a.Repo] != a.Commit {
			t.Errorf("%s %s:%d is adjudicated at %s, listed at %s", a.Repo, a.File, a.Line, a.Commit, commits[a.Repo])
		}
	}
}
