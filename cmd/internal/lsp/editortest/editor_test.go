// Package editortest drives leakvet lsp with editors, and runs the set-ups that
// docs/editors.md shows. An editor that the machine does not have is skipped, unless
// EDITORTEST_REQUIRED is set.
package editortest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/internal/exetest"
	"github.com/leakvet/leakvet/internal/filetest"
)

const leak = `package p

import "os"

func Size(name string) (int64, error) {
	/* é€😀 */ f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
`

var mended = strings.Replace(leak, "\tinfo,", "\tdefer f.Close()\n\tinfo,", 1)

// bin is a directory with leakvet's executable.
var bin string

func TestMain(m *testing.M) {
	exetest.Main(m, "../../../leakvet", "leakvet", func(executable string) { bin = filepath.Dir(executable) })
}

// snippet returns the code in docs/editors.md that follows a mark for the test.
func snippet(t *testing.T, mark string) string {
	t.Helper()
	doc, err := os.ReadFile(filepath.FromSlash("../../../../docs/editors.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(doc), "<!-- tested: "+mark+" -->\n```")
	if !ok {
		t.Fatalf("docs/editors.md has no set-up that is marked %s", mark)
	}
	_, rest, _ = strings.Cut(rest, "\n")
	code, _, _ := strings.Cut(rest, "```")
	return code
}

// drive runs an editor on a file with a leak, which it has to mend, and returns what its
// script prints.
// The words SCRIPT in the arguments stand for the script.
func drive(t *testing.T, setup, script string, command ...string) string {
	t.Helper()
	if _, err := exec.LookPath(command[0]); err != nil {
		if os.Getenv("EDITORTEST_REQUIRED") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	dir := filetest.Tree(t, map[string]string{
		"m/go.mod":                     "module example.com/m\n\ngo 1.26\n",
		"m/p/p.go":                     leak,
		"setup" + filepath.Ext(script): snippet(t, setup),
		"home/.keep":                   "",
	})
	// Editors take the directory of version control for the project.
	if out, err := exec.Command("git", "init", "-q", filepath.Join(dir, "m")).CombinedOutput(); err != nil {
		t.Fatalf("git init: %v\n%s", err, out)
	}
	script, err := filepath.Abs(filepath.Join("testdata", script))
	if err != nil {
		t.Fatal(err)
	}
	for i := range command {
		command[i] = strings.ReplaceAll(command[i], "SCRIPT", script)
	}
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Dir = filepath.Join(dir, "m")
	cmd.Env = append(cmd.Environ(),
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"FILE="+filepath.Join(dir, "m", "p", "p.go"),
		"SETUP="+filepath.Join(dir, "setup"+filepath.Ext(script)),
		"XDG_CONFIG_HOME="+filepath.Join(dir, "home"), "XDG_DATA_HOME="+filepath.Join(dir, "home"), "XDG_CACHE_HOME="+filepath.Join(dir, "home"),
		"GOCACHE="+goEnv(t, "GOCACHE"), "GOFLAGS=",
	)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	saved, err := os.ReadFile(filepath.Join(dir, "m", "p", "p.go"))
	if err != nil || string(saved) != mended {
		t.Errorf("%v: the editor makes\n%s", err, saved)
	}
	return string(out)
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// prints checks that an editor has printed all of what is wanted.
func prints(t *testing.T, out string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(out, want) {
			t.Errorf("the editor does not print %q:\n%s", want, out)
		}
	}
}

func TestNeovim(t *testing.T) {
	out := drive(t, "neovim", "neovim.lua", "nvim", "--headless", "-u", "NONE", "-i", "NONE", "-c", "luafile SCRIPT")
	prints(t, out,
		"leakvet 5 27 f (*os.File) is never closed the function returns here without it being closed",
		"Defer f.Close() Fix all findings of leakvet")
}

func TestEglot(t *testing.T) {
	out := drive(t, "eglot", "eglot.el", "emacs", "--batch", "-l", "SCRIPT")
	prints(t, out,
		"6 leakvet [unclosed]: f (*os.File) is never closed",
		"Defer f.Close() Fix all findings of leakvet")
}

func TestLspMode(t *testing.T) {
	out := drive(t, "lsp-mode", "lsp-mode.el", "emacs", "--batch", "-l", "SCRIPT")
	prints(t, out, "f (*os.File) is never closed", "Defer f.Close()")
}
