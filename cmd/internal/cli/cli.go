// Package cli is the command line of leakvet: flags, help, exit codes.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/leakvet/leakvet/analyzer"
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

	flags    *flag.FlagSet
	analysis *analyzer.Config
	config   string
	dir      string
	tags     string
	tests    bool
	format   report.Format
	out      string
	adoption adoption
	fix      bool
	diff     bool
	list     bool
	version  bool
}

// Main runs leakvet with the arguments and returns its exit code.
func Main(args []string, stdout, stderr *os.File) int {
	c := &command{stdout: stdout, stderr: stderr}
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
	c.flags.BoolVar(&c.fix, "fix", false, "apply the suggested fixes, and report what is left")
	c.flags.BoolVar(&c.diff, "diff", false, "print what -fix would change, and change nothing; exit code 1 if there is anything")
	c.flags.BoolVar(&c.list, "list", false, "list the rules: their level and profile, whether they suggest fixes, what they do")
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
	case c.flags.Arg(0) == "lsp":
		return c.serve(c.flags.Args()[1:])
	}
	if err := c.contradiction(); err != nil {
		return trouble, err
	}
	return c.check(c.flags.Args())
}

func (c *command) check(patterns []string) (int, error) {
	ctx := context.Background()
	j, err := c.job(patterns)
	switch {
	case err != nil:
		return trouble, err
	case c.adoption.write != "":
		return c.writeBaseline(ctx, j)
	case c.diff:
		return c.printDiff(ctx, j)
	}
	find := c.find
	if c.fix {
		find = c.applyFixes
	}
	f, err := find(ctx, j)
	if err != nil {
		return trouble, err
	}
	return c.report(f, func() error { return c.write(&report.Report{Result: f.Result, Version: version(), Dir: j.Dir}) })
}
