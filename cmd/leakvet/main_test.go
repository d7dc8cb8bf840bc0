package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/leakvet/leakvet/internal/exetest"
)

// leakvet is the executable under test.
var leakvet string

func TestMain(m *testing.M) {
	exetest.Main(m, ".", "leakvet", func(executable string) { leakvet = executable })
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

// setup lets the scripts share the caches of the go command, and keeps them
// off the network.
func setup(env *testscript.Env) error {
	for _, name := range []string{"GOCACHE", "GOMODCACHE"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			return err
		}
		env.Setenv(name, string(out[:len(out)-1]))
	}
	clone, err := filepath.Abs("../..")
	if err != nil {
		return err
	}
	env.Setenv("CLONE", clone)
	env.Setenv("GOPROXY", "off")
	env.Setenv("GOSUMDB", "off")
	env.Setenv("GOTOOLCHAIN", "local")
	env.Setenv("GOFLAGS", "")
	env.Setenv("LEAKVET", leakvet)
	env.Setenv("PATH", filepath.Dir(leakvet)+string(os.PathListSeparator)+env.Getenv("PATH"))
	return nil
}

// exits runs a command and compares its exit code:
//
//	exits 1 leakvet ./...
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
