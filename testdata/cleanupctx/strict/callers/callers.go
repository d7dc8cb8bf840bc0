// Package callers is about deferred releases with the caller's context.
package callers

import (
	"context"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"
)

func badRollback(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx) // want "cleanupctx: tx.Rollback is given the caller's context, and cannot finish once that is cancelled"
	return tx.Commit(ctx)
}

func badTimeout(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		_ = tx.Rollback(ctx) // want "cleanupctx: tx.Rollback is given the caller's context"
	}()
	return tx.Commit(ctx)
}

func badRequest(r *http.Request, conn *pgx.Conn) error {
	tx, err := conn.Begin(r.Context())
	if err != nil {
		return err
	}
	defer tx.Rollback(r.Context()) // want "cleanupctx: tx.Rollback is given the caller's context"
	return tx.Commit(r.Context())
}

func goodRollback(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	return tx.Commit(ctx)
}

// It closes as long as the caller wants to wait.
func goodClose(ctx context.Context, conn *pgx.Conn) error {
	return conn.Close(ctx)
}

func badInLoop(ctx context.Context, conn *pgx.Conn) error {
	for {
		err := func() error {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			tx, err := conn.Begin(ctx)
			if err != nil {
				return err
			}
			defer tx.Rollback(ctx) // want "cleanupctx: tx.Rollback is given the caller's context"
			return tx.Commit(ctx)
		}()
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		default:
		}
	}
}

// What it does with the context is looked at there.
func goodOwn(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	return tx.Commit(ctx)
}

func rollback(ctx context.Context, tx pgx.Tx) { _ = tx.Rollback(context.WithoutCancel(ctx)) }

func badReleaseFunc(ctx context.Context, lease func(context.Context) (context.Context, func(context.Context) error, error)) error {
	ctx, done, err := lease(ctx)
	if err != nil {
		return err
	}
	defer done(ctx) // want "cleanupctx: done is given the caller's context"
	return ctx.Err()
}

// Whoever it is handed to, it is there for cleaning up.
func badPaced(ctx context.Context, conn *pgx.Conn, pace func(func() error) error) (err error) {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = pace(func() error {
				return tx.Rollback(ctx) // want "cleanupctx: tx.Rollback is given the caller's context"
			})
		}
	}()
	return tx.Commit(ctx)
}
