package retry

import (
	"errors"
	"fmt"
	"time"
)

// An Error is what Do and Value return when they give up. errors.Is and
// errors.As look into both Last and Cause.
type Error struct {
	Op       string        // what was tried, as it was named to Do or Value
	Attempts int           // how often it was tried; 0 if the context was over before, or the policy invalid
	Elapsed  time.Duration // from the first attempt to the end
	Last     error         // what the last attempt returned; nil if there was none
	Cause    error         // why there were no more attempts, if not for what Last says: the context's end, or an invalid policy
}

func (e *Error) Error() string {
	if e.Op == "" {
		return e.outcome()
	}
	return e.Op + ": " + e.outcome()
}

func (e *Error) outcome() string {
	switch {
	case e.Attempts == 0:
		return fmt.Sprintf("not tried: %v", e.Cause)
	case e.Cause != nil && errors.Is(e.Last, e.Cause):
		return fmt.Sprintf("%v after %s in %v", e.Last, attempts(e.Attempts), e.Elapsed)
	case e.Cause != nil:
		return fmt.Sprintf("%v, %v after %s in %v", e.Last, e.Cause, attempts(e.Attempts), e.Elapsed)
	case e.Attempts == 1:
		return e.Last.Error()
	}
	return fmt.Sprintf("%v (%s in %v)", e.Last, attempts(e.Attempts), e.Elapsed)
}

// Unwrap returns what of Last and Cause there is.
func (e *Error) Unwrap() []error {
	var errs []error
	for _, err := range []error{e.Last, e.Cause} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

func attempts(n int) string {
	if n == 1 {
		return "1 attempt"
	}
	return fmt.Sprintf("%d attempts", n)
}

// Permanent marks err as one that another attempt cannot change: an operation
// that returns it is not tried again. The mark does not show in the text, and
// errors.Is and errors.As see through it. Permanent(nil) is nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &permanent{err}
}

type permanent struct{ error }

func (p *permanent) Unwrap() error { return p.error }

func isPermanent(err error) bool {
	_, ok := errors.AsType[*permanent](err)
	return ok
}
