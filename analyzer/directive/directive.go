package directive

import (
	_ "embed"
	"go/token"
	"iter"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer/internal/directive"
	"github.com/leakvet/leakvet/analyzer/internal/manual"
	"github.com/leakvet/leakvet/analyzer/internal/obligation"
)

//go:embed doc.go
var doc string

// New returns the rule. It asks the engine, and those of the other rules that look
// at the code by themselves, which suppressions were needed.
func New(engine *analysis.Analyzer, others []*analysis.Analyzer) *analysis.Analyzer {
	var rules []*analysis.Analyzer
	for _, rule := range others {
		if rule.ResultType == reflect.TypeFor[obligation.Findings]() {
			rules = append(rules, rule)
		}
	}
	return &analysis.Analyzer{
		Name:     directive.Rule,
		Doc:      manual.Extract(doc, directive.Rule),
		URL:      manual.URL(directive.Rule),
		Requires: append([]*analysis.Analyzer{engine}, rules...),
		Run: func(pass *analysis.Pass) (any, error) {
			result := pass.ResultOf[engine].(*obligation.Result)
			found := slices.Clone(result.Findings)
			for _, rule := range rules {
				found = append(found, pass.ResultOf[rule].(obligation.Findings)...)
			}
			obligation.Report(pass, result, directive.Rule, findings(result, found))
			return nil, nil
		},
	}
}

func findings(result *obligation.Result, found []obligation.Finding) []obligation.Finding {
	problems := result.Directives.Problems(directive.Check{
		Known:   result.Options.Known(),
		Enabled: result.Options.Enabled,
		Found:   places(found),
	})
	var findings []obligation.Finding
	for _, p := range problems {
		findings = append(findings, obligation.Finding{Pos: p.Pos, End: p.End, Message: p.Message})
	}
	return findings
}

// places yields the rules and places of the findings of both profiles: a suppression that only one of
// them needs is of use.
func places(found []obligation.Finding) iter.Seq2[string, token.Pos] {
	return func(yield func(string, token.Pos) bool) {
		for _, f := range found {
			if !yield(f.Rule, f.Pos) {
				return
			}
		}
	}
}
