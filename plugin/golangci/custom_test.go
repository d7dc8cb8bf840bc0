package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/internal/snippet"
)

const (
	upstream = "github.com/golangci/golangci-lint/v2"
	builder  = ".custom-gcl.yml" // by its name in the document
)

// TestCustom follows the document: golangci-lint custom, and then what it has
// built. Only the sources are not the published ones: golangci-lint's come from
// the module cache, and leakvet's from this clone.
func TestCustom(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a golangci-lint of its own")
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("golangci-lint custom needs git")
	}
	dir := t.TempDir()
	for _, name := range []string{builder, config} {
		text, err := snippet.Read(document, name)
		if err != nil {
			t.Fatal(err)
		}
		clone, err := filepath.Abs("../..")
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, name, strings.Replace(text, "version: latest", "path: "+clone, 1))
	}
	write(t, dir, "go.mod", "module example.com/m\n\ngo 1.26\n")
	write(t, dir, "m.go", `package m

import "os"

func Sync(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return f.Sync()
}
`)
	repository := release(t)
	env := append(os.Environ(), "GOLANGCI_LINT_CACHE="+cache, "GOFLAGS=-buildvcs=false", "GIT_CONFIG_COUNT=1",
		"GIT_CONFIG_KEY_0=url.file://"+repository+".insteadOf", "GIT_CONFIG_VALUE_0=https://github.com/golangci/golangci-lint.git")
	if out, err := command(dir, env, golangci, "custom", "-v").CombinedOutput(); err != nil {
		t.Fatalf("golangci-lint custom: %v\n%s", err, out)
	}
	out, err := command(dir, env, filepath.Join(dir, "custom-gcl"), "run", "--allow-parallel-runners").Output()
	if want := "m.go:6:12: unclosed: f (*os.File) is never closed (leakvet)"; !strings.Contains(string(out), want) {
		t.Errorf("custom-gcl run: %v\n%s\nwant %s", err, out, want)
	}
}

// release returns a git repository with the golangci-lint that this module
// requires, tagged as its own repository is.
func release(t *testing.T) string {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}\n{{.Version}}", upstream).Output()
	if err != nil {
		t.Fatal(err)
	}
	source, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"init", "-q"}, {"add", "."},
		{"-c", "user.email=ada@example.com", "-c", "user.name=Ada", "commit", "-q", "-m", version}, {"tag", version},
	} {
		if out, err := command(dir, os.Environ(), "git", args...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return dir
}

func command(dir string, env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, env
	return cmd
}

func write(t *testing.T, dir, name, text string) {
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
