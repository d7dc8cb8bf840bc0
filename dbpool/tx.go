package dbpool

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// rollbackTimeout is the time for a rollback. It is short: a server that does
// not answer in it will not have kept the transaction.
const rollbackTimeout = 5 * time.Second

// InTx calls f with a transaction on a connection of its own, see [Pool.With],
// and commits it if f returns nil. If f returns an error, panics or calls
// runtime.Goexit, or if ctx is over when f returns, it is rolled back. The
// options are those of [sql.DB.BeginTx]; nil means the driver's defaults.
//
// A rollback is not refused because ctx is over: it has time of its own. Its
// failure is joined to the error of f, and logged. If the commit fails with an
// error of the context, nobody knows whether it happened.
//
// Where transactions may fail for being concurrent, call InTx in retry.Do.
func (p *Pool) InTx(ctx context.Context, options *sql.TxOptions, f func(context.Context, *sql.Tx) error) error {
	return p.With(ctx, func(ctx context.Context, conn *sql.Conn) error {
		return p.inTx(ctx, conn, options, f)
	})
}

func (p *Pool) inTx(ctx context.Context, conn *sql.Conn, options *sql.TxOptions, f func(context.Context, *sql.Tx) error) (err error) {
	// The end of ctx must not end the transaction under f: database/sql would roll
	// back with a context that is over, which costs some drivers the connection.
	own, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()

	begun := endWith(ctx, end)
	tx, err := conn.BeginTx(own, options)
	begun()
	if err != nil {
		return fmt.Errorf("dbpool: %s: begin: %w", p.config.Name, orCause(err, ctx))
	}
	committing := false
	defer func() {
		if !committing {
			err = join(err, p.rollback(ctx, tx, end))
		}
	}()
	if err := f(ctx, tx); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	committing = true
	defer endWith(ctx, end)()
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("dbpool: %s: commit: %w", p.config.Name, orCause(err, ctx))
	}
	return nil
}

// endWith lets the end of ctx end something else, until what it returns is called.
func endWith(ctx context.Context, end func()) (release func()) {
	stop := context.AfterFunc(ctx, end)
	return func() { stop() }
}

// orCause returns err, but if it only says that a context was cancelled because
// ctx is over, why that is.
func orCause(err error, ctx context.Context) error {
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// rollback rolls tx back, and ends its context if that takes too long.
func (p *Pool) rollback(ctx context.Context, tx *sql.Tx, end func()) error {
	timer := time.AfterFunc(rollbackTimeout, end)
	defer timer.Stop()
	err := tx.Rollback()
	// ErrTxDone: f or the end of its context has ended it. ErrBadConn: with the
	// connection the transaction is gone.
	if err == nil || errors.Is(err, sql.ErrTxDone) || errors.Is(err, driver.ErrBadConn) {
		return nil
	}
	err = fmt.Errorf("dbpool: %s: rollback: %w", p.config.Name, err)
	p.config.Logger.ErrorContext(ctx, "rollback failed", "pool", p.config.Name, "err", err)
	return err
}
