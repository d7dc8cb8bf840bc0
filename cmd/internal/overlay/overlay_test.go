package overlay

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/leakvet/leakvet/internal/filetest"
)

// The go command reads the one file in the place of the other, and misses the third.
func TestWrite(t *testing.T) {
	dir := filetest.Tree(t, map[string]string{
		"go.mod":    "module example.com/m\n\ngo 1.26\n",
		"a.go":      "package a\n",
		"gone.go":   "package gone\n",
		"other.txt": "package other\n",
	})
	name, err := Write(map[string]string{
		filepath.Join(dir, "a.go"):    filepath.Join(dir, "other.txt"),
		filepath.Join(dir, "gone.go"): "",
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.Remove(name); err != nil {
			t.Error(err)
		}
	}()
	cmd := exec.Command("go", "list", "-overlay="+name, "-f", "{{.Name}} {{.GoFiles}}", ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "other [a.go]\n" {
		t.Errorf("got %q, %v", out, err)
	}
}

func TestWriteFails(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	t.Setenv("TMP", filepath.Join(t.TempDir(), "none"))
	if name, err := Write(nil); err == nil {
		t.Errorf("no error, and %q", name)
	}
}
