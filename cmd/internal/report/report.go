// Package report writes what leakvet found, for people and for programs.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/check"
)

// A Report is what there is to write.
type Report struct {
	*check.Result
	Version  string    // of leakvet
	Dir      string    // absolute; the files of the findings are relative to it
	Terminal *Terminal // where it is written to, nil if that is no terminal
}

// A Format is a way to write a report.
type Format struct {
	Name    string
	Summary string
	Write   func(w io.Writer, r *Report) error
}

// Formats returns all formats, the default first.
func Formats() []Format {
	return []Format{
		{"text", "a line for each finding, with the path of the leak below; with the source on a terminal", writeText},
		{"source", "the same with the source, as on a terminal, wherever it goes", writeSource},
		{"json", "one object", writeJSON},
		{"sarif", "SARIF 2.1.0, for GitHub's code scanning and other services", writeSARIF},
		{"html", "a page for people, with the source", writeHTML},
		{"github", "annotations for GitHub Actions", writeGitHub},
		{"gitlab", "a Code Quality report for GitLab", writeGitLab},
	}
}

// FormatNamed returns a format by its name.
func FormatNamed(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("unknown format %q (formats: %s)", name, strings.Join(names, ", "))
}

// catalog returns what is known of the rules, by their names.
func catalog() map[string]analyzer.Rule {
	rules := make(map[string]analyzer.Rule)
	for _, rule := range analyzer.Catalog() {
		rules[rule.Name] = rule
	}
	return rules
}
