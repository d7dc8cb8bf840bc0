package directive

import (
	_ "embed"
	"go/token"
	"iter"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer/internal/directive"
	"github.com/leakvet/leakvet/analyzer/internal/manual"
	"github.com/leakvet/leakvet/analyzer/internal/obligation"
)

//go:embed doc.go
var doc string

// New returns the rule. It asks the engine which suppressions were needed.
func New(engine *analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     directive.Rule,
		Doc:      manual.Extract(doc, directive.Rule),
		URL:      manual.URL(directive.Rule),
		Requires: []*analysis.Analyzer{engine},
		Run: func(pass *analysis.Pass) (any, error) {
			result := pass.ResultOf[engine].(*obligation.Result)
			obligation.Report(pass, result, directive.Rule, findings(result))
			return nil, nil
		},
	}
}

func findings(result *obligation.Result) []obligation.Finding {
	problems := result.Directives.Problems(directive.Check{
		Known:   result.Options.Known(),
		Enabled: result.Options.Enabled,
		Found:   found(result),
	})
	var findings []obligation.Finding
	for _, p := range problems {
		findings = append(findings, obligation.Finding{Pos: p.Pos, End: p.End, Message: p.Message})
	}
	return findings
}

// found yields the findings of both profiles: a suppression that only one of
// them needs is of use.
func found(result *obligation.Result) iter.Seq2[string, token.Pos] {
	return func(yield func(string, token.Pos) bool) {
		for _, f := range result.Findings {
			if !yield(f.Rule, f.Pos) {
				return
			}
		}
	}
}
