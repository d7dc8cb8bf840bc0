// Package cli is the command line of leakvet: flags, help, exit codes.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/cmd/internal/report"
	"github.com/leakvet/leakvet/internal/config"
)

// The exit codes.
const (
	clean    = 0
	findings = 1
	trouble  = 2 // usage, no packages, packages that do not compile
)

// A command is one call of leakvet.
type command struct {
	stdout, stderr io.Writer
	progress       bool // whether somebody watches stderr

	flags    *flag.FlagSet
	analysis *analyzer.Config
	config   string
	dir      string
	tags     string
	tests    bool
	format   report.Format
	out      string
	adoption adoption
	list     bool
	version  bool
}

// Main runs leakvet with the arguments and returns its exit code.
func Main(args []string, stdout, stderr *os.File) int {
	c := &command{stdout: stdout, stderr: stderr, progress: isTerminal(stderr)}
	code, err := c.run(args)
	if err != nil {
		fmt.Fprintf(stderr, "leakvet: %v\n", err)
		return trouble
	}
	return code
}

func (c *command) defineFlags() {
	c.flags = flag.NewFlagSet("leakvet", flag.ContinueOnError)
	c.flags.SetOutput(io.Discard) // errors are returned, help is printed by help
	c.format = report.Formats()[0]
	c.flags.StringVar(&c.dir, "C", ".", "work in `dir`ectory")
	c.flags.StringVar(&c.config, "config", "", "read this `file` in place of "+config.Name+" beside go.mod or above it")
	c.flags.StringVar(&c.tags, "tags", "", "build `tags`, separated by commas")
	c.flags.BoolVar(&c.tests, "tests", true, "check _test.go files too; -tests=false leaves them out")
	c.flags.Func("format", formatUsage(), c.setFormat)
	c.flags.StringVar(&c.out, "o", "", "write the report to a `file`")
	c.defineAdoption()
	c.flags.BoolVar(&c.list, "list", false, "list the rules: their profile, whether they suggest fixes, what they do")
	c.flags.BoolVar(&c.version, "version", false, "print the version")
	c.analysis = analyzer.RegisterFlags(c.flags)
}

func (c *command) run(args []string) (int, error) {
	c.defineFlags()
	switch err := c.flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return clean, c.help(nil)
	case err != nil:
		return trouble, fmt.Errorf("%w\nrun 'leakvet help' for the flags", err)
	case c.version:
		return clean, c.printVersion()
	case c.list:
		return clean, c.printRules()
	case c.flags.Arg(0) == "help":
		return clean, c.help(c.flags.Args()[1:])
	}
	return c.check(c.flags.Args())
}

func (c *command) check(patterns []string) (int, error) {
	tool, err := os.Executable()
	if err != nil {
		return trouble, err
	}
	dir, err := filepath.Abs(c.dir)
	if err != nil {
		return trouble, err
	}
	cfg, err := c.configuration(dir)
	if err != nil {
		return trouble, err
	}
	flags, err := config.Flags(cfg)
	if err != nil {
		return trouble, err
	}
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	ctx := context.Background()
	known, err := c.readKnown(ctx, dir)
	if err != nil {
		return trouble, err
	}
	progress := c.startProgress()
	opts := check.Options{
		Tool:     tool,
		Flags:    flags,
		Dir:      dir,
		Tags:     c.tags,
		Tests:    c.tests,
		Patterns: patterns,
		Progress: progress.show,
	}
	result, err := check.Run(ctx, opts)
	progress.clear()
	if err != nil {
		return trouble, err
	}
	if c.adoption.write != "" {
		return c.writeBaseline(ctx, opts, cfg, result)
	}
	if err := c.leaveOut(ctx, known, opts, cfg, result); err != nil {
		return trouble, err
	}
	return c.report(&report.Report{Result: result, Dir: dir})
}

func (c *command) report(r *report.Report) (int, error) {
	err := report.Lines(c.stderr, r.Notes)
	c.tellErrors(r.Result)
	err = errors.Join(err, c.write(r))
	switch {
	case err != nil:
		return trouble, err
	case len(r.Errors) > 0:
		return trouble, nil
	case len(r.Findings) > 0:
		return findings, nil
	}
	return clean, nil
}

// tellErrors says why packages could not be checked.
func (c *command) tellErrors(result *check.Result) {
	for _, e := range result.Errors {
		fmt.Fprintln(c.stderr, e)
	}
	if len(result.Errors) > 0 {
		fmt.Fprintln(c.stderr, "leakvet: not all packages could be checked")
	}
}
