package teardown

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/leakvet/leakvet/dbpool/internal/frame"
)

// DefaultStepTimeout is the time for one step where nothing else is said.
const DefaultStepTimeout = 30 * time.Second

// A Stack is a stack of cleanup steps. Its zero value is empty and ready for
// use. Its methods are safe for concurrent use; its fields must be set before.
type Stack struct {
	// Logger gets an error for each step that fails, and for the others a debug
	// message. Default nil: slog.Default().
	Logger *slog.Logger

	// StepTimeout is the time for one step, all its attempts together, unless
	// the step was pushed with one of its own. Default 0: DefaultStepTimeout.
	StepTimeout time.Duration

	mu     sync.Mutex
	steps  []step        // still to be run; guarded by mu
	failed []error       // of type *StepError; guarded by mu
	closed bool          // nothing is left to be run by Close; guarded by mu
	done   chan struct{} // closed when closed is set; nil until Close is called; guarded by mu
}

// Push puts a step on the stack. Its name completes the sentence "could not …",
// as in "drop database orders_test". The context that f gets lives for the
// step's time, and holds the values of the context that Close was given.
//
// A step that is pushed while Close runs is run by it. After that Push runs it
// at once, logs its failure and adds it to what Close returns from then on: so
// nothing can be parked on a stack that nobody unwinds any more.
func (s *Stack) Push(name string, f func(context.Context) error, options ...Option) {
	s.push(newStep(name, frame.Caller(1), f, options))
}

// PushCloser pushes a step that closes c.
func (s *Stack) PushCloser(name string, c io.Closer, options ...Option) {
	s.push(newStep(name, frame.Caller(1), func(context.Context) error { return c.Close() }, options))
}

func (s *Stack) push(step step) {
	s.mu.Lock()
	closed := s.closed
	if !closed {
		s.steps = append(s.steps, step)
	}
	s.mu.Unlock()
	if closed {
		s.run(context.Background(), step)
	}
}

// Detach moves all steps to a new stack and returns that. It is for functions
// that build something out of parts: until everything has succeeded, a deferred
// Close takes the parts down again; then Detach gives the steps to the result.
func (s *Stack) Detach() *Stack {
	s.mu.Lock()
	defer s.mu.Unlock()
	steps := s.steps
	s.steps = nil
	return &Stack{Logger: s.Logger, StepTimeout: s.StepTimeout, steps: steps}
}

// Close runs all steps, the last pushed first, and returns what failed: nil, or
// a *StepError for each step, joined. Of ctx only the values count: neither its
// end nor its deadline cuts the cleanup short; StepTimeout bounds it.
//
// Close may be called again, and by several goroutines at once. The steps run
// once; each call returns when they have, with the same error. A step must not
// call the Close that runs it.
func (s *Stack) Close(ctx context.Context) error {
	s.mu.Lock()
	first := s.done == nil
	if first {
		s.done = make(chan struct{})
	}
	done := s.done
	s.mu.Unlock()

	if first {
		ctx = context.WithoutCancel(ctx)
		for step, ok := s.pop(); ok; step, ok = s.pop() {
			s.run(ctx, step)
		}
		close(done)
	}
	<-done
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.failed...)
}

// pop takes the step that is next. If there is none, the stack is closed.
func (s *Stack) pop() (next step, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := len(s.steps) - 1
	if last < 0 {
		s.closed = true
		return step{}, false
	}
	next = s.steps[last]
	s.steps = s.steps[:last]
	return next, true
}

// run runs a step, and logs and keeps its failure.
func (s *Stack) run(ctx context.Context, step step) {
	logger := s.Logger
	if logger == nil {
		logger = slog.Default()
	}
	logger = logger.With("step", step.name, "pushed", step.pushed)
	start := time.Now()
	err := step.run(ctx, s.StepTimeout, logger)
	took := time.Since(start)
	if err == nil {
		logger.DebugContext(ctx, "teardown step done", "took", took)
		return
	}
	logger.ErrorContext(ctx, "teardown step failed", "took", took, "err", err)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = append(s.failed, &StepError{Step: step.name, Pushed: step.pushed, Took: took, Err: err})
}
