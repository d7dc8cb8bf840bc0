package cli

import (
	"context"
	"fmt"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/cmd/internal/fingerprint"
	"github.com/leakvet/leakvet/cmd/internal/fix"
)

// applyFixes applies the fixes of what is found, and returns what is left then. Where
// fixes overlap it checks again what has changed, which the go command does not answer
// from its cache, and goes on with those that had to wait. Each round applies at least
// one of them.
func (c *command) applyFixes(ctx context.Context, j job) (*found, error) {
	f, err := c.find(ctx, j)
	if err != nil {
		return nil, err
	}
	fixes, files := 0, make(map[string]bool)
	for todo := f.Findings; ; {
		plan, err := c.plan(ctx, j, todo)
		if err != nil {
			return nil, err
		}
		c.tellUntouched(plan)
		if len(plan.Files) == 0 {
			break
		}
		waiting := fingerprint.Of(j.Dir, plan.Conflicts)
		if err := plan.Write(); err != nil {
			return nil, err
		}
		fixes += plan.Applied
		for _, file := range plan.Files {
			files[file.Name] = true
		}
		if f, err = c.find(ctx, j); err != nil {
			return nil, err
		}
		todo = waited(j.Dir, f.Findings, waiting)
	}
	if fixes > 0 {
		fmt.Fprintf(c.stderr, "leakvet: applied %s to %s\n", count(fixes, "fix", "fixes"), count(len(files), "file", "files"))
	}
	return f, nil
}

// waited returns those of the findings that are known by the IDs.
func waited(dir string, findings []check.Finding, ids []fingerprint.ID) []check.Finding {
	left := make(map[fingerprint.ID]int)
	for _, id := range ids {
		left[id]++
	}
	var found []check.Finding
	for i, id := range fingerprint.Of(dir, findings) {
		if left[id] > 0 {
			left[id]--
			found = append(found, findings[i])
		}
	}
	return found
}

// printDiff prints what the first round of fixes changes.
func (c *command) printDiff(ctx context.Context, j job) (int, error) {
	f, err := c.find(ctx, j)
	if err != nil {
		return trouble, err
	}
	plan, err := c.plan(ctx, j, f.Findings)
	if err != nil {
		return trouble, err
	}
	c.tellUntouched(plan)
	if n := len(plan.Conflicts); n > 0 {
		fmt.Fprintf(c.stderr, "leakvet: %s with these: leakvet -fix applies them in a second round\n",
			count(n, "more fix overlaps", "more fixes overlap"))
	}
	code, err := c.report(f, func() error { return c.output(j.Dir, plan.Diff) })
	if code == findings && len(plan.Files) == 0 {
		code = clean
	}
	return code, err
}

// plan plans the fixes of findings in the modules that are worked on. Where fixes
// overlap those of errors come before those of warnings.
func (c *command) plan(ctx context.Context, j job, findings []check.Finding) (*fix.Plan, error) {
	modules, err := check.MainModules(ctx, j.Dir)
	if err != nil {
		return nil, err
	}
	grave := make(map[string]bool)
	for _, rule := range analyzer.Catalog() {
		grave[rule.Name] = rule.Severity == analyzer.Error
	}
	first, then := findings[:0:0], findings[:0:0]
	for _, f := range findings {
		if grave[f.Rule] {
			first = append(first, f)
		} else {
			then = append(then, f)
		}
	}
	return fix.Make(fix.Source{Dir: j.Dir, Modules: modules}, append(first, then...))
}

// tellUntouched names the files whose fixes are not applied.
func (c *command) tellUntouched(plan *fix.Plan) {
	for _, f := range plan.Untouched {
		fmt.Fprintf(c.stderr, "leakvet: the fixes of %s are not applied: %s\n", f.Name, f.Why)
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
