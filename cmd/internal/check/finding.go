package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
)

// A Finding is what a rule says of a place in the source.
type Finding struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
	Place
	EndLine   int       `json:"endLine,omitempty"`
	EndColumn int       `json:"endColumn,omitempty"`
	Related   []Related `json:"related,omitempty"`
}

// Related is a place that the finding's story passes.
type Related struct {
	Message string `json:"message"`
	Place
}

// A Place is a position in a file. The column counts bytes from one.
type Place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// A diagnostic is a finding as the analysis framework writes it.
type diagnostic struct {
	Category string
	Posn     string
	End      string
	Message  string
	Related  []struct{ Posn, Message string }
}

// newResult makes sense of what the tool wrote about the packages.
func newResult(dir string, trees []tree, errs []string) (*Result, error) {
	result := &Result{Errors: errs}
	for _, t := range trees {
		if err := result.add(dir, t); err != nil {
			return nil, fmt.Errorf("reading the output of go vet: %w", err)
		}
	}
	result.Findings = sorted(result.Findings)
	result.Notes = sorted(result.Notes)
	slices.Sort(result.Errors)
	result.Errors = slices.Compact(result.Errors)
	return result, nil
}

// add adds the findings and errors of one package.
func (r *Result) add(dir string, t tree) error {
	for pkg, analyzers := range t {
		for name, data := range analyzers {
			var failed struct{ Error string }
			if json.Unmarshal(data, &failed) == nil {
				r.Errors = append(r.Errors, pkg+": "+name+": "+failed.Error)
				continue
			}
			var diagnostics []diagnostic
			if err := json.Unmarshal(data, &diagnostics); err != nil {
				return err
			}
			for _, d := range diagnostics {
				r.addDiagnostic(dir, name, d)
			}
		}
	}
	return nil
}

func (r *Result) addDiagnostic(dir, name string, d diagnostic) {
	f := Finding{Rule: cmp.Or(d.Category, name), Message: d.Message, Place: place(dir, d.Posn)}
	if d.End != "" {
		end := place(dir, d.End)
		f.EndLine, f.EndColumn = end.Line, end.Column
	}
	for _, rel := range d.Related {
		f.Related = append(f.Related, Related{rel.Message, place(dir, rel.Posn)})
	}
	if f.Rule == analyzer.NoteCategory {
		r.Notes = append(r.Notes, f)
	} else {
		r.Findings = append(r.Findings, f)
	}
}

// place reads file:line:col and makes the file relative to the directory,
// where that is shorter, as go vet does. A //line comment can take the column away.
func place(dir, posn string) Place {
	file, line := cutNumber(posn)
	column := 0
	if rest, n := cutNumber(file); n > 0 {
		file, line, column = rest, n, line
	}
	if rel, err := filepath.Rel(dir, file); err == nil && len(rel) < len(file) {
		file = rel
	}
	return Place{file, line, column}
}

// cutNumber cuts a number off the end of s. A file name may hold colons itself.
func cutNumber(s string) (string, int) {
	i := strings.LastIndexByte(s, ':')
	n, err := strconv.Atoi(s[i+1:])
	if i < 0 || err != nil {
		return s, 0
	}
	return s[:i], n
}

// sorted brings findings in the order of the source and drops what was said
// twice: a file can belong to a package and to its test.
func sorted(findings []Finding) []Finding {
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			strings.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Message, b.Message),
		)
	})
	return slices.CompactFunc(findings, func(a, b Finding) bool { return reflect.DeepEqual(a, b) })
}
