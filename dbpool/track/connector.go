package track

import (
	"context"
	"database/sql/driver"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// Mode says how much is recorded.
type Mode uint8

const (
	Off    Mode = iota // nothing: connections are the driver's own, unwrapped
	Count              // kind, query and age of what is open
	Stacks             // and the stack of the goroutine that opened it
)

// String returns the mode in lower case: off, count or stacks.
func (m Mode) String() string {
	switch m {
	case Off:
		return "off"
	case Count:
		return "count"
	case Stacks:
		return "stacks"
	}
	return fmt.Sprintf("Mode(%d)", uint8(m))
}

// A Connector is a driver.Connector that keeps a registry of what is open on
// the connections it made. Use one Connector for one sql.DB. It is safe for
// concurrent use.
type Connector struct {
	inner driver.Connector
	mode  Mode
	epoch time.Time // when it was made
	held  gauge     // connections that are checked out
	alive gauge     // connections that are not closed

	mu     sync.Mutex
	conns  map[*conn]struct{} // not yet closed
	lastID uint64
	closed atomic.Bool
}

// Wrap returns a Connector that makes its connections with c. That belongs to
// it: sql.DB.Close closes it if it is an io.Closer.
func Wrap(c driver.Connector, mode Mode) *Connector {
	return &Connector{inner: c, mode: mode, epoch: time.Now(), conns: make(map[*conn]struct{})}
}

// Open returns a Connector for a driver and a data source name, as sql.Open
// would make it.
func Open(d driver.Driver, dsn string, mode Mode) (*Connector, error) {
	withContext, ok := d.(driver.DriverContext)
	if !ok {
		return Wrap(dsnConnector{d, dsn}, mode), nil
	}
	inner, err := withContext.OpenConnector(dsn)
	if err != nil {
		return nil, err
	}
	return Wrap(inner, mode), nil
}

// dsnConnector makes connections with a driver that has no connectors.
type dsnConnector struct {
	driver driver.Driver
	dsn    string
}

func (c dsnConnector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c dsnConnector) Driver() driver.Driver                        { return c.driver }

// Mode returns what c records.
func (c *Connector) Mode() Mode { return c.mode }

// Driver returns the driver that is wrapped.
func (c *Connector) Driver() driver.Driver { return c.inner.Driver() }

// Connect opens a connection; database/sql calls it.
func (c *Connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.inner.Connect(ctx)
	if err != nil || c.mode == Off {
		return inner, err
	}
	wrapped := &conn{inner: inner, owner: c}
	c.mu.Lock()
	c.lastID++
	wrapped.id = c.lastID
	c.conns[wrapped] = struct{}{}
	c.mu.Unlock()
	c.alive.inc()
	wrapped.connected(ctx)
	return wrapped.exact(), nil
}

// Close is called at the end of sql.DB.Close, when the idle connections are
// closed: from now on every connection that is left is one that somebody holds.
func (c *Connector) Close() error {
	c.closed.Store(true)
	if closer, ok := c.inner.(io.Closer); ok {
		return closer.Close()
	}
	return nil
}

// now returns the time as it is kept in records: since the epoch.
func (c *Connector) now() time.Duration { return time.Since(c.epoch) }

// forget removes a connection that is closed.
func (c *Connector) forget(gone *conn) {
	c.mu.Lock()
	delete(c.conns, gone)
	c.mu.Unlock()
	c.alive.dec()
}

// Drain waits until no connection is checked out, and with that no
// transaction, row or *sql.Conn is open; after sql.DB.Close it waits until every
// connection is closed in the driver too. It returns the cause of ctx if that
// ends before. While the pool is open, connections may be taken again right
// away. With [Off] it returns at once.
func (c *Connector) Drain(ctx context.Context) error {
	if c.closed.Load() {
		return c.alive.awaitZero(ctx)
	}
	return c.held.awaitZero(ctx)
}

// Closed reports whether the pool was closed.
func (c *Connector) Closed() bool { return c.closed.Load() }

// Alive returns how many connections are not closed, be they idle or held.
func (c *Connector) Alive() int { return int(c.alive.n.Load()) }

// Held returns how many connections are checked out.
func (c *Connector) Held() int { return int(c.held.n.Load()) }
