package report

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/leakvet/leakvet/internal/filetest"
)

// Columns of two byte letters and of a letter outside of the basic plane.
func TestColumn(t *testing.T) {
	dir := t.TempDir()
	filetest.Write(t, filepath.Join(dir, "a.go"), "package a\r\nvar s = `ä𝄞` + x\r\n")
	src := newSources(dir)
	for _, c := range []struct{ line, column, want int }{
		{2, 10, 10}, {2, 12, 11}, {2, 16, 13}, {2, 21, 18}, {2, 99, 99}, {9, 5, 5}, {1, 0, 0},
	} {
		if got := src.column("a.go", c.line, c.column); got != c.want {
			t.Errorf("%d:%d is column %d, want %d", c.line, c.column, got, c.want)
		}
	}
	if text, ok := src.line("a.go", 1); text != "package a" || !ok {
		t.Errorf("line 1 is %q, %v", text, ok)
	}
	if _, ok := src.line("a.go", 3); ok {
		t.Error("the file has a third line")
	}
}

func TestRepository(t *testing.T) {
	dir := resolved(t.TempDir())
	filetest.Write(t, filepath.Join(dir, "clone", ".git"), "gitdir: elsewhere\n") // as in a work tree
	filetest.Write(t, filepath.Join(dir, "clone", "m", "a.go"), "")
	filetest.Write(t, filepath.Join(dir, "other", "a.go"), "")
	if err := os.Symlink(filepath.Join(dir, "clone"), filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	for _, c := range []struct {
		from, file, want string
		inside           bool
	}{
		{"clone/m", "clone/m/a.go", "m/a.go", true},
		{"link/m", "link/m/a.go", "m/a.go", true},
		{"clone", "other/a.go", filepath.ToSlash(dir) + "/other/a.go", false},
		{"other", "other/a.go", "a.go", true}, // no repository
	} {
		name, inside := repositoryOf(filepath.Join(dir, c.from)).name(filepath.Join(dir, c.file))
		if name != c.want || inside != c.inside {
			t.Errorf("%s from %s: got %s, %v", c.file, c.from, name, inside)
		}
	}
}
