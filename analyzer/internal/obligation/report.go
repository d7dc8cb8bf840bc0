package obligation

import (
	"go/ast"
	"go/token"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/manual"
)

// NewRule returns the analyzer of a rule that reports the engine's findings
// under its name. The doc is the source of the rule's doc.go.
func NewRule(name, doc string, engine *analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     name,
		Doc:      manual.Extract(doc, name),
		URL:      manual.URL(name),
		Requires: []*analysis.Analyzer{engine},
		Run: func(pass *analysis.Pass) (any, error) {
			result := pass.ResultOf[engine].(*Result)
			Report(pass, result, name, result.of(name))
			return nil, nil
		},
	}
}

// Findings is the result of a rule that looks at the code by itself: what it found,
// for all profiles and before suppressions.
type Findings []Finding

// NewCodeRule returns the analyzer of a rule that looks at the package's code by
// itself. Code that it cannot bear is left out, and told.
func NewCodeRule(name, doc string, engine *analysis.Analyzer, find func(*cleanup.Code) []Finding) *analysis.Analyzer {
	a := NewRule(name, doc, engine)
	a.ResultType = reflect.TypeFor[Findings]()
	a.Run = func(pass *analysis.Pass) (any, error) {
		result := pass.ResultOf[engine].(*Result)
		var found Findings
		if !result.Options.Enabled(name) {
			return found, nil
		}
		if result.Code != nil {
			result.Code.Look(func() {
				defer tellPanic(pass, result, name, token.NoPos)
				found = find(result.Code)
			})
		}
		for i := range found {
			found[i].Rule = name
		}
		Report(pass, result, name, append(result.of(name), result.wanted(slices.Clone(found))...))
		return found, nil
	}
	return a
}

// tellPanic reports a panic while the code at pos was looked at for a rule.
func tellPanic(pass *analysis.Pass, result *Result, rule string, pos token.Pos) {
	if r := recover(); r != nil {
		crash(pass, pos, "rule "+rule+" on package "+pass.Pkg.Path(), r).report(pass, result.Options)
	}
}

// of returns the rule's findings that the profile asks for.
func (r *Result) of(rule string) []Finding {
	return r.wanted(slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return f.Rule != rule }))
}

// wanted leaves out what only the strict profile asks for.
func (r *Result) wanted(found []Finding) []Finding {
	return slices.DeleteFunc(found, func(f Finding) bool { return f.Strict && !r.Options.Strict() })
}

// Report reports the findings of a rule in the order of their positions. It
// leaves out a rule that is not enabled, generated and excluded files, and what a
// comment suppresses: every driver sees the same, whatever it can filter by itself.
func Report(pass *analysis.Pass, result *Result, rule string, findings []Finding) {
	if !result.Options.Enabled(rule) {
		return
	}
	silent := silentFiles(pass, result.Options)
	slices.SortStableFunc(findings, func(a, b Finding) int { return int(a.Pos - b.Pos) })
	for _, f := range findings {
		if silent[pass.Fset.File(f.Pos).Name()] || result.Directives.Suppressed(rule, f.Pos) {
			continue
		}
		switch {
		case isMoved(pass, f.Pos):
			f.Fixes = nil
		case f.Mend != nil:
			result.Code.Look(func() {
				defer tellPanic(pass, result, rule, f.Pos)
				f.Fixes = f.Mend()
			})
		}
		pass.Report(f.diagnostic(rule))
	}
}

func (f Finding) diagnostic(rule string) analysis.Diagnostic {
	d := analysis.Diagnostic{
		Pos:            f.Pos,
		End:            f.End,
		Category:       rule,
		Message:        f.Message,
		URL:            manual.URL(rule),
		SuggestedFixes: f.Fixes,
	}
	for _, r := range f.Related {
		d.Related = append(d.Related, analysis.RelatedInformation(r))
	}
	return d
}

// isMoved reports whether a //line comment says that the code at pos is elsewhere, as
// cgo does for the files that it reads. What drivers say of edits there would be the
// name of one file and the offsets of another.
func isMoved(pass *analysis.Pass, pos token.Pos) bool {
	return pass.Fset.Position(pos) != pass.Fset.PositionFor(pos, false)
}

// silentFiles names the files of the package that a program wrote, or that the user
// excludes.
func silentFiles(pass *analysis.Pass, opts Options) map[string]bool {
	silent := make(map[string]bool)
	for _, file := range pass.Files {
		if isGenerated(file) || opts.Excludes(moduleName(pass, file)) {
			silent[pass.Fset.File(file.FileStart).Name()] = true
		}
	}
	return silent
}

// moduleName returns the name of a file below the directory of its go.mod, which no
// driver tells: the path of the package does. Where the driver does not know the
// module, as under Bazel, it begins with the path of the module.
func moduleName(pass *analysis.Pass, file *ast.File) string {
	dir := pass.Pkg.Path()
	if strings.HasSuffix(pass.Pkg.Name(), "_test") {
		dir = strings.TrimSuffix(dir, "_test")
	}
	if pass.Module != nil && pass.Module.Path != "" {
		dir = strings.TrimPrefix(strings.TrimPrefix(dir, pass.Module.Path), "/")
	}
	return path.Join(dir, filepath.Base(pass.Fset.Position(file.Package).Filename))
}

// isGenerated reports whether a program wrote the file. What cgo makes of a
// file that somebody wrote does not count.
func isGenerated(file *ast.File) bool {
	original := *file
	if len(file.Comments) > 0 && strings.HasPrefix(file.Comments[0].List[0].Text, "// Code generated by cmd/cgo;") {
		original.Comments = file.Comments[1:]
	}
	return ast.IsGenerated(&original)
}
