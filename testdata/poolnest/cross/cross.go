// Package cross asks through functions of another package.
package cross

import (
	"context"
	"database/sql"

	"example.com/cases/poolnest/cross/lib"
)

func badCount(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := lib.Count(ctx, db); err != nil { // want "poolnest: lib.Count, which asks"
		return err
	}
	return tx.Commit()
}

// Neither the pool nor the field is to be seen here.
func badStore(ctx context.Context, s *lib.Store) error {
	tx, err := s.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := s.Count(ctx); err != nil { // want "poolnest: s.Count, which asks"
		return err
	}
	return tx.Commit()
}

func badInTx(ctx context.Context, s *lib.Store) error {
	return s.InTx(ctx, func(tx *sql.Tx) error {
		_, err := s.Count(ctx) // want "poolnest: s.Count, which asks"
		return err
	})
}

func goodMark(ctx context.Context, s *lib.Store) error {
	return s.InTx(ctx, func(tx *sql.Tx) error { return s.Mark(ctx, tx) })
}

func goodTwoStores(ctx context.Context, a, b *lib.Store) error {
	tx, err := a.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := b.Count(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

func goodCount(ctx context.Context, s *lib.Store) error {
	if _, err := s.Count(ctx); err != nil {
		return err
	}
	return s.InTx(ctx, func(tx *sql.Tx) error { return s.Mark(ctx, tx) })
}
