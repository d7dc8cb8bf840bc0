// Package fix applies the suggested fixes of findings to the source. It decides
// which of them go together, and which files are not to be touched.
package fix

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// A Plan is what the fixes come to, before anything is written.
type Plan struct {
	Files     []File          // that change, sorted by name
	Applied   int             // fixes
	Conflicts []check.Finding // whose fix overlaps with one that is applied
	Untouched []Untouched     // files that fixes are suggested for
}

// A File is the source of a file before and after its fixes.
type File struct {
	Name     string // as in the findings
	Path     string // absolute, symbolic links resolved
	Old, New []byte
}

// Untouched is a file that is left alone, and why.
type Untouched struct {
	Name, Why string
}

// Make plans the first fix of every finding. A fix comes with all its edits or not at
// all: of two that overlap the finding that comes first gets its fix. Edits that are
// equal, such as two imports of a package, are one.
func Make(source Source, findings []check.Finding) (*Plan, error) {
	p := &Plan{}
	loaded := make(map[string]*target)
	for _, f := range findings {
		if len(f.Fixes) == 0 {
			continue
		}
		targets, why := p.targets(source, loaded, f.Fixes[0])
		switch {
		case why != "":
		case !accept(targets, f.Fixes[0].Edits):
			p.Conflicts = append(p.Conflicts, f)
		default:
			p.Applied++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(loaded)) {
		t := loaded[name]
		if t.why != "" {
			p.Untouched = append(p.Untouched, Untouched{name, t.why})
			continue
		}
		file, err := t.rewritten()
		if err != nil {
			return nil, fmt.Errorf("%s: the fixes make no Go of it, nothing is changed: %w", name, err)
		}
		if string(file.New) != string(file.Old) {
			p.Files = append(p.Files, file)
		}
	}
	return p, nil
}

// Preview returns what one fix changes, as the hunks of a unified diff without the
// names of its files; "" if it cannot be told. It does not ask whose the files are.
func Preview(dir string, f check.Fix) string {
	source := Source{Dir: dir}
	targets := make(map[string]*target)
	for _, e := range f.Edits {
		t := targets[e.File]
		if t == nil {
			t = source.read(e.File)
			targets[e.File] = t
		}
		if t.why != "" || !t.holds(e) {
			return ""
		}
	}
	accept(targets, f.Edits)
	var hunks strings.Builder
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		file, err := targets[name].rewritten()
		if err != nil {
			return ""
		}
		_, text, _ := strings.Cut(string(diff.Diff("", file.Old, "", file.New)), "\n@@")
		if text != "" {
			hunks.WriteString("@@" + text)
		}
	}
	return hunks.String()
}

// targets returns the files that a fix changes, by name, or why it may not.
func (p *Plan) targets(source Source, loaded map[string]*target, f check.Fix) (targets map[string]*target, why string) {
	targets = make(map[string]*target)
	for _, e := range f.Edits {
		t := loaded[e.File]
		if t == nil {
			t = source.load(e.File)
			loaded[e.File] = t
		}
		if t.why == "" && !t.holds(e) {
			t.why = "it was changed while it was checked"
		}
		if t.why != "" {
			return nil, t.why
		}
		targets[e.File] = t
	}
	return targets, ""
}

// Diff writes what changes as a unified diff.
func (p *Plan) Diff(w io.Writer) error {
	for _, f := range p.Files {
		if _, err := w.Write(diff.Diff(f.Name+".orig", f.Old, f.Name, f.New)); err != nil {
			return err
		}
	}
	return nil
}
