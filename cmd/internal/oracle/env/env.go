// Package env holds what the analysis of a program cannot foresee. When the
// program runs, world/env stands in for it.
package env

import (
	"errors"
	"os"
)

// ErrStep is what went wrong.
var ErrStep = errors.New("a step failed")

// Holds reports whether some condition holds.
func Holds() bool { return os.Getenv("HOLDS") != "" }

// More reports whether there is more to do.
func More() bool { return os.Getenv("MORE") != "" }

// Step does something that may fail.
func Step() error {
	if os.Getenv("STEP") != "" {
		return ErrStep
	}
	return nil
}

// Risk does something that may panic.
func Risk() {
	if os.Getenv("RISK") != "" {
		panic("risk")
	}
}
