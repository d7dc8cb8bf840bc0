// Package plugin is leakvet as a linter of golangci-lint v2, by the name of
// leakvet. Importing it registers the linter: .custom-gcl.yml names it, and
// golangci-lint custom builds a golangci-lint that has it. The manual is
// docs/golangci-lint.md.
package plugin

import (
	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer"
)

// Name is the name of the linter.
const Name = "leakvet"

func init() { register.Plugin(Name, New) }

// New returns the linter with the configuration that stands in .leakvet.yml, and
// over it the one that stands in .golangci.yml below
// linters.settings.custom.leakvet.settings, in the same words.
func New(settings any) (register.LinterPlugin, error) {
	cfg, err := configuration(settings)
	return linter{cfg}, err
}

// A linter makes analyzers of its own each time that it is asked for some: they
// share nothing with those of another linter in the process.
type linter struct{ cfg *analyzer.Config }

// GetLoadMode asks for types. The facts about dependencies come with them.
func (l linter) GetLoadMode() string { return register.LoadModeTypesInfo }

// BuildAnalyzers returns the rules.
func (l linter) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	analyzers, err := analyzer.New(l.cfg)
	if err != nil {
		return nil, err
	}
	for _, a := range analyzers {
		a.Run = asIssues(a.Run)
	}
	return named(analyzers, l.cfg)
}

// asIssues makes of each diagnostic that run reports what golangci-lint expects.
//
// It makes an issue of its own of each related place, which counts, and which no
// comment at the diagnostic silences. They stay away; the message says by itself
// which way leaks. And it applies all fixes of a diagnostic, although they are
// alternatives: the first is the one to apply.
func asIssues(run func(*analysis.Pass) (any, error)) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (any, error) {
		issues := *pass
		issues.Report = func(d analysis.Diagnostic) {
			d.Related = nil
			d.SuggestedFixes = d.SuggestedFixes[:min(1, len(d.SuggestedFixes))]
			pass.Report(d)
		}
		return run(&issues)
	}
}
