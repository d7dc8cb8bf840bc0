// Package lib works on pools through what it is given.
package lib

import (
	"context"
	"database/sql"
	"fmt"
)

// Step is one migration.
type Step struct {
	Name string
	Up   func(ctx context.Context, db *sql.DB) error
}

// Migrate takes the steps.
func Migrate(ctx context.Context, db *sql.DB, steps []Step) error {
	for _, s := range steps {
		if err := s.Up(ctx, db); err != nil {
			return fmt.Errorf("step %s: %w", s.Name, err)
		}
	}
	return nil
}

// Querier is a pool, seen by who only asks.
type Querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Counter counts.
type Counter interface {
	Count(ctx context.Context) (int, error)
}

type counter struct{ q Querier }

// NewCounter keeps q, which it cannot close.
func NewCounter(q Querier) Counter { return &counter{q} }

func (c *counter) Count(ctx context.Context) (n int, err error) {
	err = c.q.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&n)
	return n, err
}

// Store owns its pool, and has a counter on it.
type Store struct {
	Counter Counter
	db      *sql.DB
}

// OpenStore opens the pool.
func OpenStore(dsn string) (*Store, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	c := NewCounter(db)
	return &Store{Counter: c, db: db}, nil
}

// Close closes the pool.
func (s *Store) Close() error { return s.db.Close() }

// View counts in two steps.
type View struct {
	*base
	name string
}

type base struct{ q Querier }

func newBase(q Querier) *base { return &base{q: q} }

// NewView keeps q one level down.
func NewView(q Querier) *View { return &View{base: newBase(q), name: "view"} }

// Close closes what it can.
func (b *base) Close() error {
	if db, ok := b.q.(*sql.DB); ok {
		return db.Close()
	}
	return nil
}

// Name returns the name.
func (v *View) Name() string { return v.name }

// Opened is what open opens, or an error that says of what.
func Opened[T any](what string, open func() (T, error)) (T, error) {
	v, err := open()
	if err != nil {
		return v, fmt.Errorf("open %s: %w", what, err)
	}
	return v, nil
}

// Twice tries again once.
func Twice[T any](open func() (T, error)) (v T, err error) {
	for range 2 {
		if v, err = Opened("it", open); err == nil {
			break
		}
	}
	return v, err
}
