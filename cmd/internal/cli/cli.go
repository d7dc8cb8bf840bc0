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
	json     bool
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
	c.flags.StringVar(&c.dir, "C", ".", "work in `dir`ectory")
	c.flags.StringVar(&c.config, "config", "", "read this `file` in place of "+config.Name+" beside go.mod or above it")
	c.flags.StringVar(&c.tags, "tags", "", "build `tags`, separated by commas")
	c.flags.BoolVar(&c.tests, "tests", true, "check _test.go files too; -tests=false leaves them out")
	c.flags.BoolVar(&c.json, "json", false, "print one JSON object")
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
	flags, err := c.toolFlags(dir)
	if err != nil {
		return trouble, err
	}
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	progress := c.startProgress()
	result, err := check.Run(context.Background(), check.Options{
		Tool:     tool,
		Flags:    flags,
		Dir:      dir,
		Tags:     c.tags,
		Tests:    c.tests,
		Patterns: patterns,
		Progress: progress.show,
	})
	progress.clear()
	if err != nil {
		return trouble, err
	}
	return c.report(result)
}

func (c *command) report(result *check.Result) (int, error) {
	err := report.Text(c.stderr, result.Notes)
	for _, e := range result.Errors {
		fmt.Fprintln(c.stderr, e)
	}
	if len(result.Errors) > 0 {
		fmt.Fprintln(c.stderr, "leakvet: not all packages could be checked")
	}
	if c.json {
		err = errors.Join(err, report.JSON(c.stdout, result))
	} else {
		err = errors.Join(err, report.Text(c.stdout, result.Findings))
	}
	switch {
	case err != nil:
		return trouble, err
	case len(result.Errors) > 0:
		return trouble, nil
	case len(result.Findings) > 0:
		return findings, nil
	}
	return clean, nil
}
