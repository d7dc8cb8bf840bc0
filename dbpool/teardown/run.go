package teardown

import (
	"context"
	"errors"
	"log/slog"
)

// Run calls body with a new stack, and closes that when body returns, panics or
// calls runtime.Goexit. It returns the error of body, that of Close, or both
// joined: nil is success of the work and of its cleanup. A panic goes on after
// the cleanup, whose failures then are only in the log.
func Run(ctx context.Context, body func(context.Context, *Stack) error) (err error) {
	var stack Stack
	defer func() {
		if failed := stack.Close(ctx); failed != nil {
			err = errors.Join(err, failed)
		}
	}()
	return body(ctx, &stack)
}

// Main runs the tests of a package between its setup and the cleanup that setup
// pushed, and returns the exit code: that of the tests, or 1 if setup or
// cleanup failed, which it logs. Nothing of the cleanup is left out by os.Exit:
//
//	func TestMain(m *testing.M) {
//		os.Exit(teardown.Main(m, func(ctx context.Context, td *teardown.Stack) error {
//			…
//		}))
//	}
//
// Not even this cleans up when the tests time out or a test panics, as the
// testing package ends the process then.
func Main(m interface{ Run() int }, setup func(context.Context, *Stack) error) int {
	code := 1
	err := Run(context.Background(), func(ctx context.Context, stack *Stack) error {
		if err := setup(ctx, stack); err != nil {
			return err
		}
		code = m.Run()
		return nil
	})
	if err != nil {
		slog.Error("setup or cleanup of the tests failed", "err", err)
		return max(code, 1)
	}
	return code
}

// TB is what ForTest needs of a *testing.T, *testing.B or *testing.F.
type TB interface {
	Helper()
	Context() context.Context
	Cleanup(func())
	Errorf(format string, args ...any)
}

// ForTest returns a stack that is closed when the test and its subtests have
// ended, the parallel ones too. If a step fails, so does the test.
func ForTest(t TB) *Stack {
	t.Helper()
	stack := new(Stack)
	t.Cleanup(func() {
		t.Helper()
		if err := stack.Close(t.Context()); err != nil {
			t.Errorf("cleanup failed: %v", err)
		}
	})
	return stack
}
