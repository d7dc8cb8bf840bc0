package accuracy

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestVoidOutput(t *testing.T) {
	dir := t.TempDir()
	name := func(base string) string { return filepath.Join(dir, base) }
	for _, tt := range []struct {
		tool string
		args []string
		want map[string]string // file to a part of its content; nil: the tool runs
	}{
		{"compile", []string{"-o", name("p.a"), "-p", "p", "-buildid", "x/y", "-asmhdr", name("go_asm.h"), "a.go"},
			map[string]string{"p.a": `build id "x/y"`, "go_asm.h": ""}},
		{"asm", []string{"-p", "p", "-gensymabis", "-o", name("symabis"), "a.s"}, map[string]string{"symabis": ""}},
		{"gcc", []string{"-I", ".", "-c", "x.c", "-o", name("x.o")}, map[string]string{"x.o": ""}},
		{"cgo", []string{"-dynpackage", "p", "-dynimport", "x.o", "-dynout", name("import.go")}, map[string]string{"import.go": "package p\n"}},
		{"cgo", []string{"-objdir", dir, "--", "a.go"}, nil},
		{"compile", []string{"-V=full"}, nil},
		{"gcc", []string{"-w", "-o", name("probe.o"), "-c", "-xc", "-"}, nil},
		{"gcc", []string{"-###", "-x", "c", "-c", "-"}, nil},
		{"leakvet", []string{"vet.cfg"}, nil},
	} {
		write := voidOutput(tt.tool, tt.args)
		if (write == nil) != (tt.want == nil) {
			t.Errorf("%s %v: runs: %t", tt.tool, tt.args, write == nil)
			continue
		}
		if write == nil {
			continue
		}
		if err := write(); err != nil {
			t.Errorf("%s: %v", tt.tool, err)
		}
		for base, part := range tt.want {
			if got, err := os.ReadFile(name(base)); err != nil || !strings.Contains(string(got), part) {
				t.Errorf("%s: %s holds %q, %v; want %q in it", tt.tool, base, got, err, part)
			}
		}
	}
}

// The go command's own reader of build IDs has to understand the archive.
func TestVoidArchive(t *testing.T) {
	name := filepath.Join(t.TempDir(), "p.a")
	if err := writeVoid(name, voidArchive("abc/def")); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "tool", "buildid", name).CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || got != "abc/def" {
		t.Errorf("go tool buildid: %q, %v; want abc/def", got, err)
	}
}

// Outputs of the compiler and void ones must not meet in the go command's cache.
func TestVoidVersion(t *testing.T) {
	for line, want := range map[string]string{
		"compile version go1.26.8\n":                       "compile version go1.26.8 void",
		"compile version devel go1.27-1 buildID=a/b/c/d\n": "compile version devel go1.27-1 buildID=a/b/c/d-void",
	} {
		if got := voidVersion(line); got != want {
			t.Errorf("voidVersion(%q) = %q, want %q", line, got, want)
		}
	}
}
