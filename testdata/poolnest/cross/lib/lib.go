// Package lib asks pools for others.
package lib

import (
	"context"
	"database/sql"
)

// Count asks what it is given.
func Count(ctx context.Context, db *sql.DB) (n int, err error) {
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM jobs").Scan(&n)
	return n, err
}

// Store has a pool that others do not see.
type Store struct{ db *sql.DB }

// Begin begins a transaction on it.
func (s *Store) Begin(ctx context.Context) (*sql.Tx, error) { return s.db.BeginTx(ctx, nil) }

// Count asks it.
func (s *Store) Count(ctx context.Context) (int, error) { return Count(ctx, s.db) }

// Mark asks what it is given, or else the pool.
func (s *Store) Mark(ctx context.Context, tx *sql.Tx) error {
	if tx == nil {
		_, err := s.db.ExecContext(ctx, "UPDATE jobs SET done = 1")
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE jobs SET done = 1")
	return err
}

// InTx calls f inside a transaction.
func (s *Store) InTx(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}
