// Package sourcetest checks a source of package dbtest on a real database. The
// main module runs it over SQLite, the module servertest over servers.
package sourcetest

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"github.com/leakvet/leakvet/dbpool/dbtest"
)

// A recorder stands for a test that dbtest makes fail.
type recorder struct {
	name     string
	ctx      context.Context
	mu       sync.Mutex
	cleanups []func()
	said     strings.Builder // by Logf, Errorf and Fatalf
	failed   bool
	skipped  bool
	panicked any
}

var _ dbtest.TB = (*recorder)(nil)

// run runs body as the testing package does: in a goroutine of its own, with
// the cleanups within the panic or Goexit, and Failed not knowing of it.
func run(name string, body func(*recorder)) *recorder {
	ctx, cancel := context.WithCancel(context.Background())
	r := &recorder{name: name, ctx: ctx}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { r.panicked = recover() }()
		defer func() {
			cancel()
			for len(r.cleanups) > 0 {
				last := len(r.cleanups) - 1
				f := r.cleanups[last]
				r.cleanups = r.cleanups[:last]
				f()
			}
		}()
		body(r)
	}()
	<-done
	return r
}

func (r *recorder) Helper()                  {}
func (r *recorder) Name() string             { return r.name }
func (r *recorder) Context() context.Context { return r.ctx }
func (r *recorder) Cleanup(f func())         { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Failed() bool             { return r.failed }
func (r *recorder) Skipped() bool            { return r.skipped }

func (r *recorder) Logf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(&r.said, format+"\n", args...)
}

func (r *recorder) Errorf(format string, args ...any) {
	r.Logf(format, args...)
	r.failed = true
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) SkipNow() {
	r.skipped = true
	runtime.Goexit()
}
