package dbtest

import (
	"context"
	"time"
)

// TB is what New needs of a *testing.T, *testing.B or *testing.F.
type TB interface {
	Helper()
	Name() string
	Context() context.Context
	Cleanup(func())
	Failed() bool
	Skipped() bool
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// New returns a database for a test. It is closed and removed after the test's
// subtests, also the parallel ones, and after the cleanups that the test registers
// later; one that it registered before finds it gone. If the test leaves something open on it, or the cleanup fails, the test fails; if it
// failed anyway, or panicked, the database is kept (see [Keeping]).
func (s *Source) New(t TB) *DB {
	t.Helper()
	db, err := s.open(t.Context(), t.Name())
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), timeLeft(t))
		defer cancel()
		out := db.finish(ctx, t.Failed() || unwinding(t.Skipped()))
		if out.kept != "" {
			t.Logf("dbtest: the database is kept: %s", out.kept)
		}
		if out.err != nil {
			t.Errorf("dbtest: %v", out.err)
		}
	})
	return db
}

// outcome is what became of a database.
type outcome struct {
	err  error  // what was left open, and what of the cleanup failed
	kept string // how to look at it, if it is kept
}

// finish takes the database down, after whatever used it failed or not.
func (db *DB) finish(ctx context.Context, failed bool) (out outcome) {
	switch db.source.options.keep {
	case KeepAll:
		db.kept = true
	case KeepFailed:
		db.kept = failed
	}
	if db.kept {
		out.kept = db.at.look
	}
	leaks, err := db.settle(ctx)
	out.err = join(leaksError(leaks), err, db.teardown.Close(ctx))
	return out
}

// cleanupTime bounds a cleanup.
const cleanupTime = time.Minute

// timeLeft returns the time for the cleanup: less if the test binary is about
// to be stopped.
func timeLeft(t TB) time.Duration {
	if withDeadline, ok := t.(interface{ Deadline() (time.Time, bool) }); ok {
		if deadline, ok := withDeadline.Deadline(); ok {
			return min(cleanupTime, time.Until(deadline)-time.Second)
		}
	}
	return cleanupTime
}
