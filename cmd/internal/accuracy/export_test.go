package accuracy

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/internal/filetest"
)

func TestExport(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	repos := t.TempDir()
	source := filepath.Join(repos, "o+a")
	commit, large := commitTree(t, source, map[string]string{"go.mod": "module a\n", "sub/large.bin": "large"})
	// A partial copy: the content of one file is missing.
	if err := os.Remove(filepath.Join(source, ".git", "objects", large[:2], large[2:])); err != nil {
		t.Fatal(err)
	}
	trees := &Trees{Repos: repos, Work: t.TempDir()}
	dir, err := trees.Export(t.Context(), "o/a", commit)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"go.mod": "module a\n", "sub/large.bin": ""} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v; want %q", name, got, err, want)
		}
	}
	// What is exported is not touched again.
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if again, err := trees.Export(t.Context(), "o/a", commit); err != nil || again != dir {
		t.Errorf("second export: %s, %v; want %s", again, err, dir)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "go.mod")); len(got) != 0 {
		t.Error("the second export overwrote the first")
	}
	if _, err := trees.Export(t.Context(), "o/a", strings.Repeat("0", 40)); err == nil {
		t.Error("a commit that is not there is exported")
	}
	if left, _ := filepath.Glob(filepath.Join(trees.Work, "o+a", "*.*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// commitTree makes a repository of one commit and returns it and the object
// of the file sub/large.bin.
func commitTree(t *testing.T, dir string, files map[string]string) (commit, large string) {
	t.Helper()
	if err := os.Rename(filetest.Tree(t, files), dir); err != nil {
		t.Fatal(err)
	}
	git := func(args ...string) string {
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=x", "-c", "user.email=x@example.com"}, args...)...)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("git %v: %v", args, err)
		}
		return string(bytes.TrimSpace(out))
	}
	git("init", "-q")
	git("add", ".")
	git("commit", "-q", "-m", "x")
	return git("rev-parse", "HEAD"), git("rev-parse", "HEAD:sub/large.bin")
}

func TestGitDir(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{"o+bare", "o+named.git", "o+held/repo", "o/work/.git", "o+clone/repo/.git"} {
		if err := os.MkdirAll(filepath.Join(root, dir, "objects"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, dir, "HEAD"), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for repo, want := range map[string]string{
		"o/bare": "o+bare", "o/named": "o+named.git", "o/held": "o+held/repo", "o/work": "o/work/.git", "o/clone": "o+clone/repo/.git",
	} {
		if got, err := gitDir(root, repo); err != nil || got != filepath.Join(root, want) {
			t.Errorf("gitDir(%s) = %s, %v; want %s", repo, got, err, want)
		}
	}
	if got, err := gitDir(root, "o/none"); err == nil {
		t.Errorf("gitDir(o/none) = %s, want an error", got)
	}
}
