// Command oracle tells whether leakvet is right about programs that it makes up.
//
//	oracle -tool leakvet [-n 5000] [-seed 1] [-work dir]
//
// It runs each program in every way that it can go, with every call failing, and
// compares what stays open with what leakvet reports. A disagreement is reduced
// to the smallest program that shows it, and printed. docs/oracle.md explains the
// method.
//
// Programs are made up from consecutive seeds, and each is written in two ways
// that mean the same. What is found with a seed is found again with it.
//
// Exit code: 0 no disagreement, 1 some, 2 trouble.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/leakvet/leakvet/cmd/internal/exit"
	"github.com/leakvet/leakvet/cmd/internal/oracle"
	"github.com/leakvet/leakvet/cmd/internal/oracle/generate"
	"github.com/leakvet/leakvet/cmd/internal/progress"
)

func main() {
	os.Exit(exit.Code("oracle", func(ctx context.Context) (bool, error) { return run(ctx, os.Args[1:], os.Stdout, os.Stderr) }))
}

// perBatch is how many programs are written, built and judged together.
const perBatch = 5000

// options are what the flags say.
type options struct {
	tool, work string
	n          int
	seed       uint64
	reduce     int
	fixes      bool
}

func parse(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("oracle", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.tool, "tool", "", "the leakvet `executable` to judge")
	flags.StringVar(&o.work, "work", "", "a `directory` for the programs, which is emptied and kept; without it they lie in one of the run's own")
	flags.IntVar(&o.n, "n", perBatch, "how many `programs` to judge")
	flags.Uint64Var(&o.seed, "seed", 1, "the first `seed`")
	flags.IntVar(&o.reduce, "reduce", 3, "reduce the first `n` disagreements of a sort")
	flags.BoolVar(&o.fixes, "fixes", false, "judge the suggested fixes too: they compile, leave nothing open, and change no result")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.tool == "" || flags.NArg() > 0 {
		return o, errors.New("want -tool leakvet, and no arguments")
	}
	o.tool, err = filepath.Abs(o.tool)
	return o, err
}

// run judges programs, and reports whether there was no disagreement.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (agree bool, err error) {
	o, err := parse(args, stderr)
	if err != nil {
		return false, err
	}
	if o.work == "" {
		// Two runs in one directory would empty it under each other.
		if o.work, err = os.MkdirTemp("", "leakvet-oracle"); err != nil {
			return false, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.work)) }()
	}
	var total totals
	line := progress.On(stderr, "oracle")
	defer line.Clear()
	start := time.Now()
	for first := 0; first < o.n; first += perBatch {
		n := min(perBatch, o.n-first)
		verdicts, err := (&oracle.Judge{Tool: o.tool, Dir: filepath.Join(o.work, "batch"), Fixes: o.fixes}).Judge(ctx, cases(o.seed, first, n))
		if err != nil {
			return false, err
		}
		line.Clear()
		for _, v := range verdicts {
			if err := total.add(ctx, v, o, stdout); err != nil {
				return false, err
			}
		}
		line.Show("%d of %d programs, %d disagreements, %v", first+n, o.n, total.disagreements, time.Since(start).Round(time.Second))
	}
	line.Clear()
	total.print(stdout, o.fixes)
	return total.disagreements+total.troubles == 0, nil
}

// cases are n programs from number first on: from each seed two, which mean the
// same.
func cases(seed uint64, first, n int) []oracle.Case {
	var cases []oracle.Case
	for i := first; i < first+n; i++ {
		s := seed + uint64(i/2)
		c := oracle.Case{ID: fmt.Sprint(s), Program: generate.Program(s)}
		if i%2 == 1 {
			c.ID, c.Style = fmt.Sprintf("%dv", s), s+1
		}
		cases = append(cases, c)
	}
	return cases
}

// totals are the figures of a whole run.
type totals struct {
	programs, exact, runs, acquires, leaking, reports, disagreements int

	mended, left, troubles int // programs with fixes, the reports left in these, and those that are wrong

	classes map[string]int
}

// add counts a verdict, and prints its disagreements.
func (t *totals) add(ctx context.Context, v *oracle.Verdict, o options, stdout io.Writer) error {
	t.programs++
	t.runs += v.Runs
	t.acquires += v.Acquires
	t.leaking += v.Leaking
	t.reports += v.Reported
	if v.Exact {
		t.exact++
	}
	if v.Fault != "" {
		return fmt.Errorf("program %s cannot be run: %s\n%s%s", v.ID, v.Fault, v.Near, v.Far)
	}
	if m := v.Mended; m != nil {
		t.mended++
		t.left += m.Left
		if m.Trouble != "" {
			t.troubles++
			fmt.Fprintf(stdout, "program %s, with the suggested fixes: %s\n\n%s\n%s\n%s\n%s\n", v.ID, m.Trouble, v.Near, v.Far, m.Near, m.Far)
		}
	}
	for _, d := range v.Disagreements {
		t.disagreements++
		if t.classes == nil {
			t.classes = map[string]int{}
		}
		t.classes[d.Class()]++
		if t.classes[d.Class()] > o.reduce {
			continue
		}
		small, err := (&oracle.Judge{Tool: o.tool, Dir: filepath.Join(o.work, "reduced")}).Shrink(ctx, v, d.Class())
		if err != nil {
			return fmt.Errorf("reduce program %s: %w", v.ID, err)
		}
		fmt.Fprintf(stdout, "program %s, reduced:\n", v.ID)
		for _, d := range small.Disagreements {
			fmt.Fprintln(stdout, d)
		}
		fmt.Fprintf(stdout, "\n%s\n%s\n", small.Near, small.Far)
	}
	return nil
}

func (t *totals) print(w io.Writer, fixes bool) {
	fmt.Fprintf(w, "%d programs in %d runs, %d of them in every way; %d of %d acquires leak; %d reports\n",
		t.programs, t.runs, t.exact, t.leaking, t.acquires, t.reports)
	if fixes {
		fmt.Fprintf(w, "fixes of %d programs; %d reports are left in these; %d programs are wrong then\n", t.mended, t.left, t.troubles)
	}
	var classes []string
	for class, n := range t.classes {
		classes = append(classes, fmt.Sprintf("%s: %d\n", class, n))
	}
	slices.Sort(classes)
	for _, class := range classes {
		fmt.Fprint(w, class)
	}
	if len(classes) == 0 {
		fmt.Fprintln(w, "no disagreement")
	}
}
