// Package intx has closures that run inside a transaction.
package intx

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type store struct{ db *sql.DB }

func (s *store) withTx(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *store) badDirect(ctx context.Context) error {
	return s.withTx(ctx, func(tx *sql.Tx) error {
		_, err := s.db.ExecContext(ctx, "DELETE FROM jobs") // want "poolnest: s.db.ExecContext is not part of the transaction tx"
		return err
	})
}

func (s *store) count(ctx context.Context) (n int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM jobs").Scan(&n)
	return n, err
}

func (s *store) badMethod(ctx context.Context) error {
	return s.withTx(ctx, func(tx *sql.Tx) error {
		n, err := s.count(ctx) // want "poolnest: s.count, which asks"
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO counts VALUES ($1)", n)
		return err
	})
}

func (s *store) badNested(ctx context.Context) error {
	return s.withTx(ctx, func(tx *sql.Tx) error {
		return s.withTx(ctx, func(inner *sql.Tx) error { // want "poolnest: s.withTx, which asks"
			_, err := inner.ExecContext(ctx, "DELETE FROM jobs")
			return err
		})
	})
}

func badPgx(ctx context.Context, pool *pgxpool.Pool) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		_, err := pool.Exec(ctx, "DELETE FROM jobs") // want "poolnest: pool.Exec is not part of the transaction tx"
		return err
	})
}

func inTx(db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func badArgument(db *sql.DB) error {
	err := inTx(db, func(tx *sql.Tx) error {
		_, err := db.Exec("DELETE FROM jobs") // want "poolnest: db.Exec "
		return err
	})
	return err
}

func (s *store) goodInTx(ctx context.Context) error {
	return s.withTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM jobs")
		return err
	})
}

func (s *store) goodOther(ctx context.Context, log *sql.DB) error {
	return s.withTx(ctx, func(tx *sql.Tx) error {
		_, err := log.ExecContext(ctx, "INSERT INTO logs VALUES (1)")
		return err
	})
}

func (s *store) goodAround(ctx context.Context) error {
	n, err := s.count(ctx)
	if err != nil {
		return err
	}
	if err := s.withTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO counts VALUES ($1)", n)
		return err
	}); err != nil {
		return err
	}
	_, err = s.count(ctx)
	return err
}

func goodPgxConn(ctx context.Context, conn *pgx.Conn) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		_, err := conn.Exec(ctx, "DELETE FROM jobs")
		return err
	})
}

// The func that is kept for later does not run inside.
func (s *store) goodLater(ctx context.Context) (func() error, error) {
	var later func() error
	err := s.withTx(ctx, func(tx *sql.Tx) error {
		later = func() error { _, err := s.db.ExecContext(ctx, "DELETE FROM jobs"); return err }
		_, err := tx.ExecContext(ctx, "SELECT 1")
		return err
	})
	return later, err
}

// each calls its func, but no transaction is open then.
func (s *store) each(ctx context.Context, f func() error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return f()
}

func (s *store) goodEach(ctx context.Context) error {
	return s.each(ctx, func() error { _, err := s.count(ctx); return err })
}
