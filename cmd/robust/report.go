package main

import (
	"flag"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/tools/go/packages"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/progress"
	"github.com/leakvet/leakvet/cmd/internal/robust"
)

// A report is what came of some packages.
type report struct {
	out      io.Writer
	line     progress.Line
	runs     int // of each package
	packages int
	lines    int
	findings int
	notes    int
	broken   int // packages that were left out
	wrong    int // crashes, and packages of which the outcome changed
}

func (r *report) flags(flags *flag.FlagSet) {
	flags.IntVar(&r.runs, "runs", 2, "how often each package is analysed: the profiles take turns, so at least `2`")
}

// judge analyses what load returns, which depends on the seed, several times.
func (r *report) judge(what string, load func(seed uint64) ([]*packages.Package, error)) error {
	defer r.line.Clear()
	first := map[string]*robust.Outcome{}
	for run := range max(r.runs, 2) {
		profile := []string{analyzer.Default, analyzer.Strict}[run%2]
		r.line.Show("%s: run %d of %d, %d wrong", what, run+1, max(r.runs, 2), r.wrong)
		pkgs, err := load(uint64(run))
		if err != nil {
			return err
		}
		before := runtime.GOMAXPROCS(1 + run/2%4)
		outcome, err := robust.Run(pkgs, profile, uint64(run))
		runtime.GOMAXPROCS(before)
		if err != nil {
			return err
		}
		for _, crash := range outcome.Crashes {
			r.complain(what, "crash: "+crash)
		}
		if first[profile] == nil {
			first[profile] = outcome
		}
		for _, line := range robust.Difference(first[profile], outcome) {
			r.complain(what, "changed: "+line)
		}
		if run == 0 {
			r.count(pkgs)
		}
	}
	r.findings += first[analyzer.Strict].Findings
	r.notes += first[analyzer.Strict].Notes
	return nil
}

func (r *report) complain(what, text string) {
	r.wrong++
	r.line.Clear()
	fmt.Fprintf(r.out, "%s: %s\n", what, text)
}

func (r *report) count(pkgs []*packages.Package) {
	r.packages += len(pkgs)
	for _, p := range pkgs {
		for _, f := range p.Syntax {
			r.lines += p.Fset.File(f.Pos()).LineCount()
		}
	}
}

// print prints the figures, and reports whether all is well.
func (r *report) print() bool {
	fmt.Fprintf(r.out, "%d packages, %d lines, %d runs of each; %d left out; %d findings under strict, %d notes; %d wrong\n",
		r.packages, r.lines, max(r.runs, 2), r.broken, r.findings, r.notes, r.wrong)
	return r.wrong == 0
}
