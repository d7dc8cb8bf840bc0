package nogo

import (
	"errors"
	"flag"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
)

func TestAnalyzer(t *testing.T) {
	if err := analysis.Validate([]*analysis.Analyzer{Analyzer}); err != nil {
		t.Error(err)
	}
	var flags []string
	Analyzer.Flags.VisitAll(func(f *flag.Flag) { flags = append(flags, f.Name) })
	if want := []string{"config", "disable", "explain", "profile", "rules"}; !slices.Equal(flags, want) {
		t.Errorf("flags %q, want %q", flags, want)
	}
}

// toys are an engine, a rule that has it, and one that asks the other rule.
func toys() (engine, rule, last *analysis.Analyzer) {
	engine = &analysis.Analyzer{Name: "engine"}
	rule = &analysis.Analyzer{Name: "rule", Requires: []*analysis.Analyzer{engine}}
	last = &analysis.Analyzer{Name: "last", Requires: []*analysis.Analyzer{engine, rule}}
	rule.Run = func(pass *analysis.Pass) (any, error) {
		pass.Report(analysis.Diagnostic{Message: pass.ResultOf[engine].(string)})
		return "a result", nil
	}
	last.Run = func(pass *analysis.Pass) (any, error) {
		pass.Report(analysis.Diagnostic{Message: pass.ResultOf[rule].(string)})
		return nil, nil
	}
	return engine, rule, last
}

func TestOrder(t *testing.T) {
	engine, rule, last := toys()
	rules := []*analysis.Analyzer{last, rule}
	if got, want := ordered(rules), []*analysis.Analyzer{rule, last}; !slices.Equal(got, want) {
		t.Errorf("ordered: got %v, want %v", got, want)
	}
	if got, want := foundations(rules), []*analysis.Analyzer{engine}; !slices.Equal(got, want) {
		t.Errorf("foundations: got %v, want %v", got, want)
	}
}

func TestRun(t *testing.T) {
	engine, rule, last := toys()
	var got []string
	pass := &analysis.Pass{
		ResultOf: map[*analysis.Analyzer]any{engine: "what the engine found"},
		Report:   func(d analysis.Diagnostic) { got = append(got, d.Message) },
	}
	if err := run(pass, []*analysis.Analyzer{rule, last}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"rule: what the engine found", "last: a result"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(pass.ResultOf) != 1 {
		t.Errorf("the results of nogo were changed: %v", pass.ResultOf)
	}
	broken := errors.New("broken")
	rule.Run = func(*analysis.Pass) (any, error) { return nil, broken }
	if err := run(pass, []*analysis.Analyzer{rule, last}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
