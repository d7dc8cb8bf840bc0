// Package helpers asks through functions of the package.
package helpers

import (
	"context"
	"database/sql"
	"errors"
)

type store struct{ db *sql.DB }

// execer is what a pool and a transaction have in common.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func (s *store) count(ctx context.Context) (n int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM jobs").Scan(&n)
	return n, err
}

func (s *store) countTwice(ctx context.Context) (int, error) {
	n, err := s.count(ctx)
	return 2 * n, err
}

func (s *store) begin(ctx context.Context) (*sql.Tx, error) { return s.db.BeginTx(ctx, nil) }

func mark(ctx context.Context, q execer) error {
	_, err := q.ExecContext(ctx, "UPDATE jobs SET done = 1")
	return err
}

func (s *store) badMethod(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := s.count(ctx); err != nil { // want "poolnest: s.count, which asks for a connection of its own, is not part of the transaction tx"
		return err
	}
	return tx.Commit()
}

func (s *store) badTwoAway(ctx context.Context) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := s.countTwice(ctx); err != nil { // want "poolnest: s.countTwice"
		return err
	}
	return tx.Commit()
}

func badArgument(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := mark(ctx, db); err != nil { // want "poolnest: mark, which asks"
		return err
	}
	return tx.Commit()
}

type service struct{ store *store }

func (s *service) badDeep(ctx context.Context) error {
	tx, err := s.store.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := s.store.count(ctx); err != nil { // want "poolnest: s.store.count"
		return err
	}
	return tx.Commit()
}

var global *sql.DB

func load() (n int, err error) {
	err = global.QueryRow("SELECT count(*) FROM jobs").Scan(&n)
	return n, err
}

func badGlobal() error {
	tx, err := global.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := load(); err != nil { // want "poolnest: load"
		return err
	}
	return tx.Commit()
}

func names(ctx context.Context, tx *sql.Tx) (*sql.Rows, error) {
	return tx.QueryContext(ctx, "SELECT name FROM jobs")
}

func badRows(ctx context.Context, tx *sql.Tx) error {
	rows, err := names(ctx, tx)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := mark(ctx, tx); err != nil { // want "poolnest: mark, which works on the same connection, finds the connection busy while rows is open"
			return err
		}
	}
	return rows.Err()
}

func goodInTx(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := mark(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// save asks the transaction, if it is given one.
func (s *store) save(ctx context.Context, tx *sql.Tx) error {
	if tx != nil {
		_, err := tx.ExecContext(ctx, "UPDATE jobs SET done = 1")
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE jobs SET done = 1")
	return err
}

func (s *store) goodGiven(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := s.save(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

type txKey struct{}

// saveIn asks the transaction that the context carries, if there is one.
func (s *store) saveIn(ctx context.Context) error {
	if tx, ok := ctx.Value(txKey{}).(*sql.Tx); ok {
		return mark(ctx, tx)
	}
	return mark(ctx, s.db)
}

func (s *store) goodContext(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := s.saveIn(context.WithValue(ctx, txKey{}, tx)); err != nil {
		return err
	}
	return tx.Commit()
}

// queryer decides by itself whom to ask.
func (s *store) queryer(tx *sql.Tx) execer {
	if tx != nil {
		return tx
	}
	return s.db
}

func (s *store) goodQueryer(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := mark(ctx, s.queryer(tx)); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *store) goodOtherStore(ctx context.Context, other *store) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := other.count(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *store) goodAfterwards(ctx context.Context) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(mark(ctx, tx), tx.Commit()); err != nil {
		return err
	}
	_, err = s.count(ctx)
	return err
}
