package accuracy

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
)

// A Diagnostic is one report of the tool. Files are relative to the
// repository, with slashes.
type Diagnostic struct {
	Rule    string    `json:"rule"`
	Package string    `json:"package"`
	File    string    `json:"file"`
	Line    int       `json:"line"`
	Message string    `json:"message"`
	Related []Related `json:"related,omitempty"`
	Fixes   []Fix     `json:"-"` // with absolute names; the first is what a driver applies
}

// A Related is a second place that a report names.
type Related struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// variable is what the report is about: by convention the first word.
func (d Diagnostic) variable() string {
	word, _, _ := strings.Cut(d.Message, " ")
	return strings.Trim(word, "`'\":,")
}

func (d Diagnostic) String() string {
	return fmt.Sprintf("%d %s: %s", d.Line, d.Rule, d.Message)
}

// vetDiagnostic is a report as `go vet -json` prints it.
type vetDiagnostic struct {
	Category string
	Posn     string
	Message  string
	Related  []struct{ Posn, Message string }
	Fixes    []Fix `json:"suggested_fixes"`
}

// ParseVet reads the output of `go vet -json`: a JSON object a package, which
// maps the package to rules and those to reports. The tree is the directory
// that files become relative to. What the tool says of its own crashes is an error,
// beside which the reports are returned.
func ParseVet(out []byte, tree string) ([]Diagnostic, error) {
	units, err := readJSON[map[string]map[string]json.RawMessage](bytes.NewReader(out))
	if err != nil {
		return nil, fmt.Errorf("output of go vet -json: %w", err)
	}
	var all []Diagnostic
	var crashes []error
	for _, unit := range units {
		for pkg, rules := range unit {
			for rule, raw := range rules {
				ds, err := parseRule(raw)
				if err != nil {
					return nil, fmt.Errorf("%s: %s: %w", pkg, rule, err)
				}
				for _, d := range ds {
					if d.Category == analyzer.CrashCategory {
						crashes = append(crashes, fmt.Errorf("%s: %s", d.Posn, d.Message))
						continue
					}
					all = append(all, d.in(tree, pkg, rule))
				}
			}
		}
	}
	slices.SortStableFunc(all, compareDiagnostics)
	return all, errors.Join(crashes...)
}

// parseRule reads the value of one rule: its reports, or {"error": "..."}.
func parseRule(raw json.RawMessage) ([]vetDiagnostic, error) {
	var ds []vetDiagnostic
	if json.Unmarshal(raw, &ds) == nil {
		return ds, nil
	}
	var failed struct{ Error string }
	if err := json.Unmarshal(raw, &failed); err != nil {
		return nil, err
	}
	return nil, errors.New(failed.Error)
}

func (v vetDiagnostic) in(tree, pkg, rule string) Diagnostic {
	pkg, _, _ = strings.Cut(pkg, " ") // not "x [x.test]"
	d := Diagnostic{Rule: rule, Package: pkg, Message: v.Message, Fixes: v.Fixes}
	d.File, d.Line = splitPosn(v.Posn, tree)
	for _, r := range v.Related {
		file, line := splitPosn(r.Posn, tree)
		d.Related = append(d.Related, Related{file, line, r.Message})
	}
	return d
}

// splitPosn takes "file:line:column" or "file:line" apart.
func splitPosn(posn, tree string) (file string, line int) {
	file = posn
	var numbers []int
	for len(numbers) < 2 {
		i := strings.LastIndexByte(file, ':')
		if i < 0 {
			break
		}
		n, err := strconv.Atoi(file[i+1:])
		if err != nil {
			break
		}
		file, numbers = file[:i], append(numbers, n)
	}
	if len(numbers) > 0 {
		line = numbers[len(numbers)-1]
	}
	if rel, err := filepath.Rel(tree, file); err == nil && !strings.HasPrefix(rel, "..") {
		file = rel
	}
	return filepath.ToSlash(file), line
}

func compareDiagnostics(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Message, b.Message),
	)
}
