// Package contexts passes transactions on in contexts, which own nothing.
package contexts

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"time"
)

type key struct{}

// A unit of work: what fn does finds the transaction in its context.
func badWork(ctx context.Context, db *sql.DB, fn func(context.Context) error) error {
	tx, err := db.BeginTx(ctx, nil) // want "unclosed: tx .*is not committed or rolled back on every path"
	if err != nil {
		return err
	}
	if err := fn(context.WithValue(ctx, key{}, tx)); err != nil {
		return err
	}
	return tx.Commit()
}

func goodWork(ctx context.Context, db *sql.DB, fn func(context.Context) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(context.WithValue(ctx, key{}, tx)); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func badAsked(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want "unclosed: tx .*is not committed or rolled back on every path"
	if err != nil {
		return err
	}
	ctx = context.WithValue(ctx, key{}, tx)
	if _, err := tx.ExecContext(ctx, "DELETE FROM t"); err != nil {
		return err
	}
	return tx.Commit()
}

// Whoever gets the context ends the transaction that is in it.
func goodBegun(ctx context.Context, db *sql.DB) (context.Context, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return context.WithValue(ctx, key{}, tx), nil
}

func goodEnded(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, key{}, tx), time.Second)
	defer cancel()
	return end(ctx)
}

func end(ctx context.Context) error {
	tx, ok := ctx.Value(key{}).(*sql.Tx)
	if !ok {
		return nil
	}
	return tx.Commit()
}

func goodTaken(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	ctx = context.WithValue(ctx, key{}, tx)
	return ctx.Value(key{}).(*sql.Tx).Commit()
}

type service struct{ ctx context.Context }

func goodKept(ctx context.Context, db *sql.DB) (*service, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &service{context.WithValue(ctx, key{}, tx)}, nil
}

func (s *service) Close() error { return end(s.ctx) }

func goodMiddleware(db *sql.DB, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tx, err := db.BeginTx(r.Context(), nil)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, tx)))
	})
}
