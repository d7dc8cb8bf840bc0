// Package changes tells which findings a change of the source is about, by what git
// says of it.
//
// A leak is rarely where it was made: who adds a return, or deletes a defer, makes one
// of an acquire that stands lines above. So a finding counts as new if anything has
// changed between the first and the last place of its story, and not only if its own
// line has.
package changes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// A Set is what has changed in a repository since a revision.
type Set struct {
	dir    string // where the files of findings are relative to
	prefix string // of dir below the root of the repository: "" or "sub/"
	files  files
}

// files are the lines of files by their names below the root of the repository, with
// slashes.
type files map[string][]lines

// lines are those from first to last. What was deleted counts by the lines around it.
type lines struct{ first, last int }

// whole is every line of a file.
var whole = lines{1, 1 << 30}

// Since returns what has changed since a revision in the repository that holds dir,
// committed or not: since the commit at which the work left it, if the revision has
// gone on. The files of findings are relative to dir.
func Since(ctx context.Context, dir, revision string) (*Set, error) {
	prefix, err := git(ctx, dir, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	if _, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}"); err != nil {
		return nil, fmt.Errorf("-new-from-rev: git knows no revision %q here: name another, or get it with git fetch (in CI, with the whole history)", revision)
	}
	patch, err := git(ctx, dir, "diff", "--merge-base", "--no-relative", "--unified=0", "--no-color", "--no-ext-diff",
		"--src-prefix=a/", "--dst-prefix=b/", "--no-renames", "--end-of-options", revision, "--", ":/*.go")
	if err != nil {
		return nil, err
	}
	changed, err := parse(string(patch))
	if err != nil {
		return nil, err
	}
	untracked, err := git(ctx, dir, "ls-files", "-z", "--full-name", "--others", "--exclude-standard", "--", ":/*.go")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(string(untracked), "\x00") {
		if name != "" {
			changed[name] = []lines{whole}
		}
	}
	return &Set{dir, strings.TrimSpace(string(prefix)), changed}, nil
}

func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	// Names that are not ASCII are not quoted.
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir, "-c", "core.quotePath=false"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("-new-from-rev needs git, which is not in PATH")
	}
	if err != nil {
		// What to do may stand in its second paragraph, as it does for a repository of somebody else.
		why, _, _ := strings.Cut(stderr.String(), "usage:")
		return nil, fmt.Errorf("-new-from-rev: git %s: %s", args[0], strings.Join(strings.Fields(why), " "))
	}
	return out, nil
}

// Touches reports whether the change is about a finding.
func (s *Set) Touches(f check.Finding) bool {
	story := map[string]lines{}
	add := func(p check.Place) {
		span, ok := story[p.File]
		if !ok {
			span = lines{p.Line, p.EndLine}
		}
		story[p.File] = lines{min(span.first, p.Line), max(span.last, p.Line, p.EndLine)}
	}
	add(f.Place)
	for _, r := range f.Related {
		add(r.Place)
	}
	for file, span := range story {
		for _, changed := range s.files[s.name(file)] {
			if changed.first <= span.last && span.first <= changed.last {
				return true
			}
		}
	}
	return false
}

// name returns the name of a finding's file below the root of the repository.
func (s *Set) name(file string) string {
	if filepath.IsAbs(file) {
		rel, err := filepath.Rel(s.dir, file)
		if err != nil {
			return ""
		}
		file = rel
	}
	return path.Join(s.prefix, filepath.ToSlash(file))
}
