package teardown_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"testing"

	"github.com/leakvet/leakvet/dbpool/teardown"
)

// However the body ends, its steps run.
func TestRun(t *testing.T) {
	errBody := errors.New("no such table")
	tests := []struct {
		name     string
		body     func()
		err      error // of the body
		step     error
		returned bool
		panicked any
	}{
		{name: "success", returned: true},
		{name: "failure", err: errBody, returned: true},
		{name: "failed cleanup", step: errLocked, returned: true},
		{name: "both", err: errBody, step: errLocked, returned: true},
		{name: "panic", body: func() { panic("bug") }, panicked: "bug"},
		{name: "goexit", body: runtime.Goexit},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var err error
			var ran, returned bool
			var panicked any
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				defer func() { panicked = recover() }()
				err = teardown.Run(t.Context(), func(_ context.Context, stack *teardown.Stack) error {
					stack.Logger = quiet
					stack.Push("drop", func(context.Context) error { ran = true; return test.step })
					if test.body != nil {
						test.body()
					}
					return test.err
				})
				returned = true
			}()
			<-ended
			if !ran {
				t.Error("the step did not run")
			}
			if returned != test.returned || panicked != test.panicked {
				t.Errorf("returned %t, panicked %v; want %t, %v", returned, panicked, test.returned, test.panicked)
			}
			for _, want := range []error{test.err, test.step} {
				if want != nil && !errors.Is(err, want) {
					t.Errorf("error %v, want %v in it", err, want)
				}
			}
			if test.err == nil && test.step == nil && err != nil {
				t.Errorf("error %v, want none", err)
			}
		})
	}
}

type tests int

func (code tests) Run() int { return int(code) }

func TestMainCode(t *testing.T) {
	before := slog.Default()
	slog.SetDefault(quiet)
	defer slog.SetDefault(before)

	cases := []struct {
		name           string
		setup, cleanup error
		tests          tests
		want           int
	}{
		{name: "all well", want: 0},
		{name: "tests fail", tests: 2, want: 2},
		{name: "setup fails", setup: errLocked, want: 1},
		{name: "cleanup fails", cleanup: errLocked, want: 1},
		{name: "tests and cleanup fail", tests: 2, cleanup: errLocked, want: 2},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			ran := false
			got := teardown.Main(test.tests, func(_ context.Context, stack *teardown.Stack) error {
				stack.Push("stop the server", func(context.Context) error { ran = true; return test.cleanup })
				return test.setup
			})
			if got != test.want || !ran {
				t.Errorf("exit code %d, cleanup run: %t; want %d, true", got, ran, test.want)
			}
		})
	}
}

// fakeT is a test that ends when it is told to.
type fakeT struct {
	ctx      context.Context
	cleanups []func()
	failures []string
}

func (t *fakeT) Helper()                  {}
func (t *fakeT) Context() context.Context { return t.ctx }
func (t *fakeT) Cleanup(f func())         { t.cleanups = append(t.cleanups, f) }
func (t *fakeT) Errorf(format string, args ...any) {
	t.failures = append(t.failures, fmt.Sprintf(format, args...))
}

func TestForTest(t *testing.T) {
	for _, step := range []error{nil, errLocked} {
		ctx, cancel := context.WithCancel(t.Context())
		fake := &fakeT{ctx: ctx}
		stack := teardown.ForTest(fake)
		stack.Logger = quiet
		stack.Push("drop", func(ctx context.Context) error { return errors.Join(ctx.Err(), step) })
		cancel() // as the testing package does before it calls the cleanups
		fake.cleanups[0]()
		if failed := len(fake.failures) > 0; failed != (step != nil) {
			t.Errorf("the step returned %v, and the test's failures are %q", step, fake.failures)
		}
	}
}
