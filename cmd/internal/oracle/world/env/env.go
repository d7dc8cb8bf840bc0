// Package env holds what the analysis of a program cannot foresee, and the
// oracle decides.
package env

import (
	"errors"

	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

// ErrStep is what went wrong.
var ErrStep = errors.New("a step failed")

// Holds reports whether some condition holds.
func Holds() bool { return world.Choose(2) == 1 }

// More reports whether there is more to do.
func More() bool { return world.More() }

// Step does something that may fail.
func Step() error {
	if world.Fault() {
		return ErrStep
	}
	return nil
}

// Risk does something that may panic.
func Risk() {
	if world.Panics() {
		panic(world.Panic)
	}
}
