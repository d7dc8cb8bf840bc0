// Package users hands its pools to types of another package, which use them or
// own them.
package users

import (
	"context"
	"database/sql"
	"os"
	"time"

	"example.com/cases/undisposed/users/lib"
)

// The method calls a func that its receiver keeps, but one that only tells the
// time.
func badAsksTheClock(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	return lib.NewSweeper(db, time.Now).Sweep(ctx)
}

func goodAsksTheClock(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return lib.NewSweeper(db, time.Now).Sweep(ctx)
}

// The method releases what else its receiver holds.
func badFinishesTheFile(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	e, err := lib.NewExporter(db, "export.csv")
	if err != nil {
		return err
	}
	return e.Seal(ctx)
}

// The same name, and here it releases the pool.
func goodFinishesThePool(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	return lib.NewJob(db, os.Stdout).Seal(ctx)
}

// sweeper stands for the types of this package.
type sweeper struct {
	db   lib.Execer
	now  func() time.Time
	quit func() error
}

func (s *sweeper) sweep(ctx context.Context) error {
	_, err := s.db.ExecContext(ctx, "DELETE FROM sessions WHERE ends < $1", s.now())
	return err
}

func (s *sweeper) sweepAndQuit(ctx context.Context) error {
	err := s.sweep(ctx)
	if quitErr := s.quit(); err == nil {
		err = quitErr
	}
	return err
}

func badAsksTheClockHere(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	s := &sweeper{db: db, now: time.Now}
	return s.sweep(ctx)
}

func goodQuits(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	s := &sweeper{db: db, now: time.Now, quit: db.Close}
	return s.sweepAndQuit(ctx)
}
