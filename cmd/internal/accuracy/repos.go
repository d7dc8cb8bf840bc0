package accuracy

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// A Target is a module of a repository at a commit, to be vetted whole.
type Target struct {
	Repo   string `json:"repo"`
	Commit string `json:"commit"`
	Module string `json:"module"` // directory of the module in the repository
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

// A Report is a diagnostic, and the repository and commit that it is of.
type Report struct {
	Repo   string `json:"repo"`
	Commit string `json:"commit,omitempty"`
	Diagnostic
}

// A Survey is what came of one target.
type Survey struct {
	Target
	Packages int    `json:"packages"`           // vetted
	Lines    int    `json:"lines"`              // of Go in them, see lines
	LeftOut  int    `json:"left_out,omitempty"` // as many as are Broken
	Failure  string `json:"failure,omitempty"`  // see Run

	Tree string `json:"-"` // where it is checked out
	// Broken lists packages that cannot be loaded, with the reason; they are
	// left out, since go vet refuses to start with them.
	Broken  []string `json:"-"`
	Reports []Report `json:"-"`
}

// Vet runs the tool over the packages of a target that load.
func (t Target) Vet(ctx context.Context, trees *Trees, tool Tool) (Survey, error) {
	s := Survey{Target: t}
	good, broken, tree, err := t.load(ctx, trees)
	if err != nil {
		return s, err
	}
	s.Tree = tree
	s.Packages, s.Broken, s.LeftOut = len(good), broken, len(broken)
	if len(good) == 0 {
		return s, nil
	}
	if s.Lines, err = lines(good); err != nil {
		return s, err
	}
	run, err := tool.Vet(ctx, s.Tree, t.Module, importPaths(good), true)
	if err != nil {
		return s, err
	}
	s.Failure = run.Failure
	for _, d := range run.Diagnostics {
		s.Reports = append(s.Reports, Report{t.Repo, t.Commit, d})
	}
	return s, nil
}

// Loadable returns the packages of a target that load, and where it is checked out.
func (t Target) Loadable(ctx context.Context, trees *Trees) (packages []string, tree string, err error) {
	good, _, tree, err := t.load(ctx, trees)
	return importPaths(good), tree, err
}

func (t Target) load(ctx context.Context, trees *Trees) (good []listed, broken []string, tree string, err error) {
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
	ImportPath, ForTest, Dir                     string
	GoFiles, CgoFiles, TestGoFiles, XTestGoFiles []string
	Standard, DepOnly                            bool
	Error                                        *struct{ Err string }
	DepsErrors                                   []struct{ Err string }
}

// listFields are the fields of listed. The go command looks for embedded files,
// and tells which are missing, only if it is asked for their names.
const listFields = "ImportPath,ForTest,Dir,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,Standard,DepOnly,Error,DepsErrors,EmbedFiles,TestEmbedFiles,XTestEmbedFiles"

func importPaths(packages []listed) []string {
	paths := make([]string, len(packages))
	for i, p := range packages {
		paths[i] = p.ImportPath
	}
	return paths
}

// loadable sorts the module's packages into those that go vet can load, tests
// included, and those that it cannot.
func loadable(ctx context.Context, dir string) (good []listed, broken []string, err error) {
	cmd := goCommand(ctx, dir, "list", "-e", "-test", "-json="+listFields, "./...")
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
func sortListed(all []listed) (good []listed, broken []string) {
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
			good = append(good, p)
		}
	}
	return good, broken
}
