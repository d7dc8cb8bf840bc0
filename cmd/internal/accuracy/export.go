package accuracy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// Trees exports commits of repositories into directories, each once:
// <work>/<owner>+<name>/<first 12 digits of the commit>. A directory that
// exists is used as it is, so a tree can be touched up by hand and keeps it.
type Trees struct {
	Repos string // holds the git directories, see gitDir
	Work  string // absolute

	mu    sync.Mutex
	locks map[string]*sync.Mutex // by directory; guarded by mu
}

// Export returns the directory of the tree.
func (t *Trees) Export(ctx context.Context, repo, commit string) (string, error) {
	if len(commit) < 12 {
		return "", fmt.Errorf("commit %q: need at least 12 digits", commit)
	}
	dir := filepath.Join(t.Work, flat(repo), commit[:12])
	lock := t.lock(dir)
	lock.Lock()
	defer lock.Unlock()
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	git, err := gitDir(t.Repos, repo)
	if err != nil {
		return "", err
	}
	// Inv: dir is complete if it exists.
	part := dir + ".part"
	if err := os.RemoveAll(part); err != nil {
		return "", err
	}
	if err := checkout(ctx, git, commit, part); err != nil {
		return "", errors.Join(err, os.RemoveAll(part))
	}
	return dir, os.Rename(part, dir)
}

func (t *Trees) lock(dir string) *sync.Mutex {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.locks == nil {
		t.locks = make(map[string]*sync.Mutex)
	}
	if t.locks[dir] == nil {
		t.locks[dir] = new(sync.Mutex)
	}
	return t.locks[dir]
}

// flat is the repository's name as one path element.
func flat(repo string) string { return strings.ReplaceAll(repo, "/", "+") }

// gitDir finds the repository owner/name below root: owner+name or owner/name,
// itself a git directory or a directory that holds one as .git, repo or
// repo/.git; or owner+name.git.
func gitDir(root, repo string) (string, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return "", err
	}
	for _, base := range []string{flat(repo), flat(repo) + ".git", filepath.FromSlash(repo)} {
		for _, sub := range []string{".git", "repo/.git", "repo", "."} {
			dir := filepath.Join(root, base, sub)
			if exists(filepath.Join(dir, "HEAD")) && exists(filepath.Join(dir, "objects")) {
				return dir, nil
			}
		}
	}
	return "", fmt.Errorf("no git directory of %s in %s", repo, root)
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// checkout writes the tree of a commit. It does not fail where the repository
// lacks a file's content (large files of a partial copy): such files come out
// empty, which is enough for an embed pattern to match.
func checkout(ctx context.Context, git, commit, dir string) (err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	// An index of its own: the repository is not written to.
	env := append(os.Environ(), "GIT_DIR="+git, "GIT_WORK_TREE="+dir, "GIT_INDEX_FILE="+dir+".index")
	run := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("git %s: %w", args[0], err)
		}
		return out, nil
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir+".index")) }()
	if _, err := run("read-tree", commit); err != nil {
		return err
	}
	_, incomplete := run("checkout-index", "-a", "-f")
	if incomplete == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	list, err := run("ls-files", "-z", "--deleted")
	if err != nil {
		return err
	}
	return touch(dir, list)
}

// touch makes empty files of a NUL-separated list.
func touch(dir string, list []byte) error {
	for name := range bytes.SplitSeq(bytes.TrimSuffix(list, []byte{0}), []byte{0}) {
		if len(name) == 0 {
			continue
		}
		file := filepath.Join(dir, filepath.FromSlash(string(name)))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, nil, 0o666); err != nil {
			return err
		}
	}
	return nil
}
