package main

import (
	"os"
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

func TestScript(t *testing.T) { exetest.Scripts(t, golangci, setup) }

// setup gives each script the configurations of the document, and lets them share
// the cache.
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
	env.Setenv("GOLANGCI_LINT_CACHE", cache)
	return os.WriteFile(filepath.Join(env.WorkDir, config), []byte(text), 0o644)
}
