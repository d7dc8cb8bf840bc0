package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
)

// A Finding is what a rule says of a place in the source.
type Finding struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
	Package string `json:"package"` // its import path
	Place
	Related []Related `json:"related,omitempty"` // in the order of the story
	Fixes   []Fix     `json:"fixes,omitempty"`   // the first is the best
}

// Related is a place that the finding's story passes.
type Related struct {
	Message string `json:"message"`
	Place
}

// A Place is a part of a file: from a position to just before another. Lines and
// columns count from one, columns in bytes. A column is 0 where it is not known,
// and the end is the beginning where a position is meant.
type Place struct {
	File      string `json:"file"` // relative to the working directory, where that is shorter
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

// A Fix is a change of the source that mends what was found. Its edits are
// applied all together or not at all.
type Fix struct {
	Message string `json:"message"`
	Edits   []Edit `json:"edits"`
}

// An Edit replaces the bytes of a file from Start to just before End, counted from
// zero.
type Edit struct {
	File  string `json:"file"` // as in a Place
	Start int    `json:"start"`
	End   int    `json:"end"`
	New   string `json:"new"`
}

// A diagnostic is a finding as the analysis framework writes it.
type diagnostic struct {
	Category string
	span
	Message string
	Related []struct {
		span
		Message string
	}
	Fixes []fix `json:"suggested_fixes"`
}

type span struct{ Posn, End string }

type fix struct {
	Message string
	Edits   []struct {
		Filename   string
		Start, End int
		New        string
	}
}

// newResult makes sense of what the tool wrote about the packages.
func newResult(n names, trees []tree, errs []string) (*Result, error) {
	result := &Result{Errors: n.inText(errs)}
	for _, t := range trees {
		if err := result.add(n, t); err != nil {
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
func (r *Result) add(n names, t tree) error {
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
				r.addDiagnostic(d.finding(n, pkg, name))
			}
		}
	}
	return nil
}

func (r *Result) addDiagnostic(f Finding) {
	switch f.Rule {
	case analyzer.NoteCategory:
		r.Notes = append(r.Notes, f)
	case analyzer.CrashCategory:
		r.Errors = append(r.Errors, fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message))
	default:
		r.Findings = append(r.Findings, f)
	}
}

// finding translates what the analyzer said of a package. The package's name
// tells its variant for a test after a blank.
func (d diagnostic) finding(n names, pkg, analyzer string) Finding {
	path, _, _ := strings.Cut(pkg, " ")
	f := Finding{Rule: cmp.Or(d.Category, analyzer), Message: d.Message, Package: path, Place: d.place(n)}
	for _, rel := range d.Related {
		f.Related = append(f.Related, Related{rel.Message, rel.place(n)})
	}
	for _, fix := range d.Fixes {
		f.Fixes = append(f.Fixes, fix.translate(n))
	}
	return f
}

func (f fix) translate(n names) Fix {
	result := Fix{Message: f.Message}
	for _, e := range f.Edits {
		result.Edits = append(result.Edits, Edit{n.of(e.Filename), e.Start, e.End, e.New})
	}
	return result
}

// place reads the two positions. Before Go 1.26 there is no end, and it lies in
// another file where a //line comment stands between them.
func (s span) place(n names) Place {
	file, line, column := position(s.Posn)
	endFile, endLine, endColumn := position(s.End)
	if endFile != file || endLine < line {
		endLine, endColumn = line, column
	}
	return Place{n.of(file), line, column, endLine, endColumn}
}

// position reads file:line:col. A //line comment can take the column away.
func position(posn string) (file string, line, column int) {
	file, line = cutNumber(posn)
	if rest, n := cutNumber(file); n > 0 {
		file, line, column = rest, n, line
	}
	return file, line, column
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

// sorted brings findings in the order of the source and drops what was said twice: a
// file can belong to a package and to its test, where it may be reached by another path.
// The shorter one is kept.
func sorted(findings []Finding) []Finding {
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			compare(a, b),
			cmp.Compare(len(a.Related), len(b.Related)),
			strings.Compare(fmt.Sprint(a), fmt.Sprint(b)),
		)
	})
	return slices.CompactFunc(findings, func(a, b Finding) bool { return compare(a, b) == 0 })
}

// compare compares what findings say, and where.
func compare(a, b Finding) int {
	return cmp.Or(
		strings.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Message, b.Message),
	)
}
