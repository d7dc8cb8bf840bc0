package sql

import (
	"context"
	real "database/sql"

	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

// A Stmt is a prepared statement.
type Stmt struct {
	real *real.Stmt
	own  *world.Resource
	on   *querier
}

func (s *Stmt) Query(args ...any) (*Rows, error) {
	return s.QueryContext(context.Background(), args...)
}

func (s *Stmt) QueryContext(ctx context.Context, args ...any) (*Rows, error) {
	s.own.Use()
	ctx, h := withSlot(ctx)
	r, err := s.real.QueryContext(ctx, args...)
	return newRows(r, err, h, s.on)
}

func (s *Stmt) Exec(args ...any) (Result, error) { return s.ExecContext(context.Background(), args...) }

func (s *Stmt) ExecContext(ctx context.Context, args ...any) (Result, error) {
	s.own.Use()
	return s.real.ExecContext(ctx, args...)
}

func (s *Stmt) Close() error {
	s.own.Release()
	s.own.Force()
	return fault()
}

// Rows are the rows of a query.
type Rows struct {
	real   *real.Rows
	own    *world.Resource
	failed bool // was noted
}

func newRows(r *real.Rows, err error, h **handle, on *querier) (*Rows, error) {
	if err != nil {
		return nil, err
	}
	own := world.Acquired("rows", (*h).open, func() { _ = r.Close() })
	on.has(own)
	return &Rows{real: r, own: own}, nil
}

func (r *Rows) Next() bool {
	r.own.Use()
	if r.real.Next() {
		return true
	}
	if r.real.Err() != nil && !r.failed {
		r.failed = true
		r.own.Failed()
	}
	return false
}

func (r *Rows) Scan(dest ...any) error {
	r.own.Use()
	return r.real.Scan(dest...)
}

func (r *Rows) Err() error {
	r.own.Heard()
	return r.real.Err()
}

func (r *Rows) Close() error {
	r.own.Release()
	return r.real.Close()
}
