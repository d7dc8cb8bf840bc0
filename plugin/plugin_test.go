package plugin

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer"
)

// build makes the linter as golangci-lint does.
func build(t *testing.T, settings any) []*analysis.Analyzer {
	t.Helper()
	construct, err := register.GetPlugin("leakvet")
	if err != nil {
		t.Fatal(err)
	}
	linter, err := construct(settings)
	if err != nil {
		t.Fatal(err)
	}
	if mode := linter.GetLoadMode(); mode != register.LoadModeTypesInfo {
		t.Errorf("load mode %s", mode)
	}
	analyzers, err := linter.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	return analyzers
}

func TestAnalyzers(t *testing.T) {
	first, second := build(t, nil), build(t, map[string]any{"profile": "strict"})
	if err := analysis.Validate(first); err != nil {
		t.Error(err)
	}
	for _, rule := range analyzer.Rules() {
		if !slices.ContainsFunc(first, func(a *analysis.Analyzer) bool { return a.Name == rule.Name }) {
			t.Errorf("%s is missing", rule.Name)
		}
	}
	for i, a := range first {
		if a == second[i] || slices.ContainsFunc(a.Requires, func(req *analysis.Analyzer) bool { return slices.Contains(second[i].Requires, req) }) {
			t.Errorf("two linters share %s", a)
		}
	}
}

// names returns the names of the analyzers, and of those that they require.
func names(analyzers []*analysis.Analyzer) map[string]bool {
	all := map[string]bool{}
	for _, a := range analyzers {
		all[a.Name] = true
		maps.Copy(all, names(a.Requires))
	}
	return all
}

// TestNames: whatever of a cached result depends on the configuration is kept under
// a name that does.
func TestNames(t *testing.T) {
	first, same, other := build(t, nil), build(t, map[string]any{}), build(t, map[string]any{"loggers": []any{"p.Log"}})
	if !maps.Equal(names(first), names(same)) {
		t.Errorf("got %v and %v", names(first), names(same))
	}
	facts := func(name string) bool {
		return slices.ContainsFunc(first[0].Requires, func(a *analysis.Analyzer) bool { return a.Name == name && len(a.FactTypes) > 0 })
	}
	var engine, issues bool
	for name := range names(first) {
		if !names(other)[name] {
			engine = engine || facts(name)
			issues = issues || slices.ContainsFunc(first, func(a *analysis.Analyzer) bool { return a.Name == name })
		}
	}
	if !engine || !issues {
		t.Errorf("%v and %v: the engine's name differs: %v, one of those given: %v", names(first), names(other), engine, issues)
	}
}

func TestSettings(t *testing.T) {
	t.Chdir(t.TempDir())
	file := "profile: strict\nrules: [unclosed, rowserr]\nexclude: [gen]\n"
	for name, text := range map[string]string{"go.mod": "module example.com/m\n", ".leakvet.yml": file} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cfg, err := configuration(map[string]any{"rules": []any{"rowserr", "deferloop"}, "disable": []any{"deferloop"}})
	if err != nil {
		t.Fatal(err)
	}
	if !cfg.Strict() || !cfg.Excludes("gen/x.go") || cfg.Enabled("unclosed") || cfg.Enabled("deferloop") || !cfg.Enabled("rowserr") {
		t.Errorf("got %+v", cfg)
	}
}

func TestBadSettings(t *testing.T) {
	t.Chdir(t.TempDir())
	for want, conf := range map[string]any{
		`settings: unknown field "rule" (fields: profile, rules, `:     map[string]any{"rule": "unclosed"},
		`settings: unknown rule "nosuch" (rules: afterclose, `:         map[string]any{"disable": []any{"nosuch"}},
		`settings: unknown profile "loose" (profiles: `:                map[string]any{"profile": "loose"},
		`settings: rules: want a list, got string`:                     map[string]any{"rules": "unclosed"},
		`settings: configuration: want fields and their values, got a`: []any{"unclosed"},
	} {
		if _, err := New(conf); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v: got %v, want %s", conf, err, want)
		}
	}
	if err := os.WriteFile(".leakvet.yml", []byte("profile: loose\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(nil); err == nil || !strings.Contains(err.Error(), `.leakvet.yml:1:10: unknown profile "loose"`) {
		t.Errorf("got %v", err)
	}
}

func TestIssues(t *testing.T) {
	var got []analysis.Diagnostic
	pass := &analysis.Pass{Report: func(d analysis.Diagnostic) { got = append(got, d) }}
	run := asIssues(func(pass *analysis.Pass) (any, error) {
		pass.Report(analysis.Diagnostic{Message: "plain"})
		pass.Report(analysis.Diagnostic{
			Message:        "rich",
			Related:        []analysis.RelatedInformation{{Message: "acquired here"}},
			SuggestedFixes: []analysis.SuggestedFix{{Message: "first"}, {Message: "second"}},
		})
		return "result", errors.New("error")
	})
	result, err := run(pass)
	if result != "result" || err == nil || err.Error() != "error" {
		t.Errorf("got %v, %v", result, err)
	}
	if len(got) != 2 || got[0].Message != "plain" || got[1].Message != "rich" {
		t.Fatalf("got %+v", got)
	}
	if len(got[1].Related) > 0 || len(got[1].SuggestedFixes) != 1 || got[1].SuggestedFixes[0].Message != "first" {
		t.Errorf("got %+v", got[1])
	}
}
