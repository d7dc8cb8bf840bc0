// Package testing stands in for the tests of package testing.
package testing

import (
	"runtime"

	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

// A T is a test under way.
type T struct{ cleanups []func() }

func init() {
	world.Argument(func() (*T, func()) {
		t := new(T)
		return t, t.finish
	})
}

func (t *T) finish() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}

func (t *T) Helper()               {}
func (t *T) Cleanup(f func())      { t.cleanups = append(t.cleanups, f) }
func (t *T) Log(...any)            {}
func (t *T) Error(...any)          {}
func (t *T) Errorf(string, ...any) {}
func (t *T) Fatal(...any)          { runtime.Goexit() }
func (t *T) Fatalf(string, ...any) { runtime.Goexit() }
