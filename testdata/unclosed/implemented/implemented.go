// Package implemented gives what it has opened to interfaces, whose implementations
// tell what they do with it.
package implemented

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"

	"example.com/cases/unclosed/implemented/lib"
)

func badLocked(ctx context.Context, db *sql.DB, l lib.Locker) error {
	conn, err := db.Conn(ctx) // want "unclosed: conn .*is never closed"
	if err != nil {
		return err
	}
	if err := l.Lock(ctx, conn); err != nil {
		return err
	}
	return l.Unlock(ctx, conn)
}

func goodLocked(ctx context.Context, db *sql.DB, l lib.Locker) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := l.Lock(ctx, conn); err != nil {
		return err
	}
	return l.Unlock(ctx, conn)
}

func badStore(ctx context.Context, s lib.Store) error {
	db, err := sql.Open("sqlite", ":memory:") // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	return s.Create(ctx, db)
}

func goodStore(ctx context.Context, s lib.Store) error {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	return errors.Join(s.Create(ctx, db), db.Close())
}

func badReader(c lib.Cache, name string) error {
	f, err := os.Open(name) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	return c.Copy(f)
}

func goodReader(c lib.Cache, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(c.Copy(f), f.Close())
}

// The interface of this package is as good.
type sizer interface {
	size(f *os.File) (int64, error)
}

type bytes struct{}

func (bytes) size(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// A Measure is exported.
type Measure interface{ Measure(f *os.File) error }

type ruler struct{ all int64 }

func (r *ruler) Measure(f *os.File) error {
	n, err := bytes{}.size(f)
	r.all += n
	return err
}

func badOwn(m Measure, s sizer, name string) error {
	f, err := os.Open(name) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	if _, err := s.size(f); err != nil {
		return err
	}
	return m.Measure(f)
}

func goodOwn(m Measure, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(m.Measure(f), f.Close())
}

// What implements it keeps what it is given.
func goodUse(c lib.Cache) error {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	c.Use(db)
	return nil
}

func goodKeep(c lib.Cache, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return c.Keep(f)
}

// What implements it closes it.
func goodEnd(c lib.Cache, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return c.End(f)
}

// What implements it returns it in something else.
func goodWrap(c lib.Cache, name string) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return c.Wrap(f), nil
}

// What does nothing with it does not tell what others do.
func goodIgnore(c lib.Cache, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return c.Ignore(f)
}

// One of those that implement it closes it.
func goodEither(s lib.Sink, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return s.Put(f)
}

// Nothing implements it where it is declared.
func goodUnknown(u lib.Unknown, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return u.Put(f)
}
