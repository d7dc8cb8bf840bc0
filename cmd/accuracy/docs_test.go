package main

import (
	"flag"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/accuracy"
	"github.com/leakvet/leakvet/internal/generated"
)

var update = flag.Bool("update", false, "rewrite the generated part of docs/accuracy.md")

const (
	page        = "../../docs/accuracy.md"
	targets     = "../../docs/accuracy/repositories.txt"
	reports     = "../../docs/accuracy/reports.jsonl"
	surveys     = "../../docs/accuracy/surveys.jsonl"
	adjudicated = "../../docs/accuracy/adjudications.jsonl"
	known       = "../../docs/accuracy/known.jsonl"
	blind       = "../../docs/accuracy/blind.jsonl"
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
	cases, err := read(known, accuracy.ReadKnown)
	if err != nil {
		t.Fatal(err)
	}
	unseen, err := read(blind, accuracy.ReadKnown)
	if err != nil {
		t.Fatal(err)
	}
	var tables, leaks, news strings.Builder
	accuracy.WriteTables(&tables, rec, done)
	accuracy.WriteKnown(&leaks, cases)
	accuracy.WriteBlind(&news, unseen)
	parts := map[string]string{"REPORTS": tables.String(), "KNOWN": leaks.String(), "BLIND": news.String()}
	generated.Check(t, page, parts, *update, "go test ./cmd/accuracy -run TestDocs -update")
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
