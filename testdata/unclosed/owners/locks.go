package owners

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
)

var errLocked = errors.New("locked")

// A migrator has a connection of its own, and a flag beside it.
type migrator struct {
	locked atomic.Bool
	mu     sync.Mutex
	conn   *sql.Conn
}

func (m *migrator) Close() error { return m.conn.Close() }

// swap gets the flag alone: the connection is where it was.
func swap(flag *atomic.Bool, from, to bool, f func() error) error {
	if !flag.CompareAndSwap(from, to) {
		return errLocked
	}
	if err := f(); err != nil {
		flag.Store(from)
		return err
	}
	return nil
}

func (m *migrator) lock(ctx context.Context) error {
	return swap(&m.locked, false, true, func() error {
		_, err := m.conn.ExecContext(ctx, "SELECT pg_advisory_lock(1)")
		return err
	})
}

func badLocksInMethod(ctx context.Context, db *sql.DB) (*migrator, error) {
	conn, err := db.Conn(ctx) // want "unclosed: conn .*is not closed on every path"
	if err != nil {
		return nil, err
	}
	m := &migrator{conn: conn}
	if err := m.lock(ctx); err != nil {
		return nil, err
	}
	return m, nil
}

func goodLocksInMethod(ctx context.Context, db *sql.DB) (*migrator, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	m := &migrator{conn: conn}
	if err := m.lock(ctx); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

// guard keeps a lock for as long as f runs.
func guard(mu *sync.Mutex, f func() error) error {
	mu.Lock()
	defer mu.Unlock()
	return f()
}

func (m *migrator) drop(ctx context.Context) error {
	return guard(&m.mu, func() error {
		_, err := m.conn.ExecContext(ctx, "DROP TABLE old")
		return err
	})
}

func badGuardsInMethod(ctx context.Context, db *sql.DB) (*migrator, error) {
	conn, err := db.Conn(ctx) // want "unclosed: conn .*is not closed on every path"
	if err != nil {
		return nil, err
	}
	m := &migrator{conn: conn}
	if err := m.drop(ctx); err != nil {
		return nil, err
	}
	return m, nil
}

// give takes the connection out of its field.
func give(conn **sql.Conn, done *sync.WaitGroup) {
	c := *conn
	*conn = nil
	done.Go(func() { c.Close() })
}

func (m *migrator) end(done *sync.WaitGroup) error {
	give(&m.conn, done)
	return nil
}

func goodGivesField(ctx context.Context, db *sql.DB, done *sync.WaitGroup) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	m := &migrator{conn: conn}
	return m.end(done)
}
