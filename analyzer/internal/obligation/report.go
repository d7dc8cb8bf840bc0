package obligation

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"

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

// of returns the rule's findings that the profile asks for.
func (r *Result) of(rule string) []Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool {
		return f.Rule != rule || f.Strict && !r.Options.Strict()
	})
}

// Report reports the findings of a rule in the order of their positions. It
// leaves out a rule that is not enabled, generated files, and what a comment
// suppresses: every driver sees the same, whatever it can filter by itself.
func Report(pass *analysis.Pass, result *Result, rule string, findings []Finding) {
	if !result.Options.Enabled(rule) {
		return
	}
	generated := generatedFiles(pass)
	slices.SortStableFunc(findings, func(a, b Finding) int { return int(a.Pos - b.Pos) })
	for _, f := range findings {
		if generated[pass.Fset.File(f.Pos).Name()] || result.Directives.Suppressed(rule, f.Pos) {
			continue
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

// generatedFiles names the files of the package that a program wrote.
func generatedFiles(pass *analysis.Pass) map[string]bool {
	generated := make(map[string]bool)
	for _, file := range pass.Files {
		if ast.IsGenerated(file) {
			generated[pass.Fset.File(file.FileStart).Name()] = true
		}
	}
	return generated
}
