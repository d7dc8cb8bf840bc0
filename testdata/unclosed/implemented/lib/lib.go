// Package lib has interfaces, and beside them what implements them.
package lib

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
)

// A Locker locks a session.
type Locker interface {
	Lock(ctx context.Context, conn *sql.Conn) error
	Unlock(ctx context.Context, conn *sql.Conn) error
}

// NewLocker returns a Locker.
func NewLocker() Locker { return &locker{} }

type locker struct{}

func (*locker) Lock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(1)")
	return err
}

func (*locker) Unlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "SELECT pg_advisory_unlock(1)")
	return err
}

// DBTX is what runs statements.
type DBTX interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// A Store keeps names.
type Store interface {
	Create(ctx context.Context, db DBTX) error
}

// Names is a Store.
type Names struct{ Table string }

// Create makes the table.
func (n *Names) Create(ctx context.Context, db DBTX) error {
	_, err := db.ExecContext(ctx, "CREATE TABLE "+n.Table+" (name text)")
	return err
}

// A Cache is a Store that keeps what it is given.
type Cache interface {
	Use(db DBTX)
	Keep(f *os.File) error
	End(f *os.File) error
	Wrap(f *os.File) io.ReadCloser
	Ignore(f *os.File) error
	Copy(r io.Reader) error
}

type cache struct {
	db    DBTX
	files []*os.File
}

// NewCache returns a Cache.
func NewCache() Cache { return &cache{} }

func (c *cache) Use(db DBTX) { c.db = db }

func (c *cache) Keep(f *os.File) error {
	c.files = append(c.files, f)
	return nil
}

func (c *cache) End(f *os.File) error { return f.Close() }

func (c *cache) Wrap(f *os.File) io.ReadCloser { return wrapped{f} }

func (c *cache) Ignore(*os.File) error { return nil }

func (c *cache) Copy(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

type wrapped struct{ f *os.File }

func (w wrapped) Read(b []byte) (int, error) { return w.f.Read(b) }
func (w wrapped) Close() error               { return w.f.Close() }

// A Sink takes files, or only looks at them: its implementations differ.
type Sink interface {
	Put(f *os.File) error
}

// Sizer is a Sink that only looks.
type Sizer struct{ Size int64 }

// Put adds the size of f.
func (s *Sizer) Put(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s.Size += info.Size()
	return nil
}

// Closer is a Sink that closes.
type Closer struct{}

// Put closes f.
func (Closer) Put(f *os.File) error { return errors.Join(f.Sync(), f.Close()) }

// Unknown has no implementation here.
type Unknown interface {
	Put(f *os.File) error
}
