package dbpool

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/leakvet/leakvet/dbpool/teardown"
	"github.com/leakvet/leakvet/dbpool/track"
)

// A Pool is a pool of connections to one database. It belongs to whoever opened
// it, who must Close it. Its methods are safe for concurrent use.
type Pool struct {
	config   Config
	db       *sql.DB
	tracked  *track.Connector
	scopes   *scopes
	counts   counts
	teardown teardown.Stack
	patience patience
}

// Open opens a pool with a driver that is registered with database/sql, and
// makes sure that the database answers, within Config.AcquireTimeout. The pool
// belongs to the caller, who must Close it. An error leaves nothing open. Where
// it may take a few attempts, call Open in retry.Value.
func Open(ctx context.Context, driverName, dsn string, config Config) (*Pool, error) {
	// The only way to a registered driver is a sql.DB; it has opened nothing yet.
	db, err := sql.Open(driverName, dsn)
	if err != nil {
		return nil, err
	}
	registered := db.Driver()
	if err := db.Close(); err != nil {
		return nil, err
	}
	connector, err := track.Open(registered, dsn, track.Stacks)
	if err != nil {
		return nil, err
	}
	return OpenDB(ctx, connector, config)
}

// OpenDB opens a pool over a connector, and makes sure that the database
// answers. The pool records the stack of everything that is opened on it, with
// track.Stacks. For less, give it a connector of track.Wrap. The connector
// belongs to the pool, which closes it if it has a Close, even where OpenDB fails.
func OpenDB(ctx context.Context, connector driver.Connector, config Config) (*Pool, error) {
	tracked, ok := connector.(*track.Connector)
	if !ok {
		tracked = track.Wrap(connector, track.Stacks)
	}
	db := sql.OpenDB(tracked)
	config, err := config.withDefaults()
	if err != nil {
		return nil, join(err, db.Close())
	}
	db.SetMaxOpenConns(config.limit())
	db.SetMaxIdleConns(config.Kept)
	db.SetConnMaxLifetime(config.Recycle)
	db.SetConnMaxIdleTime(config.IdleTimeout)
	p := &Pool{config: config, tracked: tracked, db: db, scopes: newScopes(config.AcquireTimeout)}
	if err := p.ping(ctx); err != nil {
		return nil, join(err, db.Close())
	}
	p.plan()
	return p, nil
}

func (p *Pool) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, p.config.AcquireTimeout)
	defer cancel()
	if err := p.db.PingContext(ctx); err != nil {
		return fmt.Errorf("dbpool: %s: connect: %w", p.config.Name, err)
	}
	return nil
}

// Name returns what the pool is called.
func (p *Pool) Name() string { return p.config.Name }

// DB returns the pool as database/sql knows it, for code that wants that. What
// is opened with it is tracked too, and Close closes it; but a wait for a
// connection lasts as long as its context. See [Pool.Explain].
func (p *Pool) DB() *sql.DB { return p.db }

// Tracking returns how much is recorded of what is open.
func (p *Pool) Tracking() track.Mode { return p.tracked.Mode() }

// Holders lists what is open, oldest first, with the stack where each was
// opened; with track.Count without that, with track.Off nothing.
func (p *Pool) Holders() []track.Holder { return p.tracked.Live() }

// Explain turns an error of code that uses DB into an *ExhaustedError, if it is
// a deadline that was missed and all connections are in use now. Any other
// error it returns as it is.
func (p *Pool) Explain(err error) error {
	if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrExhausted) || p.inUse() < p.config.limit() {
		return err
	}
	return p.exhausted(err, 0, p.scopes.waiting())
}

// inUse is how many connections are in use. With track.Off this includes those
// that are being opened.
func (p *Pool) inUse() int {
	if p.tracked.Mode() == track.Off {
		return p.db.Stats().InUse
	}
	return p.tracked.Held()
}

// timeout says why no connection came in time: because none came free, or
// because the database did not answer.
func (p *Pool) timeout(err error, waited time.Duration) error {
	if n, limit := p.inUse(), p.config.limit(); n < limit {
		return fmt.Errorf("dbpool: %s: no new connection within %v, with %d of %d in use: %w",
			p.config.Name, waited, n, limit, err)
	}
	p.counts.exhausted.Add(1)
	return p.exhausted(err, waited, p.scopes.waiting()-1) // without the caller
}

func (p *Pool) exhausted(err error, waited time.Duration, waiting int) error {
	e := &ExhaustedError{Pool: p.config.Name, Limit: p.config.limit(), Waited: waited, Waiting: waiting, Err: err}
	for _, h := range p.tracked.Live() {
		if h.Kind != track.KindStmt { // a statement holds no connection
			e.Holders = append(e.Holders, h)
		}
	}
	return e
}
