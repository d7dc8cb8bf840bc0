// Command bench measures what go vet costs with leakvet, with a tool that does nothing,
// and with other linters, side by side:
//
//	go run ./cmd/bench -o docs/performance/record.json
//
// It has to be run in the root of the repository, on an idle machine, with the module
// proxy at hand. It copies the modules that it measures on below -work and compiles them
// first; the runs follow each other tool by tool, in rounds. What it found is in
// docs/performance.md; go test ./cmd/bench -update writes the tables there.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/bench"
	"github.com/leakvet/leakvet/cmd/internal/progress"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stderr io.Writer) error {
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	fs.SetOutput(stderr)
	rounds := fs.Int("rounds", 3, "how many `times` to measure each tool on each module")
	only := fs.String("modules", "", "measure on these `modules` only, separated by commas")
	few := fs.String("tools", "", "measure these `tools` only, separated by commas")
	work := fs.String("work", filepath.Join(os.TempDir(), "leakvet-bench"), "the `directory` for modules and tools, kept for the next run")
	limit := fs.Float64("max", 0, "fail if leakvet takes more than this `ratio` of the CPU of noop, cold")
	out := fs.String("o", "", "write the figures to this `file`")
	add := fs.Bool("add", false, "keep what the file of -o has of other tools and modules")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if *add && *out == "" {
		return errors.New("-add needs the file that it adds to: give it with -o")
	}
	if *rounds < 1 {
		return fmt.Errorf("-rounds %d measures nothing: at least 1 is wanted", *rounds)
	}
	var modules []string
	for _, m := range bench.Modules {
		modules = append(modules, m.Name)
	}
	if err := errors.Join(known("modules", *only, modules), known("tools", *few, bench.Tools)); err != nil {
		return err
	}
	var tools []bench.Tool
	for _, name := range bench.Tools {
		if !selected(*few, name) {
			continue
		}
		tool, err := bench.Build(ctx, name, ".", filepath.Join(*work, "tools"))
		if err != nil {
			return err
		}
		tools = append(tools, tool)
	}
	record := &bench.Record{
		Machine:  fmt.Sprintf("%s/%s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU()),
		Versions: runtime.Version(),
	}
	line := progress.On(stderr, "bench")
	defer line.Clear()
	for _, m := range bench.Modules {
		if !selected(*only, m.Name) {
			continue
		}
		checkout, err := m.Get(ctx, filepath.Join(*work, "modules"))
		if err != nil {
			return err
		}
		record.Modules = append(record.Modules, checkout)
		if err := measure(ctx, checkout, tools, *rounds, record, line); err != nil {
			return err
		}
		if *out == "" {
			continue
		}
		whole := *record // the file has what is known after each module, as the next may take long
		if *add {
			if err := addTo(&whole, *out); err != nil {
				return err
			}
		}
		if err := write(&whole, *out); err != nil {
			return err
		}
	}
	line.Clear()
	if *out == "" {
		record.WriteTables(os.Stdout)
	}
	if ratio := record.Ratio(); *limit > 0 && ratio > *limit {
		return fmt.Errorf("leakvet takes %.2f times the CPU of a tool that does nothing, %.2f at most are wanted", ratio, *limit)
	}
	return nil
}

// known returns an error if the list that a flag has got names something else than these.
func known(flag, list string, names []string) error {
	for name := range strings.SplitSeq(list, ",") {
		if list != "" && !slices.Contains(names, name) {
			return fmt.Errorf("-%s: there is no %q, only %s", flag, name, strings.Join(names, ", "))
		}
	}
	return nil
}

// selected reports whether a list has a name; the empty one has all.
func selected(list, name string) bool {
	return list == "" || slices.Contains(strings.Split(list, ","), name)
}

// measure runs the tools in rounds, after one that only compiles. The heaviest has its
// turn once, and so have all on the standard library. Copies are for how cost grows, which
// is told of two tools.
func measure(ctx context.Context, c *bench.Checkout, tools []bench.Tool, rounds int, record *bench.Record, line progress.Line) error {
	if c.Copies > 0 {
		tools = slices.DeleteFunc(slices.Clone(tools), func(t bench.Tool) bool { return t.Name != bench.Leakvet && t.Name != bench.Noop })
	}
	if len(tools) == 0 {
		return nil
	}
	warmUp := tools[:1]
	if err := c.Round(ctx, warmUp, func(bench.Measure) {}); err != nil {
		return err
	}
	if c.IsStandard() {
		rounds = min(rounds, 1)
	}
	for round := range rounds {
		if round == 1 {
			tools = slices.DeleteFunc(slices.Clone(tools), func(t bench.Tool) bool { return t.Name == bench.Nilaway })
		}
		err := c.Round(ctx, tools, func(m bench.Measure) {
			record.Measures = append(record.Measures, m)
			line.Show("%v", m)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// addTo adds the runs of the record in a file.
func addTo(record *bench.Record, name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	earlier, err := bench.ReadRecord(file)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return record.Add(earlier)
}

func write(record *bench.Record, name string) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return record.Write(file)
}
