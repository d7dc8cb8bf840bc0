// Package abstract works on interfaces that stand for pools and for what makes
// them.
package abstract

import (
	"context"
	"database/sql"
	"errors"
)

// db is what *sql.DB, and no other type that matters, is.
type db interface {
	BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
	PrepareContext(context.Context, string) (*sql.Stmt, error)
}

func badTx(ctx context.Context, db db) error {
	tx, err := db.BeginTx(ctx, nil) // want "unclosed: tx .*is not committed or rolled back on every path"
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit()
}

func goodTx(ctx context.Context, db db) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit()
}

func badStmt(ctx context.Context, db db) error {
	stmt, err := db.PrepareContext(ctx, "DELETE FROM jobs") // want "unclosed: stmt .*is never closed"
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx)
	return err
}

func goodStmt(ctx context.Context, db db) error {
	stmt, err := db.PrepareContext(ctx, "DELETE FROM jobs")
	if err != nil {
		return err
	}
	defer stmt.Close()
	_, err = stmt.ExecContext(ctx)
	return err
}

// session lends what it has: its methods are not those of a pool.
type session interface {
	Tx(context.Context) (*sql.Tx, error)
	Begin(name string) (*sql.Tx, error)
}

func goodLent(ctx context.Context, s session) error {
	tx, err := s.Tx(ctx)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM jobs")
	return err
}

func goodNamed(ctx context.Context, s session) error {
	tx, err := s.Begin("jobs")
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM jobs")
	return err
}

// Store is made by kind.
type Store interface {
	Ping(context.Context) error
	Close() error
}

var builders = map[string]func(ctx context.Context, dsn string) (Store, error){}

var errKind = errors.New("no such kind of store")

// NewStore makes a store.
func NewStore(ctx context.Context, kind, dsn string) (Store, error) {
	build, ok := builders[kind]
	if !ok {
		return nil, errKind
	}
	s, err := build(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// NewUntried leaves the store open if it does not answer.
func NewUntried(ctx context.Context, kind, dsn string) (Store, error) {
	s, err := builders[kind](ctx, dsn) // want "unclosed: s .*Store. is not closed on every path"
	if err != nil {
		return nil, err
	}
	if err := s.Ping(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

func badStore(ctx context.Context) error {
	s, err := NewStore(ctx, "postgres", "") // want "unclosed: s .*Store. is never closed"
	if err != nil {
		return err
	}
	return s.Ping(ctx)
}

func goodStore(ctx context.Context) error {
	s, err := NewStore(ctx, "postgres", "")
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Ping(ctx)
}

// current lends the store of this kind.
func current(ctx context.Context, kind string) (Store, error) { return builders[kind](ctx, "") }

func goodCurrent(ctx context.Context) error {
	s, err := current(ctx, "postgres")
	if err != nil {
		return err
	}
	return s.Ping(ctx)
}

// A Driver runs functions in transactions of its own.
type Driver interface {
	Version(ctx context.Context) (string, error)
	RunTx(ctx context.Context, f func(ctx context.Context, tx *sql.Tx) error) error
	Write(ctx context.Context, tx *sql.Tx) error
	Close() error
}

// Drivers opens drivers.
type Drivers interface {
	OpenDriver(ctx context.Context) (Driver, error)
}

// migrate lends the driver nothing but itself.
func migrate[D Driver](ctx context.Context, d D) error {
	if _, err := d.Version(ctx); err != nil {
		return err
	}
	return d.RunTx(ctx, func(ctx context.Context, tx *sql.Tx) error { return d.Write(ctx, tx) })
}

func badMigrate(ctx context.Context, drivers Drivers) error {
	d, err := drivers.OpenDriver(ctx) // want "unclosed: d .*Driver. is never closed"
	if err != nil {
		return err
	}
	return migrate(ctx, d)
}

func goodMigrate(ctx context.Context, drivers Drivers) error {
	d, err := drivers.OpenDriver(ctx)
	if err != nil {
		return err
	}
	defer d.Close()
	return migrate(ctx, d)
}

// The func closes it.
func goodLastTx(ctx context.Context, drivers Drivers) error {
	d, err := drivers.OpenDriver(ctx)
	if err != nil {
		return err
	}
	return d.RunTx(ctx, func(ctx context.Context, tx *sql.Tx) error { return errors.Join(d.Write(ctx, tx), d.Close()) })
}

// begin begins a transaction of whatever db is.
func begin(ctx context.Context, db db) (*sql.Tx, error) { return db.BeginTx(ctx, nil) }

func badBegun(ctx context.Context, db db) error {
	tx, err := begin(ctx, db) // want "unclosed: tx .*is not committed or rolled back on every path"
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit()
}
