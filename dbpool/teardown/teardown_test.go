package teardown_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leakvet/leakvet/dbpool/retry"
	"github.com/leakvet/leakvet/dbpool/teardown"
)

var (
	errLocked = errors.New("file is locked")
	quiet     = slog.New(slog.DiscardHandler)
)

// Whatever the middle of three steps does, the others run, in order, and Close
// says what happened.
func TestStepFaults(t *testing.T) {
	tests := []struct {
		name    string
		step    func(context.Context) error
		options []teardown.Option
		took    time.Duration // by Close
		err     string        // a pattern
		is      error
	}{
		{name: "success", step: func(context.Context) error { return nil }, err: `^$`},
		{name: "error", step: func(context.Context) error { return errLocked }, is: errLocked,
			err: `^could not remove a\.db: file is locked \(pushed by teardown_test\.TestStepFaults\S* \(teardown_test\.go:\d+\)\)$`},
		{name: "panic", step: func(context.Context) error { panic("bug") }, err: `^could not remove a\.db: panic: bug \(pushed`},
		{name: "panic with an error", step: func(context.Context) error { panic(errLocked) }, is: errLocked,
			err: `^could not remove a\.db: panic: file is locked \(pushed`},
		{name: "nil", err: `^could not remove a\.db: panic: .*nil pointer`},
		{name: "goexit", step: func(context.Context) error { runtime.Goexit(); return nil },
			err: `^could not remove a\.db: ended its goroutine \(by t\.Fatal or runtime\.Goexit\) instead of returning`},
		{name: "time is up", step: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
			took: 30 * time.Second, is: context.DeadlineExceeded, err: `^could not remove a\.db: context deadline exceeded`},
		{name: "time of its own", step: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
			options: []teardown.Option{teardown.Timeout(time.Minute)},
			took:    time.Minute, is: context.DeadlineExceeded, err: `^could not remove a\.db: context deadline exceeded`},
		{name: "late", step: func(context.Context) error { time.Sleep(30500 * time.Millisecond); return nil },
			took: 30500 * time.Millisecond, err: `^$`},
		{name: "hangs", step: func(context.Context) error { time.Sleep(time.Hour); return nil },
			took: 31 * time.Second, is: context.DeadlineExceeded,
			err: `^could not remove a\.db: still running after 30s, left behind: context deadline exceeded`},
		{name: "retried in vain", step: func(context.Context) error { return errLocked },
			options: []teardown.Option{teardown.Retry(retry.Policy{})},
			took:    3 * time.Second, is: errLocked, err: `^could not remove a\.db: file is locked \(3 attempts in 3s\)`},
		{name: "retried until the time is up", step: func(context.Context) error { return errLocked },
			options: []teardown.Option{teardown.Retry(retry.Policy{Attempts: 100}), teardown.Timeout(4 * time.Second)},
			took:    4 * time.Second, is: errLocked, err: `file is locked, context deadline exceeded after 3 attempts in 4s`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var order []string
				stack := teardown.Stack{Logger: quiet}
				stack.Push("first", func(context.Context) error { order = append(order, "first"); return nil })
				stack.Push("remove a.db", test.step, test.options...)
				stack.Push("last", func(context.Context) error { order = append(order, "last"); return nil })

				start := time.Now()
				err := stack.Close(t.Context())
				if got := fmt.Sprint(order); got != "[last first]" {
					t.Errorf("steps run: %s, want [last first]", got)
				}
				if took := time.Since(start); took != test.took {
					t.Errorf("Close took %v, want %v", took, test.took)
				}
				if !regexp.MustCompile(test.err).MatchString(text(err)) {
					t.Errorf("error %q, want %s", text(err), test.err)
				}
				if test.is != nil && !errors.Is(err, test.is) {
					t.Errorf("%v is not %v", err, test.is)
				}
				time.Sleep(time.Hour) // for what was left behind to end
			})
		})
	}
}

func TestRetrySucceeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		stack := teardown.Stack{Logger: textLogger(&log)}
		attempts := 0
		stack.Push("remove a.db", func(context.Context) error {
			if attempts++; attempts < 3 {
				return errLocked
			}
			return nil
		}, teardown.Retry(retry.Policy{}))
		if err := stack.Close(t.Context()); err != nil || attempts != 3 {
			t.Errorf("%d attempts, %v; want 3, nil", attempts, err)
		}
		if n := strings.Count(log.String(), `msg=retrying step="remove a.db"`); n != 2 {
			t.Errorf("%d warnings on the stack's logger, want 2:\n%s", n, log.String())
		}
	})
}

// All failures are returned, each as a StepError, and all are logged.
func TestFailures(t *testing.T) {
	var log bytes.Buffer
	stack := teardown.Stack{Logger: textLogger(&log)}
	stack.Push("remove a.db", func(context.Context) error { return errLocked })
	stack.Push("stop the server", func(context.Context) error { panic("bug") })
	stack.Push("close the log", func(context.Context) error { return nil })
	err := stack.Close(t.Context())

	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || len(joined.Unwrap()) != 2 {
		t.Fatalf("got %v, want two joined errors", err)
	}
	for i, want := range []string{"stop the server", "remove a.db"} {
		step, ok := errors.AsType[*teardown.StepError](joined.Unwrap()[i])
		if !ok || step.Step != want || !strings.HasPrefix(step.Pushed, "teardown_test.TestFailures (") {
			t.Errorf("error %d is %#v, want that of the step %q", i, joined.Unwrap()[i], want)
		}
	}
	for _, want := range []string{
		`level=DEBUG msg="teardown step done" step="close the log" pushed="teardown_test.TestFailures (`,
		`level=ERROR msg="teardown step panicked" step="stop the server"`,
		`TestFailures.func2`, // the panic's place
		`level=ERROR msg="teardown step failed" step="stop the server"`,
		`level=ERROR msg="teardown step failed" step="remove a.db"`,
		`err="file is locked"`,
	} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("not logged: %s\n%s", want, log.String())
		}
	}
}

type key struct{}

// The context that just ended is no reason for cleanup to fail.
func TestContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
	var stack teardown.Stack
	stack.Push("roll back", func(ctx context.Context) error {
		deadline, ok := ctx.Deadline()
		if left := time.Until(deadline); !ok || left <= 0 || left > teardown.DefaultStepTimeout {
			t.Errorf("the step has %v (%t)", left, ok)
		}
		if ctx.Value(key{}) != "value" {
			t.Error("the values of the context are lost")
		}
		return ctx.Err()
	})
	cancel()
	if err := stack.Close(ctx); err != nil {
		t.Error(err)
	}
}

// A step that uses up its time takes none of another's.
func TestTimeIsNotShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stack := teardown.Stack{Logger: quiet, StepTimeout: 5 * time.Second}
		stack.Push("drop", func(ctx context.Context) error {
			time.Sleep(4 * time.Second)
			return ctx.Err()
		})
		stack.Push("hang", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		err := stack.Close(t.Context())
		if step, ok := errors.AsType[*teardown.StepError](err); !ok || step.Step != "hang" || step.Took != 5*time.Second {
			t.Errorf("got %v, want just the failure of hang after 5s", err)
		}
	})
}

func TestCloseTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stack := teardown.Stack{Logger: quiet}
		runs := 0
		stack.Push("drop", func(context.Context) error {
			runs++
			time.Sleep(time.Second)
			return errLocked
		})
		var together sync.WaitGroup
		for range 10 {
			together.Go(func() {
				if err := stack.Close(t.Context()); !errors.Is(err, errLocked) {
					t.Errorf("Close returned %v", err)
				}
			})
		}
		together.Wait()
		if err := stack.Close(t.Context()); !errors.Is(err, errLocked) || runs != 1 {
			t.Errorf("%d runs and %v at last, want 1 run and its error", runs, err)
		}
	})
}

func TestPushWhileClosing(t *testing.T) {
	var order []string
	var stack teardown.Stack
	stack.Push("outer", func(context.Context) error {
		stack.Push("inner", func(context.Context) error { order = append(order, "inner"); return nil })
		order = append(order, "outer")
		return nil
	})
	if err := stack.Close(t.Context()); err != nil || fmt.Sprint(order) != "[outer inner]" {
		t.Errorf("%v, %v", order, err)
	}
}

func TestPushAfterClose(t *testing.T) {
	stack := teardown.Stack{Logger: quiet}
	if err := stack.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	ran := false
	stack.Push("late", func(context.Context) error { ran = true; return errLocked })
	if !ran {
		t.Error("a step pushed after Close was parked")
	}
	if err := stack.Close(t.Context()); !errors.Is(err, errLocked) {
		t.Errorf("Close returned %v, want the late step's error", err)
	}
}

type closer struct{ err error }

func (c closer) Close() error { return c.err }

func TestPushCloser(t *testing.T) {
	stack := teardown.Stack{Logger: quiet}
	stack.PushCloser("close the file", closer{errLocked})
	err := stack.Close(t.Context())
	if !errors.Is(err, errLocked) || !strings.Contains(text(err), "pushed by teardown_test.TestPushCloser (") {
		t.Errorf("got %v", err)
	}
}

func TestDetach(t *testing.T) {
	ran := 0
	build := func(fail bool) (kept *teardown.Stack, err error) {
		var parts teardown.Stack
		defer func() { err = errors.Join(err, parts.Close(t.Context())) }()
		parts.Push("close the part", func(context.Context) error { ran++; return nil })
		if fail {
			return nil, errLocked
		}
		return parts.Detach(), nil
	}
	if _, err := build(true); !errors.Is(err, errLocked) || ran != 1 {
		t.Errorf("failed build: %d steps run, %v; want 1, the error", ran, err)
	}
	kept, err := build(false)
	if err != nil {
		t.Fatal(err)
	}
	if ran != 1 {
		t.Errorf("build: %d steps run; want no further one", ran)
	}
	if err := kept.Close(t.Context()); err != nil || ran != 2 {
		t.Errorf("the detached stack: %d steps run, %v; want 2", ran, err)
	}
}

func textLogger(b *bytes.Buffer) *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
