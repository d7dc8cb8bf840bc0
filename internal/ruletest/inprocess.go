package ruletest

import (
	"errors"
	"fmt"
	"go/token"
	"path/filepath"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/leakvet/leakvet/analyzer"
)

// InProcess runs the analyzers over the corpus, without the go command's cache
// and without a process per package. Unlike under go vet, an analyzer sees the
// facts of all dependencies, not only of the direct ones.
func (c *Corpus) InProcess(analyzers []*analysis.Analyzer) ([]Diagnostic, error) {
	graph, err := c.analyse(analyzers, c.Pattern(), nil)
	if err != nil {
		return nil, err
	}
	return diagnostics(c.Dir, graph)
}

// load loads packages that have to compile.
func load(cfg *packages.Config, pattern string) ([]*packages.Package, error) {
	pkgs, err := packages.Load(cfg, pattern)
	if err != nil {
		return nil, err
	}
	var errs []error
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		for _, err := range pkg.Errors {
			errs = append(errs, err)
		}
	})
	return pkgs, errors.Join(errs...)
}

func diagnostics(dir string, graph *checker.Graph) ([]Diagnostic, error) {
	var found []Diagnostic
	for _, action := range graph.Roots {
		if action.Err != nil {
			return nil, fmt.Errorf("%s: %w", action, action.Err)
		}
		for _, d := range action.Diagnostics {
			diag, err := diagnosticOf(dir, action.Package.Fset, d)
			if err != nil {
				return nil, err
			}
			if d.Category != analyzer.NoteCategory {
				found = append(found, diag)
			}
		}
	}
	return found, nil
}

// diagnosticOf returns a diagnostic as it is compared. A crash of leakvet, which goes on
// with the rest, is an error.
func diagnosticOf(dir string, fset *token.FileSet, d analysis.Diagnostic) (Diagnostic, error) {
	posn := fset.Position(d.Pos)
	name, err := filepath.Rel(dir, posn.Filename)
	if err == nil && d.Category == analyzer.CrashCategory {
		err = fmt.Errorf("%s:%d: %s", name, posn.Line, d.Message)
	}
	return Diagnostic{name, posn.Line, d.Category + ": " + d.Message}, err
}
