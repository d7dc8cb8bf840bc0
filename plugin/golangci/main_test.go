package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/leakvet/leakvet/internal/exetest"
	"github.com/leakvet/leakvet/internal/snippet"
)

const (
	document = "../../docs/golangci-lint.md"
	config   = ".golangci.yml" // by its name in the document
	settings = "below linters.settings.custom"
)

// golangci is the executable under test, and cache what all runs of it share.
var golangci, cache string

func TestMain(m *testing.M) {
	exetest.Main(m, ".", "golangci-lint", func(executable string) {
		golangci, cache = executable, filepath.Join(filepath.Dir(executable), "cache")
	})
}

func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setup,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// setup gives each script the configurations of the document, and lets them share
// the caches.
func setup(env *testscript.Env) error {
	text, err := snippet.Read(document, config)
	if err != nil {
		return err
	}
	custom, err := snippet.Read(document, settings)
	if err != nil {
		return err
	}
	custom = "version: \"2\"\nlinters:\n  enable: [leakvet]\n  settings:\n    custom:\n      " +
		strings.ReplaceAll(custom, "\n", "\n      ")
	if err := os.WriteFile(filepath.Join(env.WorkDir, "settings.yml"), []byte(custom), 0o644); err != nil {
		return err
	}
	for _, name := range []string{"GOCACHE", "GOMODCACHE"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			return err
		}
		env.Setenv(name, string(out[:len(out)-1]))
	}
	env.Setenv("GOPROXY", "off")
	env.Setenv("GOFLAGS", "")
	env.Setenv("GOLANGCI_LINT_CACHE", cache)
	env.Setenv("PATH", filepath.Dir(golangci)+string(os.PathListSeparator)+env.Getenv("PATH"))
	return os.WriteFile(filepath.Join(env.WorkDir, config), []byte(text), 0o644)
}

// exits runs a command and compares its exit code:
//
//	exits 1 golangci-lint run
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command [args]")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if got := fmt.Sprint(code); got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}
