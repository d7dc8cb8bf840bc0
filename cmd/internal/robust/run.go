package robust

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/leakvet/leakvet/analyzer"
)

// An Outcome is what an analysis says of some packages.
type Outcome struct {
	// Lines are the findings, with their paths and fixes, and the notes: sorted, since
	// drivers do that.
	Lines []string
	// Findings and Notes are their numbers.
	Findings, Notes int
	// Crashes are the errors of analyzers, and the internal errors that are told.
	Crashes []string
}

// Run analyses packages with all rules, which are started in an order that the seed
// tells. Panics of the engine are in the outcome; a panic of a driver is not caught.
func Run(pkgs []*packages.Package, profile string, seed uint64) (*Outcome, error) {
	analyzers, err := analyzer.New(&analyzer.Config{Profile: profile, Explain: true})
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	rng.Shuffle(len(analyzers), func(i, j int) { analyzers[i], analyzers[j] = analyzers[j], analyzers[i] })
	pkgs = slices.Clone(pkgs)
	rng.Shuffle(len(pkgs), func(i, j int) { pkgs[i], pkgs[j] = pkgs[j], pkgs[i] })
	graph, err := checker.Analyze(analyzers, pkgs, nil)
	if err != nil {
		return nil, fmt.Errorf("analyse: %w", err)
	}
	o := new(Outcome)
	for act := range graph.All() {
		o.add(act)
	}
	slices.Sort(o.Lines)
	return o, nil
}

func (o *Outcome) add(act *checker.Action) {
	if act.Err != nil && !act.Package.IllTyped {
		o.Crashes = append(o.Crashes, fmt.Sprintf("%s: %v", act, act.Err))
	}
	for _, d := range act.Diagnostics {
		line := act.Package.Fset.Position(d.Pos).String() + ": " + act.Analyzer.Name + ": " + d.Message
		switch d.Category {
		case analyzer.CrashCategory:
			o.Crashes = append(o.Crashes, line)
		case analyzer.NoteCategory:
			o.Notes++
		default:
			o.Findings++
		}
		o.Lines = append(o.Lines, line+details(act.Package, d))
	}
}

// details tells the rest of a diagnostic.
func details(p *packages.Package, d analysis.Diagnostic) string {
	var b strings.Builder
	for _, r := range d.Related {
		fmt.Fprintf(&b, " | %s: %s", p.Fset.Position(r.Pos), r.Message)
	}
	for _, f := range d.SuggestedFixes {
		fmt.Fprintf(&b, " | fix: %s", f.Message)
		for _, e := range f.TextEdits {
			fmt.Fprintf(&b, " %s-%s %q", p.Fset.Position(e.Pos), p.Fset.Position(e.End), e.NewText)
		}
	}
	return b.String()
}

// Difference returns the lines that only one of two outcomes has.
func Difference(a, b *Outcome) []string {
	var only []string
	for _, l := range a.Lines {
		if _, in := slices.BinarySearch(b.Lines, l); !in {
			only = append(only, "- "+l)
		}
	}
	for _, l := range b.Lines {
		if _, in := slices.BinarySearch(a.Lines, l); !in {
			only = append(only, "+ "+l)
		}
	}
	if len(only) == 0 && len(a.Lines) != len(b.Lines) {
		only = []string{fmt.Sprintf("%d lines, and then %d", len(a.Lines), len(b.Lines))}
	}
	return only
}
