package citest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/leakvet/leakvet/internal/filetest"
	"github.com/leakvet/leakvet/internal/snippet"
)

const (
	clone    = "../.."
	document = clone + "/docs/ci.md"
)

// finding is what there is to find in the project of a test.
const finding = "unclosed: f (*os.File) is never closed"

// project is a directory with a module that leaks.
func project(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
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
	return dir
}

// mend ends the leak of a project.
func mend(t *testing.T, dir string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "m.go"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "m.go", strings.Replace(string(data), "return f.Sync()", "defer f.Close()\n\treturn f.Sync()", 1))
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	filetest.Write(t, filepath.Join(dir, name), text)
}

// shown reads a file that the document shows into v, and returns its text.
func shown(t *testing.T, name string, v any) string {
	t.Helper()
	text, err := snippet.Read(document, name)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions([]byte(text), v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return text
}

// run runs a command in a directory, with more in its environment, and returns what
// it prints and its exit code.
func run(t *testing.T, dir string, env []string, name string, args ...string) (output string, code int) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// must is run of a command that has to succeed.
func must(t *testing.T, dir string, env []string, name string, args ...string) {
	t.Helper()
	if out, code := run(t, dir, env, name, args...); code != 0 {
		t.Fatalf("%s: exit code %d\n%s", fmt.Sprint(name, " ", args), code, out)
	}
}
