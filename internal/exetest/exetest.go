// Package exetest builds the executable that the tests of a package run: the real one,
// and not the test's own under another name, because go vet has to run it too.
package exetest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Main is the TestMain of a package: it builds the command that pkg names, tells where
// its executable is, in a directory of its own, runs the tests, removes the directory
// and exits.
func Main(m *testing.M, pkg, name string, built func(executable string)) {
	os.Exit(code(m, pkg, name, built))
}

func code(m *testing.M, pkg, name string, built func(executable string)) int {
	dir, err := os.MkdirTemp("", name+"-*")
	if err != nil {
		return failed(err)
	}
	executable, err := build(dir, pkg, name)
	if err != nil {
		return failed(err)
	}
	built(executable)
	code := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		return failed(err)
	}
	return code
}

// Build builds the command that pkg names for one test, and returns its executable,
// which is gone when the test is over.
func Build(t *testing.T, pkg, name string) (executable string) {
	t.Helper()
	executable, err := build(t.TempDir(), pkg, name)
	if err != nil {
		t.Fatal(err)
	}
	return executable
}

func build(dir, pkg, name string) (executable string, err error) {
	executable = filepath.Join(dir, name)
	if runtime.GOOS == "windows" {
		executable += ".exe"
	}
	// Without the revision the executable stays the same from commit to commit, and
	// go vet answers from its cache.
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", executable, pkg).CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return executable, nil
}

func failed(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}
