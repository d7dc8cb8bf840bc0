package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime/pprof"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/robust"
	"github.com/leakvet/leakvet/cmd/internal/robust/monster"
)

// monsters prints what the analysis of each family costs.
func monsters(ctx context.Context, args []string, stdout io.Writer) (well bool, err error) {
	flags := flag.NewFlagSet("monsters", flag.ContinueOnError)
	scale := flags.Float64("scale", 1, "the largest size, as a `part` of what people have called absurd")
	profile := flags.String("cpuprofile", "", "the `file` for a profile of where the time goes")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	library, err := robust.NewLibrary(ctx, "", nil, monster.Imports...)
	if err != nil {
		return false, err
	}
	if *profile != "" {
		var stop func() error
		if stop, err = startProfile(*profile); err != nil {
			return false, err
		}
		defer func() { err = errors.Join(err, stop()) }()
	}
	fmt.Fprintln(stdout, "| monster | size | CPU, ms | slope | SSA, ms | slope | allocated, MB | slope | findings | gave up |")
	fmt.Fprintln(stdout, "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|")
	well = true
	for _, m := range monster.All() {
		if flags.NArg() > 0 && !slices.Contains(flags.Args(), m.Name) {
			continue
		}
		var costs []*robust.Cost
		n := int(float64(m.Size) * *scale / 4)
		for _, n := range []int{n, 2 * n, 4 * n} {
			cost, err := library.Measure([]byte(m.Source(n)))
			if err != nil {
				return false, fmt.Errorf("%s of size %d: %w", m.Name, n, err)
			}
			costs = append(costs, cost)
		}
		first, last := costs[0], costs[2]
		fmt.Fprintf(stdout, "| %s | %d | %d, %d, %d | %.1f | %d | %.1f | %d | %.1f | %d | %s |\n", m.Name, 4*n,
			first.CPU.Milliseconds(), costs[1].CPU.Milliseconds(), last.CPU.Milliseconds(),
			robust.Slope(first, last, func(c *robust.Cost) float64 { return c.CPU.Seconds() }),
			last.SSA.Milliseconds(), robust.Slope(first, last, func(c *robust.Cost) float64 { return c.SSA.Seconds() }),
			last.Allocated/1e6,
			robust.Slope(first, last, func(c *robust.Cost) float64 { return float64(c.Allocated) }),
			last.Findings, reasons(last.Outcome))
		for _, crash := range last.Crashes {
			well = false
			fmt.Fprintln(stdout, crash)
		}
		if last.Allocated > robust.Budget {
			well = false
			fmt.Fprintf(stdout, "%s: allocates more than %d bytes\n", m.Name, robust.Budget)
		}
	}
	return well, nil
}

// startProfile writes a profile of what the CPU does until the func that it returns
// is called.
func startProfile(name string) (stop func() error, err error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() error {
		pprof.StopCPUProfile()
		return f.Close()
	}, nil
}

// reasons returns why the analysis gave up, each reason once.
func reasons(o *robust.Outcome) string {
	why := map[string]bool{}
	for _, line := range o.Lines {
		if _, note, ok := strings.Cut(line, ": notes: "); ok {
			why[note[strings.LastIndex(note, ": ")+2:]] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(why)), ", ")
}
