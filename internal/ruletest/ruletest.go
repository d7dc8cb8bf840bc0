// Package ruletest compares what a driver of leakvet says about the corpus,
// the module in testdata, with what the corpus expects.
//
// An expectation is a comment on the line of the diagnostic, with a regular
// expression for every diagnostic of that line, matched against "rule: message":
//
//	rows, err := db.Query(query) // want "unclosed: rows is not closed" "rowserr: "
//
// What is not expected is an error, and what is expected and not said is one
// too. A package is about the rule that its top folder is named after, and about
// the rules of which it expects something; what others say of it does not count.
// Packages in a folder named strict are meant for the strict profile.
package ruletest

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// A Diagnostic is what a driver said about a line of the corpus.
type Diagnostic struct {
	File string // relative to the module's directory
	Line int
	Text string // "rule: message"
}

func (d Diagnostic) compare(e Diagnostic) int {
	return cmp.Or(strings.Compare(d.File, e.File), cmp.Compare(d.Line, e.Line), strings.Compare(d.Text, e.Text))
}

// A Corpus is what the module in Dir expects of a profile.
type Corpus struct {
	Dir    string
	Strict bool
	Wants  []Want
}

// Load reads the expectations of the module in dir.
func Load(dir string, strict bool) (*Corpus, error) {
	c := &Corpus{Dir: dir, Strict: strict}
	return c, c.readWants()
}

// Pattern matches the packages that are meant for the profile. For the default
// profile it matches the others too, which [Corpus.Diff] leaves out.
func (c *Corpus) Pattern() string {
	if c.Strict {
		return "./.../strict/..."
	}
	return "./..."
}

// has reports whether a file is meant for the profile.
func (c *Corpus) has(file string) bool {
	folders := strings.Split(filepath.ToSlash(filepath.Dir(file)), "/")
	return slices.Contains(folders, "strict") == c.Strict
}

// Diff returns a line for every diagnostic that is missing or unexpected, in
// the order of the source. A diagnostic that was said twice counts once.
func (c *Corpus) Diff(got []Diagnostic) []string {
	about := c.rules()
	got = slices.DeleteFunc(slices.Clone(got), func(d Diagnostic) bool {
		return !c.has(d.File) || !about.has(d)
	})
	slices.SortFunc(got, Diagnostic.compare)
	got = slices.Compact(got)

	open := slices.Clone(c.Wants)
	var wrong []Diagnostic
	for _, d := range got {
		i := slices.IndexFunc(open, func(w Want) bool { return w.matches(d) })
		if i < 0 {
			wrong = append(wrong, Diagnostic{d.File, d.Line, "unexpected: " + d.Text})
			continue
		}
		open = slices.Delete(open, i, i+1)
	}
	for _, w := range open {
		wrong = append(wrong, Diagnostic{w.File, w.Line, "missing: " + w.Pattern.String()})
	}
	slices.SortFunc(wrong, Diagnostic.compare)

	var lines []string
	for _, d := range wrong {
		lines = append(lines, fmt.Sprintf("%s:%d: %s", d.File, d.Line, d.Text))
	}
	return lines
}

// about tells for each folder which rules are expected to say something of it.
type about map[string]map[string]bool

func (c *Corpus) rules() about {
	a := about{}
	for _, w := range c.Wants {
		dir := filepath.Dir(w.File)
		if a[dir] == nil {
			a[dir] = map[string]bool{}
		}
		a[dir][ruleOf(w.Pattern.String())] = true
	}
	return a
}

// has reports whether a package is about the rule of a diagnostic. One in no
// folder is about all of them.
func (a about) has(d Diagnostic) bool {
	dir := filepath.Dir(d.File)
	top, _, _ := strings.Cut(filepath.ToSlash(dir), "/")
	rule := ruleOf(d.Text)
	return dir == "." || rule == top || a[dir][rule]
}

func ruleOf(text string) string {
	rule, _, _ := strings.Cut(text, ":")
	return rule
}
