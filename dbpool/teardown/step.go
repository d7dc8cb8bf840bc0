package teardown

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/leakvet/leakvet/dbpool/retry"
)

// grace is how long a step may take to return after its time is up.
const grace = time.Second

// A step is something to be done once, when the stack is unwound.
type step struct {
	name    string
	pushed  string // where
	do      func(context.Context) error
	timeout time.Duration // 0 is the stack's
	policy  *retry.Policy // nil is one attempt
}

// An Option changes how a step is run.
type Option func(*step)

// Retry lets a step be tried again by a policy. The step's timeout is for all
// attempts together. If the policy has no Logger, it uses the stack's.
func Retry(p retry.Policy) Option {
	return func(s *step) { s.policy = &p }
}

// Timeout gives a step a time of its own, instead of the stack's StepTimeout.
func Timeout(d time.Duration) Option {
	return func(s *step) { s.timeout = d }
}

func newStep(name, pushed string, do func(context.Context) error, options []Option) step {
	s := step{name: name, pushed: pushed, do: do}
	for _, option := range options {
		option(&s)
	}
	return s
}

// run runs the step to its end or, if it does not heed the end of its context,
// leaves it: others are waiting to be run.
func (s step) run(ctx context.Context, timeout time.Duration, logger *slog.Logger) error {
	if s.timeout > 0 {
		timeout = s.timeout
	}
	if timeout <= 0 {
		timeout = DefaultStepTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	ended := make(chan error, 1)
	go func() { s.call(ctx, logger, ended) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-ended:
		return err
	case <-time.After(grace):
		return fmt.Errorf("still running after %v, left behind: %w", timeout, ctx.Err())
	}
}

// call calls the step and sends what became of it, be it by a panic.
func (s step) call(ctx context.Context, logger *slog.Logger, ended chan<- error) {
	err := errors.New("ended its goroutine (by t.Fatal or runtime.Goexit) instead of returning")
	defer func() {
		if v := recover(); v != nil {
			logger.ErrorContext(ctx, "teardown step panicked", "panic", v, "stack", string(debug.Stack()))
			err = panicError(v)
		}
		ended <- err
	}()
	err = s.attempt(ctx, logger)
}

func (s step) attempt(ctx context.Context, logger *slog.Logger) error {
	if s.policy == nil {
		return s.do(ctx)
	}
	p := *s.policy
	if p.Logger == nil {
		p.Logger = logger
	}
	return retry.Do(ctx, "", p, s.do) // StepError and the logger name it
}

func panicError(v any) error {
	if err, ok := v.(error); ok {
		return fmt.Errorf("panic: %w", err)
	}
	return fmt.Errorf("panic: %v", v)
}

// A StepError is the failure of one step.
type StepError struct {
	Step   string        // its name
	Pushed string        // where it was pushed: "orders.Open (open.go:17)"
	Took   time.Duration // from its start to its failure
	Err    error         // what it returned; made from its panic, if it panicked
}

func (e *StepError) Error() string {
	return fmt.Sprintf("could not %s: %v (pushed by %s)", e.Step, e.Err, e.Pushed)
}

// Unwrap returns e.Err.
func (e *StepError) Unwrap() error { return e.Err }
