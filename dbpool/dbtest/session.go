package dbtest

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A session is one that is on a database that should have none.
type session struct {
	id     int64
	client string // what it says it is
	state  string
	query  string // the last
}

// endTime is how long a busy server may take to end a session that was closed.
const endTime = 5 * time.Second

// untilNone looks until there are no sessions, and returns those that stay.
// Servers would wait by themselves, but in large steps, for a long time, and
// would not say for whom.
func untilNone(ctx context.Context, look func(context.Context) ([]session, error)) ([]session, error) {
	end := time.Now().Add(endTime)
	for pause := time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		found, err := look(ctx)
		if err != nil || len(found) == 0 || time.Now().After(end) {
			return found, err
		}
		time.Sleep(pause)
	}
}

// sessionsError names the sessions that are on a database.
func sessionsError(database string, on []session) error {
	var errs []error
	for _, s := range on {
		errs = append(errs, fmt.Errorf("session %d of %q was still on database %s when its test ended (%s, last %q): close the pool on DB.DSN",
			s.id, s.client, database, s.state, s.query))
	}
	return errors.Join(errs...)
}
