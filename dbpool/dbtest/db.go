package dbtest

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/leakvet/leakvet/dbpool/teardown"
	"github.com/leakvet/leakvet/dbpool/track"
)

// A DB is an isolated database. Its pool is closed, and it is removed, when the
// test ends.
type DB struct {
	*sql.DB

	// DSN is the data source name for the driver, for code that opens the
	// database by itself. Whatever does must be closed before the test ends.
	DSN string

	source   *Source
	at       location
	teardown *teardown.Stack
	kept     bool // set before teardown

	mu       sync.Mutex
	trackers []*track.Connector // of the pool, then of those that the test opened; guarded by mu
}

// openPool opens db.DB.
func (db *DB) openPool() error {
	c, err := db.Connector()
	if err != nil {
		return err
	}
	db.DB = sql.OpenDB(c)
	db.SetMaxOpenConns(db.source.options.maxConns)
	db.SetMaxIdleConns(db.source.options.maxConns)
	return nil
}

// Connector returns what another pool needs to open the same database, such as
// dbpool.OpenDB. What that pool leaves open fails the test too, and so does the
// pool itself when it is not closed before the test ends.
func (db *DB) Connector() (driver.Connector, error) {
	inner, err := db.source.engine.connector(db.at)
	if err != nil {
		return nil, err
	}
	c := track.Wrap(inner, db.source.options.tracking)
	db.mu.Lock()
	defer db.mu.Unlock()
	db.trackers = append(db.trackers, c)
	return c, nil
}

// settleTime is for what is on its way: database/sql closing what a context has
// ended, and drivers closing connections.
const settleTime = 5 * time.Second

// settle closes the pool, and in the driver whatever is left open, and returns
// what was.
func (db *DB) settle(ctx context.Context) (leaks []track.Holder, err error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	for i, c := range db.trackers {
		if i > 0 && !c.Closed() && c.Alive() > 0 {
			err = join(err, fmt.Errorf("a pool on DB.Connector was not closed: it has %d connections", c.Alive()))
			err = join(err, c.Close()) // for Reclaim, its idle connections are leaks now
		}
		// Statements must be looked for before the pool closes them.
		for _, h := range c.Live() {
			if h.Kind == track.KindStmt && !h.Ending {
				leaks = append(leaks, h)
			}
		}
		if i == 0 {
			err = join(err, db.Close())
		}
		left, failed := settleOne(ctx, c)
		leaks, err = append(leaks, left...), join(err, failed)
	}
	return leaks, err
}

// settleOne waits for what is ending, and reclaims what is not.
func settleOne(ctx context.Context, c *track.Connector) (leaks []track.Holder, err error) {
	waiting, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	isEnding := func(h track.Holder) bool { return h.Ending }
	for slices.ContainsFunc(c.Live(), isEnding) && waiting.Err() == nil {
		time.Sleep(time.Millisecond)
	}
	if c.Live() == nil && c.Drain(waiting) == nil {
		return nil, nil
	}
	done, err := c.Reclaim(ctx)
	for _, h := range done.Busy {
		err = join(err, fmt.Errorf("still in use when the test ended: %s", h.Describe()))
	}
	return done.Closed, err
}

// remove is the last step of the teardown but for the server itself.
func (db *DB) remove(ctx context.Context) error {
	if db.kept {
		return db.source.engine.keep(ctx, db.at)
	}
	return db.source.engine.drop(ctx, db.at)
}

// leaksError returns an error that names each leak with its stack; nil if there
// is none.
func leaksError(leaks []track.Holder) error {
	var errs []error
	for _, h := range leaks {
		errs = append(errs, fmt.Errorf("not closed: %s", strings.ReplaceAll(h.Describe(), "\n", "\n\t")))
	}
	return errors.Join(errs...)
}

// join is errors.Join that returns a single error as it is.
func join(errs ...error) error {
	var only error
	n := 0
	for _, err := range errs {
		if err != nil {
			only = err
			n++
		}
	}
	if n <= 1 {
		return only
	}
	return errors.Join(errs...)
}
