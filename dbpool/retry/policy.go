package retry

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// A Policy says how often to try and how long to wait between the attempts. Of
// each field that is left at zero the default holds, so Policy{} is three
// attempts with waits of one and two seconds between them.
type Policy struct {
	// Attempts is how often the operation is called at most. Default 3; 1 is no
	// retry at all.
	Attempts int

	// Delay is the wait before the second attempt, default one second. Factor
	// (at least 1, default 2) multiplies it for each further wait, up to
	// MaxDelay (default 30 s, or Delay where that is longer).
	Delay    time.Duration
	Factor   float64
	MaxDelay time.Duration

	// Jitter, from 0 to 1, moves each wait at random by up to that share of it,
	// so that many clients do not come back to a server together. Default 0.
	Jitter float64

	// AttemptTimeout is the time that the context of one attempt has. Default
	// 0: that of the whole.
	AttemptTimeout time.Duration

	// Retryable reports whether an error is worth another attempt. It is not
	// asked about Permanent errors, which never are. Default nil: all others are.
	Retryable func(error) bool

	// Logger gets a warning for each retry. Default nil: slog.Default().
	Logger *slog.Logger
}

// Removal is the policy for removing files: ten attempts within some ten
// seconds, the first of them close together. Mostly the first one does; where
// files are locked while they are open (Windows), a scanner or an indexer may
// keep one for seconds after the program has closed it.
func Removal() Policy {
	return Policy{Attempts: 10, Delay: 50 * time.Millisecond, MaxDelay: 2 * time.Second}
}

// withDefaults returns p complete, or an error that names what is wrong in it.
func (p Policy) withDefaults() (Policy, error) {
	var errs []error
	check := func(ok bool, field string, value any, want string) {
		if !ok {
			errs = append(errs, fmt.Errorf("%s is %v: %s", field, value, want))
		}
	}
	check(p.Attempts >= 0, "Attempts", p.Attempts, "use 1 or more, or 0 for 3")
	check(p.Delay >= 0, "Delay", p.Delay, "use a positive duration, or 0 for 1s")
	check(p.Factor == 0 || p.Factor >= 1, "Factor", p.Factor, "use 1 or more, or 0 for 2")
	check(p.MaxDelay == 0 || p.MaxDelay >= p.Delay, "MaxDelay", p.MaxDelay, "use Delay or more, or 0 for 30s")
	check(p.Jitter >= 0 && p.Jitter <= 1, "Jitter", p.Jitter, "use a share from 0 to 1")
	check(p.AttemptTimeout >= 0, "AttemptTimeout", p.AttemptTimeout, "use a positive duration, or 0 for none")
	if err := errors.Join(errs...); err != nil {
		return p, err
	}

	p.Attempts = cmp.Or(p.Attempts, 3)
	p.Delay = cmp.Or(p.Delay, time.Second)
	p.Factor = cmp.Or(p.Factor, 2)
	p.MaxDelay = cmp.Or(p.MaxDelay, max(30*time.Second, p.Delay))
	p.Delay = min(p.Delay, p.MaxDelay) // where only MaxDelay was set
	if p.Logger == nil {
		p.Logger = slog.Default()
	}
	return p, nil
}
