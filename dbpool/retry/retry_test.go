package retry_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leakvet/leakvet/dbpool/retry"
)

var errLocked = errors.New("file is locked")

// script is an operation that fails with each of errs in turn, then succeeds.
// It notes when it was called.
type script struct {
	errs  []error
	start time.Time
	calls []time.Duration
}

func (s *script) op(context.Context) error {
	s.calls = append(s.calls, time.Since(s.start))
	if n := len(s.calls); n <= len(s.errs) {
		return s.errs[n-1]
	}
	return nil
}

func TestSchedule(t *testing.T) {
	always := []error{errLocked, errLocked, errLocked, errLocked, errLocked, errLocked, errLocked, errLocked, errLocked, errLocked, errLocked}
	tests := []struct {
		name   string
		policy retry.Policy
		errs   []error
		calls  string
		err    string
	}{
		{name: "at once", calls: "[0s]"},
		{name: "second attempt", errs: always[:1], calls: "[0s 1s]"},
		{name: "third attempt", errs: always[:2], calls: "[0s 1s 3s]"},
		{name: "given up", errs: always, calls: "[0s 1s 3s]", err: "remove a.db: file is locked (3 attempts in 3s)"},
		{name: "no retry", policy: retry.Policy{Attempts: 1}, errs: always, calls: "[0s]", err: "remove a.db: file is locked"},
		{name: "constant", policy: retry.Policy{Attempts: 4, Factor: 1}, errs: always, calls: "[0s 1s 2s 3s]",
			err: "remove a.db: file is locked (4 attempts in 3s)"},
		{name: "capped below the default", policy: retry.Policy{MaxDelay: 500 * time.Millisecond}, errs: always, calls: "[0s 500ms 1s]",
			err: "remove a.db: file is locked (3 attempts in 1s)"},
		{name: "capped", policy: retry.Policy{Attempts: 5, MaxDelay: 3 * time.Second}, errs: always, calls: "[0s 1s 3s 6s 9s]",
			err: "remove a.db: file is locked (5 attempts in 9s)"},
		{name: "delay above the default cap", policy: retry.Policy{Delay: time.Minute}, errs: always, calls: "[0s 1m0s 2m0s]",
			err: "remove a.db: file is locked (3 attempts in 2m0s)"},
		{name: "removal", policy: retry.Removal(), errs: always,
			calls: "[0s 50ms 150ms 350ms 750ms 1.55s 3.15s 5.15s 7.15s 9.15s]",
			err:   "remove a.db: file is locked (10 attempts in 9.15s)"},
		{name: "permanent", errs: []error{errLocked, retry.Permanent(errLocked)}, calls: "[0s 1s]",
			err: "remove a.db: file is locked (2 attempts in 1s)"},
		{name: "permanent inside", errs: []error{fmt.Errorf("open: %w", retry.Permanent(errLocked))}, calls: "[0s]",
			err: "remove a.db: open: file is locked"},
		{name: "not retryable", policy: retry.Policy{Retryable: func(err error) bool { return !errors.Is(err, errLocked) }},
			errs: []error{errors.New("busy"), errLocked}, calls: "[0s 1s]",
			err: "remove a.db: file is locked (2 attempts in 1s)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{errs: test.errs, start: time.Now()}
				test.policy.Logger = slog.New(slog.DiscardHandler)
				err := retry.Do(t.Context(), "remove a.db", test.policy, s.op)
				if got := fmt.Sprint(s.calls); got != test.calls {
					t.Errorf("called at %s, want %s", got, test.calls)
				}
				if got := text(err); got != test.err {
					t.Errorf("error %q, want %q", got, test.err)
				}
				if err != nil && !errors.Is(err, errLocked) {
					t.Errorf("the operation's error is lost in %v", err)
				}
			})
		})
	}
}

func TestContext(t *testing.T) {
	errShutdown := errors.New("shutting down")
	tests := []struct {
		name  string
		end   time.Duration // when the context ends
		took  time.Duration // by each attempt
		calls string
		err   string
	}{
		{"before", 0, 0, "[]", "ping: not tried: shutting down"},
		{"in the first attempt", 500 * time.Millisecond, time.Second, "[0s]", "ping: file is locked, shutting down after 1 attempt in 1s"},
		{"in the first wait", 500 * time.Millisecond, 0, "[0s]", "ping: file is locked, shutting down after 1 attempt in 500ms"},
		{"in the second wait", 2 * time.Second, 0, "[0s 1s]", "ping: file is locked, shutting down after 2 attempts in 2s"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				if test.end == 0 {
					cancel(errShutdown)
				}
				end := time.AfterFunc(test.end, func() { cancel(errShutdown) })
				defer end.Stop()

				s := &script{errs: []error{errLocked, errLocked}, start: time.Now()}
				policy := retry.Policy{Logger: slog.New(slog.DiscardHandler)}
				err := retry.Do(ctx, "ping", policy, func(ctx context.Context) error {
					err := s.op(ctx)
					time.Sleep(test.took)
					return err
				})
				if got := fmt.Sprint(s.calls); got != test.calls {
					t.Errorf("called at %s, want %s", got, test.calls)
				}
				if got := text(err); got != test.err {
					t.Errorf("error %q, want %q", got, test.err)
				}
				if !errors.Is(err, errShutdown) {
					t.Errorf("the context's cause is lost in %v", err)
				}
				if len(s.calls) > 0 && !errors.Is(err, errLocked) {
					t.Errorf("the operation's error is lost in %v", err)
				}
			})
		})
	}
}

// An attempt that hangs gives way to the next.
func TestAttemptTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, attempts := time.Now(), 0
		policy := retry.Policy{AttemptTimeout: 5 * time.Second, Logger: slog.New(slog.DiscardHandler)}
		value, err := retry.Value(t.Context(), "connect", policy, func(ctx context.Context) (string, error) {
			if attempts++; attempts < 3 {
				<-ctx.Done()
				return "half", ctx.Err()
			}
			return "whole", nil
		})
		if value != "whole" || err != nil || time.Since(start) != 13*time.Second {
			t.Errorf("got %q, %v after %v; want whole, nil after 5s+1s+5s+2s", value, err, time.Since(start))
		}
	})
}

// A context that ends the attempt itself is named once, not twice.
func TestSameErrorTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := retry.Do(ctx, "ping", retry.Policy{}, func(ctx context.Context) error {
			<-ctx.Done()
			return fmt.Errorf("select 1: %w", ctx.Err())
		})
		if want := "ping: select 1: context deadline exceeded after 1 attempt in 1s"; text(err) != want {
			t.Errorf("error %q, want %q", text(err), want)
		}
	})
}

func TestValueOfFailure(t *testing.T) {
	value, err := retry.Value(t.Context(), "count", retry.Policy{Attempts: 1}, func(context.Context) (int, error) {
		return 7, errLocked
	})
	if value != 0 || !errors.Is(err, errLocked) {
		t.Errorf("got %d, %v; want 0 and the error", value, err)
	}
}

func TestErrorFields(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		err := retry.Do(t.Context(), "drop", retry.Policy{Logger: slog.New(slog.DiscardHandler)}, func(context.Context) error {
			return errLocked
		})
		failed, ok := errors.AsType[*retry.Error](err)
		if !ok || *failed != (retry.Error{Op: "drop", Attempts: 3, Elapsed: 3 * time.Second, Last: errLocked}) {
			t.Errorf("got %#v", err)
		}
	})
}

func TestJitter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waits := map[time.Duration]bool{}
		for range 50 {
			s := &script{errs: []error{errLocked}, start: time.Now()}
			err := retry.Do(t.Context(), "ping", retry.Policy{Jitter: 0.2, Logger: slog.New(slog.DiscardHandler)}, s.op)
			if err != nil {
				t.Fatal(err)
			}
			wait := s.calls[1]
			if wait < 800*time.Millisecond || wait > 1200*time.Millisecond+time.Nanosecond {
				t.Errorf("waited %v, want 1s ± 20%%", wait)
			}
			waits[wait] = true
		}
		if len(waits) < 2 {
			t.Error("all waits are alike")
		}
	})
}

func TestLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, nil))
		s := &script{errs: []error{errLocked, errLocked, errLocked}, start: time.Now()}
		if err := retry.Do(t.Context(), "remove a.db", retry.Policy{Logger: logger}, s.op); err == nil {
			t.Fatal("no error")
		}
		lines := strings.Split(strings.TrimSpace(log.String()), "\n")
		if len(lines) != 2 { // the failure that is returned is not logged as well
			t.Fatalf("%d lines, want one for each of 2 retries:\n%s", len(lines), log.String())
		}
		want := `level=WARN msg=retrying op="remove a.db" attempt=2 of=3 wait=2s err="file is locked"`
		if !strings.HasSuffix(lines[1], want) {
			t.Errorf("logged %s\nwant  %s", lines[1], want)
		}
	})
}

func TestInvalidPolicy(t *testing.T) {
	tests := []struct {
		policy retry.Policy
		err    string
	}{
		{retry.Policy{Attempts: -1}, "ping: not tried: Attempts is -1: use 1 or more, or 0 for 3"},
		{retry.Policy{Delay: -time.Second}, "ping: not tried: Delay is -1s: use a positive duration, or 0 for 1s"},
		{retry.Policy{Factor: 0.5}, "ping: not tried: Factor is 0.5: use 1 or more, or 0 for 2"},
		{retry.Policy{Delay: 2 * time.Second, MaxDelay: time.Second}, "ping: not tried: MaxDelay is 1s: use Delay or more, or 0 for 30s"},
		{retry.Policy{Jitter: 1.5}, "ping: not tried: Jitter is 1.5: use a share from 0 to 1"},
		{retry.Policy{AttemptTimeout: -1}, "ping: not tried: AttemptTimeout is -1ns: use a positive duration, or 0 for none"},
		{retry.Policy{Attempts: -1, Jitter: -1}, "ping: not tried: Attempts is -1: use 1 or more, or 0 for 3\nJitter is -1: use a share from 0 to 1"},
	}
	for _, test := range tests {
		err := retry.Do(t.Context(), "ping", test.policy, func(context.Context) error {
			t.Errorf("%+v: called all the same", test.policy)
			return nil
		})
		if text(err) != test.err {
			t.Errorf("error %q, want %q", text(err), test.err)
		}
	}
}

// An operation without a name is one that its caller names.
func TestNoName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, nil)).With("step", "remove a.db")
		s := &script{errs: []error{errLocked, errLocked}, start: time.Now()}
		err := retry.Do(t.Context(), "", retry.Policy{Attempts: 2, Logger: logger}, s.op)
		if want := "file is locked (2 attempts in 1s)"; text(err) != want {
			t.Errorf("error %q, want %q", text(err), want)
		}
		if want := `msg=retrying step="remove a.db" attempt=1 of=2`; !strings.Contains(log.String(), want) {
			t.Errorf("logged %s, want %s", log.String(), want)
		}
	})
}

func TestPermanentNil(t *testing.T) {
	if err := retry.Permanent(nil); err != nil {
		t.Errorf("Permanent(nil) is %v", err)
	}
}

// A panic is a bug, not a passing fault.
func TestPanic(t *testing.T) {
	calls := 0
	defer func() {
		if recover() == nil || calls != 1 {
			t.Errorf("%d calls, want one and its panic", calls)
		}
	}()
	_ = retry.Do(t.Context(), "ping", retry.Policy{}, func(context.Context) error {
		calls++
		panic("bug")
	})
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
