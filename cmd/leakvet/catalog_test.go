package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/leakvet/leakvet/analyzer"
)

// TestCatalog compares what the catalog says of the rules with what they do in the
// corpus.
func TestCatalog(t *testing.T) {
	byDefault, strict := reportsOf(t, "default"), reportsOf(t, "strict")
	for _, rule := range analyzer.Catalog() {
		profiles := "default+"
		switch byDefault[rule.Name].all {
		case 0:
			profiles = "strict"
		case strict[rule.Name].all:
			profiles = "default"
		}
		if rule.Profiles != profiles {
			t.Errorf("%s: profiles %s, want %s", rule.Name, rule.Profiles, profiles)
		}
		if fixes := strict[rule.Name].fixable > 0; rule.Fixes != fixes {
			t.Errorf("%s: fixes %v, want %v", rule.Name, rule.Fixes, fixes)
		}
	}
}

type reports struct{ all, fixable int }

func reportsOf(t *testing.T, profile string) map[string]reports {
	findings, err := inCorpus[profile]()
	if err != nil {
		t.Fatal(err)
	}
	of := make(map[string]reports)
	for _, f := range findings {
		r := of[f.Rule]
		r.all++
		if len(f.Fixes) > 0 {
			r.fixable++
		}
		of[f.Rule] = r
	}
	return of
}

// row matches a rule's row of the tables in docs/accuracy.md: reports read, and how
// many of them were right.
var row = regexp.MustCompile(`(?m)^\| (\w+) \| \d+ \| (\d+) \| (\d+) \| \d+ \| \d+ \|$`)

// TestPrecision compares the precision of the rules with how their reports were
// judged in docs/accuracy.md.
func TestPrecision(t *testing.T) {
	data, err := os.ReadFile("../../docs/accuracy.md")
	if err != nil {
		t.Fatal(err)
	}
	judged := make(map[string]string)
	for _, match := range row.FindAllStringSubmatch(string(data), -1) {
		judged[match[1]] = precision(t, match[2], match[3])
	}
	if len(judged) < 5 {
		t.Fatalf("docs/accuracy.md has no table of the rules: %v", judged)
	}
	for _, rule := range analyzer.Catalog() {
		want := "medium"
		if word, ok := judged[rule.Name]; ok {
			want = word
		}
		if rule.Name == "directive" {
			want = "very-high" // it reads comments, which leaves nothing to judge
		}
		if rule.Precision != want {
			t.Errorf("%s: precision %q, want %q", rule.Name, rule.Precision, want)
		}
	}
}

// precision puts a word to a share. A few readings do not make a share.
func precision(t *testing.T, read, right string) string {
	var counts [2]float64
	for i, text := range []string{read, right} {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(fmt.Errorf("docs/accuracy.md: %w", err))
		}
		counts[i] = float64(n)
	}
	const few = 5
	switch share := counts[1] / counts[0]; {
	case counts[0] < few:
		return "medium"
	case share >= 0.97:
		return "very-high"
	case share >= 0.85:
		return "high"
	}
	return "medium"
}
