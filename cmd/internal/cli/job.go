package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/baseline"
	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/cmd/internal/progress"
	"github.com/leakvet/leakvet/cmd/internal/report"
	"github.com/leakvet/leakvet/internal/config"
)

// A job is what is to be checked, and by which rules.
type job struct {
	check.Options
	config *analyzer.Config
}

// found is what came of a job, without the findings that are known.
type found struct {
	*check.Result
	gone []baseline.Entry // that are known and were not found
}

// job says what to check.
func (c *command) job(patterns []string) (j job, err error) {
	j.Options = check.Options{Tags: c.tags, Tests: c.tests, Patterns: patterns}
	if len(patterns) == 0 {
		j.Patterns = []string{"."}
	}
	if j.Tool, err = os.Executable(); err != nil {
		return j, err
	}
	if j.Dir, err = filepath.Abs(c.dir); err != nil {
		return j, err
	}
	if j.config, err = c.configuration(j.Dir); err != nil {
		return j, err
	}
	j.Flags, err = config.Flags(j.config)
	return j, err
}

// find checks the packages, and leaves out what is known.
func (c *command) find(ctx context.Context, j job) (*found, error) {
	known, err := c.readKnown(ctx, j.Dir)
	if err != nil {
		return nil, err
	}
	result, err := c.vet(ctx, j)
	if err != nil {
		return nil, err
	}
	return known.leaveOut(ctx, j, result)
}

// vet checks the packages, and says on the terminal how far it is.
func (c *command) vet(ctx context.Context, j job) (*check.Result, error) {
	line := progress.On(c.stderr, "leakvet")
	j.Progress = func(done int) { line.Show("%d packages checked", done) }
	j.Progress(0)
	defer line.Clear()
	return check.Run(ctx, j.Options)
}

// report tells what is no finding on standard error, writes the report, and returns
// the exit code.
func (c *command) report(f *found, write func() error) (int, error) {
	if err := report.Lines(c.stderr, f.Notes); err != nil {
		return trouble, err
	}
	c.tellErrors(f.Result)
	c.tellGone(f.gone)
	if err := write(); err != nil {
		return trouble, err
	}
	switch {
	case len(f.Errors) > 0:
		return trouble, nil
	case len(f.Findings) > 0:
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
