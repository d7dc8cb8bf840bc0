package accuracy

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// A Target is a module of a repository at a commit, to be vetted whole.
type Target struct {
	Repo, Commit string
	Module       string // directory of the module in the repository
}

// ReadTargets reads lines "owner/name commit [module directory]"; # begins a
// comment.
func ReadTargets(r io.Reader) ([]Target, error) {
	var targets []Target
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		line, _, _ := strings.Cut(sc.Text(), "#")
		switch f := strings.Fields(line); len(f) {
		case 0:
		case 2:
			targets = append(targets, Target{f[0], f[1], "."})
		case 3:
			targets = append(targets, Target{f[0], f[1], f[2]})
		default:
			return nil, fmt.Errorf("line %d: want owner/name commit [module]", n)
		}
	}
	return targets, sc.Err()
}

// A Report is a diagnostic and the repository that it is of.
type Report struct {
	Repo string `json:"repo"`
	Diagnostic
}

// A Survey is what came of one target.
type Survey struct {
	Target
	Tree     string // where it is checked out
	Packages int    // vetted
	// Broken lists packages that cannot be loaded, with the reason; they are
	// left out, since go vet refuses to start with them.
	Broken  []string
	Failure string // see Run
	Reports []Report
}

// Vet runs the tool over the packages of a target that load.
func (t Target) Vet(ctx context.Context, trees *Trees, tool Tool) (Survey, error) {
	s := Survey{Target: t}
	good, broken, tree, err := t.load(ctx, trees)
	if err != nil {
		return s, err
	}
	s.Tree = tree
	s.Packages, s.Broken = len(good), broken
	if len(good) == 0 {
		return s, nil
	}
	run, err := tool.Vet(ctx, s.Tree, t.Module, good, true)
	if err != nil {
		return s, err
	}
	s.Failure = run.Failure
	for _, d := range run.Diagnostics {
		s.Reports = append(s.Reports, Report{t.Repo, d})
	}
	return s, nil
}

// Loadable returns the packages of a target that load, and where it is checked out.
func (t Target) Loadable(ctx context.Context, trees *Trees) (packages []string, tree string, err error) {
	packages, _, tree, err = t.load(ctx, trees)
	return packages, tree, err
}

func (t Target) load(ctx context.Context, trees *Trees) (good, broken []string, tree string, err error) {
	if tree, err = trees.Export(ctx, t.Repo, t.Commit); err != nil {
		return nil, nil, "", err
	}
	good, broken, err = loadable(ctx, filepath.Join(tree, filepath.FromSlash(t.Module)))
	if err != nil {
		err = fmt.Errorf("%s: %w", t.Repo, err)
	}
	return good, broken, tree, err
}

// listed is what we read of `go list -json`.
type listed struct {
	ImportPath, ForTest string
	Standard, DepOnly   bool
	Error               *struct{ Err string }
	DepsErrors          []struct{ Err string }
}

// loadable sorts the module's packages into those that go vet can load, tests
// included, and those that it cannot.
func loadable(ctx context.Context, dir string) (good, broken []string, err error) {
	cmd := goCommand(ctx, dir, "list", "-e", "-test", "-json=ImportPath,ForTest,Standard,DepOnly,Error,DepsErrors", "./...")
	out, err := cmd.Output()
	if err != nil {
		return nil, nil, fmt.Errorf("go list: %w", err)
	}
	all, err := readJSON[listed](bytes.NewReader(out))
	if err != nil {
		return nil, nil, err
	}
	good, broken = sortListed(all)
	return good, broken, nil
}

// sortListed gives a package the errors of its test variants too.
func sortListed(all []listed) (good, broken []string) {
	trouble := make(map[string]string)
	for _, p := range all {
		name, _, _ := strings.Cut(p.ImportPath, " ")
		name = cmp.Or(p.ForTest, strings.TrimSuffix(name, ".test"))
		switch {
		case p.Error != nil:
			trouble[name] = p.Error.Err
		case len(p.DepsErrors) > 0 && trouble[name] == "":
			trouble[name] = p.DepsErrors[0].Err
		}
	}
	for _, p := range all {
		if p.ForTest != "" || p.DepOnly || strings.HasSuffix(p.ImportPath, ".test") {
			continue
		}
		if why := trouble[p.ImportPath]; why != "" {
			first, _, _ := strings.Cut(why, "\n")
			broken = append(broken, p.ImportPath+": "+first)
		} else {
			good = append(good, p.ImportPath)
		}
	}
	return good, broken
}

// WriteReports writes one JSON object a line, in a fixed order.
func WriteReports(w io.Writer, rs []Report) error {
	slices.SortStableFunc(rs, compareReports)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, r := range rs {
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// ReadReports reads what WriteReports wrote.
func ReadReports(r io.Reader) ([]Report, error) { return readJSON[Report](r) }

// readJSON reads the JSON values of a stream.
func readJSON[T any](r io.Reader) ([]T, error) {
	var all []T
	for dec := json.NewDecoder(r); ; {
		var one T
		if err := dec.Decode(&one); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
}

func compareReports(a, b Report) int {
	return cmp.Or(cmp.Compare(a.Repo, b.Repo), compareDiagnostics(a.Diagnostic, b.Diagnostic))
}
