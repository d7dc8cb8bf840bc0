package dbpool

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/leakvet/leakvet/dbpool/retry"
)

// None in a field of a Config switches off what its zero value leaves at the
// default.
const None = -1

// A Config says how a pool behaves. For each field that is left at zero the
// default holds, so Config{} is a pool of 5 connections and 10 more under load.
// Open returns an error that names each field whose value makes no sense.
type Config struct {
	// Name is what the pool is called in errors, in the log and on its page.
	// Default: "database".
	Name string

	// Kept is how many connections stay open while nobody needs them, default
	// 5. Overflow is how many more may be open under load, default 10, or None.
	Kept     int
	Overflow int

	// AcquireTimeout is how long to wait for a connection, default 30 s. It does
	// not limit what is then done with it.
	AcquireTimeout time.Duration

	// Recycle is the age after which a connection is replaced, default 30 min,
	// or None. IdleTimeout closes one that was not used for so long; default:
	// none is closed for that.
	Recycle     time.Duration
	IdleTimeout time.Duration

	// DrainTimeout is how long Close waits for the work that is under way,
	// default 10 s, or None.
	DrainTimeout time.Duration

	// Remove is what Close does last, when nothing holds the database any more:
	// [RemoveSQLite], [RemoveBy] or any function. Default nil: the database
	// stays. RemoveRetry says how it is tried again, default retry.Removal().
	Remove      func(context.Context) error
	RemoveRetry *retry.Policy

	// Logger gets what fails in cleanup. Default nil: slog.Default().
	Logger *slog.Logger
}

// withDefaults returns c complete, or an error that names what is wrong in it.
func (c Config) withDefaults() (Config, error) {
	var errs []error
	check := func(ok bool, field string, value any, want string) {
		if !ok {
			errs = append(errs, fmt.Errorf("dbpool: Config.%s is %v: %s", field, value, want))
		}
	}
	check(c.Kept >= 0, "Kept", c.Kept, "use 1 or more, or 0 for 5")
	check(c.Overflow >= None, "Overflow", c.Overflow, "use 1 or more, 0 for 10, or None")
	check(c.AcquireTimeout >= 0, "AcquireTimeout", c.AcquireTimeout, "use a positive duration, or 0 for 30s")
	check(c.Recycle >= None, "Recycle", c.Recycle, "use a positive duration, 0 for 30m, or None")
	check(c.IdleTimeout >= 0, "IdleTimeout", c.IdleTimeout, "use a positive duration, or 0 for none")
	check(c.DrainTimeout >= None, "DrainTimeout", c.DrainTimeout, "use a positive duration, 0 for 10s, or None")
	if err := errors.Join(errs...); err != nil {
		return c, err
	}

	c.Name = cmp.Or(c.Name, "database")
	c.Kept = cmp.Or(c.Kept, 5)
	c.Overflow = cmp.Or(c.Overflow, 10)
	c.AcquireTimeout = cmp.Or(c.AcquireTimeout, 30*time.Second)
	c.Recycle = cmp.Or(c.Recycle, 30*time.Minute)
	c.DrainTimeout = cmp.Or(c.DrainTimeout, 10*time.Second)
	if c.RemoveRetry == nil {
		removal := retry.Removal()
		c.RemoveRetry = &removal
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return c, nil
}

// limit is how many connections may be open.
func (c Config) limit() int { return c.Kept + max(c.Overflow, 0) }
