package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/baseline"
	"github.com/leakvet/leakvet/cmd/internal/changes"
	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/cmd/internal/fingerprint"
)

// adoption is how a project that has findings already begins with leakvet: it is told
// only of some of them.
type adoption struct {
	baseline string // the names of files
	write    string
	since    string // a revision
}

func (c *command) defineAdoption() {
	c.flags.StringVar(&c.adoption.baseline, "baseline", "", "leave out the findings in this `file`, and name those that are gone")
	c.flags.StringVar(&c.adoption.write, "write-baseline", "", "write the findings to this `file` and report none")
	c.flags.StringVar(&c.adoption.since, "new-from-rev", "", "report only what changed since a git `revision`")
}

// known is what the findings are held against.
type known struct {
	baseline *baseline.Baseline // nil if there is none
	changes  *changes.Set       // likewise
}

// readKnown reads it before the packages are checked: a mistake is told at once.
func (c *command) readKnown(ctx context.Context, dir string) (k known, err error) {
	if c.adoption.baseline != "" {
		if k.baseline, err = baseline.Read(c.path(dir, c.adoption.baseline)); err != nil {
			return k, err
		}
	}
	if c.adoption.since != "" {
		k.changes, err = changes.Since(ctx, dir, c.adoption.since)
	}
	return k, err
}

// path makes the name of a file absolute, which is relative to dir.
func (c *command) path(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// leaveOut takes out of the result what is known, and tells which entries of the
// baseline do not occur any more.
func (c *command) leaveOut(ctx context.Context, k known, opts check.Options, cfg *analyzer.Config, result *check.Result) error {
	if k.baseline != nil {
		fresh, gone := k.baseline.Split(opts.Dir, result.Findings)
		result.Findings = fresh
		if err := c.tellGone(ctx, gone, opts, cfg, result); err != nil {
			return err
		}
	}
	if k.changes != nil {
		result.Findings = slices.DeleteFunc(result.Findings, func(f check.Finding) bool { return !k.changes.Touches(f) })
	}
	return nil
}

func (c *command) tellGone(ctx context.Context, gone []baseline.Entry, opts check.Options, cfg *analyzer.Config, result *check.Result) error {
	if len(gone) == 0 || len(result.Errors) > 0 {
		return nil // what could not be checked may still be there
	}
	checked, err := checkedBy(ctx, opts, cfg)
	if err != nil {
		return err
	}
	gone = slices.DeleteFunc(gone, func(e baseline.Entry) bool { return !checked(e.ID) })
	for _, e := range gone {
		fmt.Fprintf(c.stderr, "leakvet: no longer found: %s\n", e)
	}
	if len(gone) > 0 {
		fmt.Fprintf(c.stderr, "leakvet: take them out of the baseline with -write-baseline=%s\n", c.adoption.baseline)
	}
	return nil
}

// checkedBy tells which findings a run could have made: those of its rules and its
// packages.
func checkedBy(ctx context.Context, opts check.Options, cfg *analyzer.Config) (func(fingerprint.ID) bool, error) {
	packages, err := check.Packages(ctx, opts)
	if err != nil {
		return nil, err
	}
	return func(id fingerprint.ID) bool {
		ofPackage := slices.Contains(packages, id.Package) || slices.Contains(packages, strings.TrimSuffix(id.Package, "_test"))
		return ofPackage && cfg.Enabled(id.Rule)
	}, nil
}

// writeBaseline writes what was found; what an older file says of other packages and
// rules stays.
func (c *command) writeBaseline(ctx context.Context, opts check.Options, cfg *analyzer.Config, result *check.Result) (int, error) {
	if len(result.Errors) > 0 {
		c.tellErrors(result)
		fmt.Fprintln(c.stderr, "leakvet: no baseline was written")
		return trouble, nil
	}
	path := c.path(opts.Dir, c.adoption.write)
	b := baseline.New(opts.Dir, result.Findings)
	if old, err := baseline.Read(path); err == nil {
		checked, err := checkedBy(ctx, opts, cfg)
		if err != nil {
			return trouble, err
		}
		b.Keep(old, checked)
	}
	if err := b.Write(path); err != nil {
		return trouble, err
	}
	fmt.Fprintf(c.stderr, "leakvet: %d findings are in %s\n", b.Len(), c.adoption.write)
	return clean, nil
}
