package ruletest

import (
	"bytes"
	"cmp"
	"fmt"
	"go/format"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/leakvet/leakvet/analyzer"
)

// A Mended is the corpus after its fixes.
type Mended struct {
	// Files are the contents of what was fixed, by their names relative to the
	// module's directory.
	Files map[string][]byte
	// Unfixed are the diagnostics of which no fix was applied.
	Unfixed []Diagnostic
	// Left are the diagnostics of the fixed code.
	Left []Diagnostic
}

// Fixed applies, in the packages of the folders named fix, the first fix of every
// diagnostic of the rule that the folder around is named after. Several of them, and
// of several variants of a package, may ask for the same edit, which is made once.
func (c *Corpus) Fixed(analyzers []*analysis.Analyzer) (*Mended, error) {
	graph, err := c.analyse(analyzers, "./.../fix/...", nil)
	if err != nil {
		return nil, err
	}
	fixed := &Mended{Files: map[string][]byte{}}
	edits := map[string][]edit{}
	for _, action := range graph.Roots {
		for _, d := range action.Diagnostics {
			found, err := diagnosticOf(c.Dir, action.Package.Fset, d)
			if err != nil {
				return nil, err
			}
			if d.Category == analyzer.NoteCategory {
				continue
			}
			if len(d.SuggestedFixes) == 0 || !strings.HasPrefix(filepath.ToSlash(found.File), d.Category+"/") {
				fixed.Unfixed = append(fixed.Unfixed, found)
				continue
			}
			for _, e := range d.SuggestedFixes[0].TextEdits {
				file := action.Package.Fset.File(e.Pos)
				if e := newEdit(file, e); !slices.Contains(edits[file.Name()], e) {
					edits[file.Name()] = append(edits[file.Name()], e)
				}
			}
		}
	}
	overlay := map[string][]byte{}
	for name, list := range edits {
		content, err := apply(name, list)
		if err != nil {
			return nil, err
		}
		rel, err := filepath.Rel(c.Dir, name)
		if err != nil {
			return nil, err
		}
		overlay[name], fixed.Files[rel] = content, content
	}
	graph, err = c.analyse(analyzers, "./.../fix/...", overlay)
	if err != nil {
		return nil, err
	}
	fixed.Left, err = diagnostics(c.Dir, graph)
	return fixed, err
}

// analyse runs the analyzers over the packages that a pattern matches.
func (c *Corpus) analyse(analyzers []*analysis.Analyzer, pattern string, overlay map[string][]byte) (*checker.Graph, error) {
	pkgs, err := load(&packages.Config{
		Dir:     c.Dir,
		Mode:    packages.LoadAllSyntax | packages.NeedModule,
		Tests:   true,
		Overlay: overlay,
	}, pattern)
	if err != nil {
		return nil, err
	}
	return checker.Analyze(analyzers, pkgs, &checker.Options{SanityCheck: true})
}

// An edit replaces what stands between two offsets.
type edit struct {
	from, to int
	text     string
}

func newEdit(file *token.File, e analysis.TextEdit) edit {
	end := e.End
	if !end.IsValid() {
		end = e.Pos
	}
	return edit{file.Offset(e.Pos), file.Offset(end), string(e.NewText)}
}

// apply returns the formatted content of a file after the edits.
func apply(name string, edits []edit) ([]byte, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var out bytes.Buffer
	done := 0
	for _, e := range edits {
		if e.from < done {
			return nil, fmt.Errorf("%s: two fixes change the same place", name)
		}
		out.Write(source[done:e.from])
		out.WriteString(e.text)
		done = e.to
	}
	out.Write(source[done:])
	return format.Source(out.Bytes())
}
