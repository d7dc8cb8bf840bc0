// Package nogo is leakvet for Bazel: one analyzer that runs all rules, as rules_go's
// nogo asks of a package. The manual is docs/bazel.md.
package nogo

import (
	"maps"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/config"
)

// Analyzer runs all rules. Its flags are the whole configuration, because there are
// no files where nogo runs: rules, disable, profile, explain, and config, which is
// what a .leakvet.yml says, in JSON. A flag with a bad value is an error.
//
// It reports what the rules do, with their names in the message.
var Analyzer = all()

func all() *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name: "leakvet",
		Doc:  "leakvet: report resources that are not released",
		URL:  "https://github.com/leakvet/leakvet",
	}
	rules, err := analyzer.New(config.RegisterFlags(&a.Flags))
	if err != nil {
		panic("internal error: the configuration that says nothing is a bad one: " + err.Error())
	}
	rules = ordered(rules)
	a.Requires = foundations(rules)
	a.Run = func(pass *analysis.Pass) (any, error) {
		return nil, run(pass, rules)
	}
	return a
}

// ordered puts analyzers behind those whose results they require.
func ordered(analyzers []*analysis.Analyzer) []*analysis.Analyzer {
	var order []*analysis.Analyzer
	var add func(a *analysis.Analyzer)
	add = func(a *analysis.Analyzer) {
		if !slices.Contains(analyzers, a) || slices.Contains(order, a) {
			return
		}
		for _, req := range a.Requires {
			add(req)
		}
		order = append(order, a)
	}
	for _, a := range analyzers {
		add(a)
	}
	return order
}

// foundations returns what the analyzers require besides each other.
func foundations(analyzers []*analysis.Analyzer) []*analysis.Analyzer {
	var found []*analysis.Analyzer
	for _, a := range analyzers {
		for _, req := range a.Requires {
			if !slices.Contains(analyzers, req) && !slices.Contains(found, req) {
				found = append(found, req)
			}
		}
	}
	return found
}

// run runs the rules one after the other, in the pass of the analyzer that stands
// for all of them: nogo hears only those that it was given.
func run(pass *analysis.Pass, rules []*analysis.Analyzer) error {
	results := maps.Clone(pass.ResultOf)
	for _, rule := range rules {
		own := *pass
		own.Analyzer = rule
		own.ResultOf = results
		own.Report = func(d analysis.Diagnostic) {
			d.Message = rule.Name + ": " + d.Message
			pass.Report(d)
		}
		result, err := rule.Run(&own)
		if err != nil {
			return err
		}
		results[rule] = result
	}
	return nil
}
