package main

import (
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
	exetest.Scripts(t, leakvet, func(env *testscript.Env) error {
		clone, err := filepath.Abs("../..")
		if err != nil {
			return err
		}
		env.Setenv("CLONE", clone)
		env.Setenv("GOSUMDB", "off")
		env.Setenv("GOTOOLCHAIN", "local")
		env.Setenv("LEAKVET", leakvet)
		return nil
	})
}
