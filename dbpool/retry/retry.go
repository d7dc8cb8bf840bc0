package retry

import (
	"context"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v7"
)

// Do calls op until it returns nil, and returns nil then. It gives up, with an
// *Error, when the attempts of policy p are used up, when op fails with an error
// that is not worth another attempt, or when ctx is over. The name says in the
// log and in the error what is being tried ("remove /tmp/a.db"); it may be empty
// where p.Logger and the caller say it.
//
// The context that op gets ends with ctx, and sooner if the policy has an
// AttemptTimeout; Do cannot end an op that does not heed it. A panic of op is
// not caught. If the policy is invalid, Do returns an error that says why, and
// does not call op.
func Do(ctx context.Context, name string, p Policy, op func(context.Context) error) error {
	_, err := Value(ctx, name, p, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, op(ctx)
	})
	return err
}

// Value is Do for an operation that has a result, which then belongs to the
// caller. An op that returns an error must have released what it acquired: its
// result is dropped.
func Value[T any](ctx context.Context, name string, p Policy, op func(context.Context) (T, error)) (T, error) {
	var zero T
	p, err := p.withDefaults()
	if err != nil {
		return zero, &Error{Op: name, Cause: err}
	}
	if ctx.Err() != nil {
		return zero, &Error{Op: name, Cause: context.Cause(ctx)}
	}

	start, failed := time.Now(), Error{Op: name}
	value, err := backoff.Retry(ctx, func() (T, error) {
		failed.Attempts++
		value, err := attempt(ctx, p.AttemptTimeout, op)
		failed.Last = err
		return value, p.verdict(err)
	}, p.backoff(ctx, &failed)...)
	if err == nil {
		return value, nil
	}
	failed.Elapsed = time.Since(start)
	failed.Cause = contextCause(err)
	return zero, &failed
}

// attempt calls op once, with its share of the time.
func attempt[T any](ctx context.Context, timeout time.Duration, op func(context.Context) (T, error)) (T, error) {
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	return op(ctx)
}

// errFailed stands for an op's error towards backoff, which gives some types of
// errors a meaning that they must not have here.
var errFailed = errors.New("failed")

// verdict puts an error of the operation into the words of backoff.
func (p Policy) verdict(err error) error {
	switch {
	case err == nil:
		return nil
	case isPermanent(err), p.Retryable != nil && !p.Retryable(err):
		return backoff.Permanent(errFailed)
	}
	return errFailed
}

// backoff is the policy as options of backoff.Retry. Of failed, the notice of a
// retry reads what just happened.
func (p Policy) backoff(ctx context.Context, failed *Error) []backoff.RetryOption {
	logger := p.Logger
	if failed.Op != "" {
		logger = logger.With("op", failed.Op)
	}
	notify := func(_ error, wait time.Duration) {
		logger.WarnContext(ctx, "retrying",
			"attempt", failed.Attempts, "of", p.Attempts, "wait", wait, "err", failed.Last)
	}
	return []backoff.RetryOption{
		backoff.WithBackOff(&backoff.ExponentialBackOff{
			InitialInterval:     p.Delay,
			Multiplier:          p.Factor,
			MaxInterval:         p.MaxDelay,
			RandomizationFactor: p.Jitter,
		}),
		backoff.WithMaxTries(uint(p.Attempts)),
		backoff.WithMaxElapsedTime(0), // only attempts and the context limit it
		backoff.WithNotify(notify),
	}
}

// contextCause returns the cause of the context's end if that is why backoff
// gave up, otherwise nil.
func contextCause(err error) error {
	gaveUp, ok := errors.AsType[*backoff.RetryError](err)
	if !ok || errors.Is(gaveUp.Cause, backoff.ErrPermanent) || errors.Is(gaveUp.Cause, backoff.ErrExhausted) {
		return nil
	}
	return gaveUp.Cause
}
