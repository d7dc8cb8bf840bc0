// Package lib has types that work on a pool that they are given.
package lib

import (
	"context"
	"database/sql"
	"os"
	"time"
)

// An Execer is all that most types need of a pool.
type Execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// A Sweeper asks its clock for the time, which releases nothing.
type Sweeper struct {
	db  Execer
	now func() time.Time
}

// NewSweeper returns a Sweeper on the caller's pool.
func NewSweeper(db Execer, now func() time.Time) *Sweeper { return &Sweeper{db: db, now: now} }

// Sweep deletes what is over.
func (s *Sweeper) Sweep(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, "DELETE FROM sessions WHERE ends < $1", s.now())
	return err
}

// An Exporter has a file of its own beside the pool.
type Exporter struct {
	db  Execer
	out *os.File
}

// NewExporter returns an Exporter on the caller's pool.
func NewExporter(db Execer, path string) (*Exporter, error) {
	out, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &Exporter{db: db, out: out}, nil
}

// Seal closes the file.
func (e *Exporter) Seal(ctx context.Context) error {
	if _, err := e.db.ExecContext(ctx, "VACUUM"); err != nil {
		_ = e.out.Close()
		return err
	}
	return e.out.Close()
}

// A Closer is a pool that can be closed.
type Closer interface {
	Execer
	Close() error
}

// A Job owns its pool.
type Job struct {
	db  Closer
	out *os.File
}

// NewJob returns a Job, which closes the pool at its end.
func NewJob(db Closer, out *os.File) *Job { return &Job{db: db, out: out} }

// Seal closes the pool, not the file.
func (j *Job) Seal(ctx context.Context) error {
	_, err := j.db.ExecContext(ctx, "VACUUM")
	if closeErr := j.db.Close(); err == nil {
		err = closeErr
	}
	return err
}
