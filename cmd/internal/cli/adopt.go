package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

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

// leaveOut takes out of the result what is known, and tells apart which entries of the
// baseline do not occur any more.
func (k known) leaveOut(ctx context.Context, j job, result *check.Result) (*found, error) {
	f := &found{Result: result}
	if k.baseline != nil {
		var err error
		result.Findings, f.gone = k.baseline.Split(j.Dir, result.Findings)
		if f.gone, err = gone(ctx, j, f); err != nil {
			return nil, err
		}
	}
	if k.changes != nil {
		result.Findings = slices.DeleteFunc(result.Findings, func(f check.Finding) bool { return !k.changes.Touches(f) })
	}
	return f, nil
}

// gone returns the entries that the job would have found.
func gone(ctx context.Context, j job, f *found) ([]baseline.Entry, error) {
	if len(f.gone) == 0 || len(f.Errors) > 0 {
		return nil, nil // what could not be checked may still be there
	}
	checked, err := checkedBy(ctx, j)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(f.gone, func(e baseline.Entry) bool { return !checked(e.ID) }), nil
}

func (c *command) tellGone(gone []baseline.Entry) {
	for _, e := range gone {
		fmt.Fprintf(c.stderr, "leakvet: no longer found: %s\n", e)
	}
	if len(gone) > 0 {
		fmt.Fprintf(c.stderr, "leakvet: take them out of the baseline with -write-baseline=%s\n", c.adoption.baseline)
	}
}

// checkedBy tells which findings a run could have made: those of its rules and its
// packages.
func checkedBy(ctx context.Context, j job) (func(fingerprint.ID) bool, error) {
	packages, err := check.Packages(ctx, j.Options)
	if err != nil {
		return nil, err
	}
	return func(id fingerprint.ID) bool {
		ofPackage := slices.Contains(packages, id.Package) || slices.Contains(packages, strings.TrimSuffix(id.Package, "_test"))
		return ofPackage && j.config.Enabled(id.Rule)
	}, nil
}

// writeBaseline writes what was found; what an older file says of other packages and
// rules stays.
func (c *command) writeBaseline(ctx context.Context, j job) (int, error) {
	result, err := c.vet(ctx, j)
	if err != nil {
		return trouble, err
	}
	if len(result.Errors) > 0 {
		c.tellErrors(result)
		fmt.Fprintln(c.stderr, "leakvet: no baseline was written")
		return trouble, nil
	}
	path := c.path(j.Dir, c.adoption.write)
	b := baseline.New(j.Dir, result.Findings)
	if old, err := baseline.Read(path); err == nil {
		checked, err := checkedBy(ctx, j)
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
