// Package dbpool uses leakvet's own runtime.
package dbpool

import (
	"context"
	"database/sql"
	"errors"

	"github.com/leakvet/leakvet/dbpool"
	"github.com/leakvet/leakvet/dbpool/retry"
	"github.com/leakvet/leakvet/dbpool/teardown"
)

func goodClosed(ctx context.Context) (err error) {
	pool, err := dbpool.Open(ctx, "sqlite", "a.db", dbpool.Config{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close(ctx)) }()
	return use(ctx, pool)
}

func badNeverClosed(ctx context.Context) error {
	pool, err := dbpool.Open(ctx, "sqlite", "a.db", dbpool.Config{}) // want `undisposed: pool \(\*dbpool.Pool\) is never closed`
	if err != nil {
		return err
	}
	return use(ctx, pool)
}

func badEarlyReturn(ctx context.Context) error {
	pool, err := dbpool.Open(ctx, "sqlite", "a.db", dbpool.Config{}) // want `undisposed: pool \(\*dbpool.Pool\) is not closed on every path`
	if err != nil {
		return err
	}
	if err := use(ctx, pool); err != nil {
		return err
	}
	return pool.Close(ctx)
}

// What is pushed on a stack is closed when that is.
func goodPushed(ctx context.Context, td *teardown.Stack) error {
	pool, err := dbpool.Open(ctx, "sqlite", "a.db", dbpool.Config{})
	if err != nil {
		return err
	}
	td.Push("close the pool", pool.Close, teardown.Retry(retry.Policy{}))
	return use(ctx, pool)
}

func goodPushedInRun(ctx context.Context) error {
	return teardown.Run(ctx, func(ctx context.Context, td *teardown.Stack) error {
		db, err := sql.Open("sqlite", "a.db")
		if err != nil {
			return err
		}
		td.PushCloser("close a.db", db)
		return db.PingContext(ctx)
	})
}

func badPushedLate(ctx context.Context) error {
	return teardown.Run(ctx, func(ctx context.Context, td *teardown.Stack) error {
		db, err := sql.Open("sqlite", "a.db") // want `undisposed: db \(\*sql.DB\) is not closed on every path`
		if err != nil {
			return err
		}
		if err := db.PingContext(ctx); err != nil {
			return err
		}
		td.PushCloser("close a.db", db)
		return nil
	})
}

func goodRetriedClose(ctx context.Context) error {
	db, err := sql.Open("sqlite", "a.db")
	if err != nil {
		return err
	}
	return retry.Do(ctx, "close a.db", retry.Policy{}, func(context.Context) error { return db.Close() })
}

// What the last attempt opened is the caller's.
func goodRetriedOpen(ctx context.Context) (err error) {
	pool, err := retry.Value(ctx, "open", retry.Policy{}, open)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close(ctx)) }()
	return use(ctx, pool)
}

func badRetriedOpen(ctx context.Context) error {
	pool, err := retry.Value(ctx, "open", retry.Policy{}, func(ctx context.Context) (*dbpool.Pool, error) { // want `undisposed: pool \(\*dbpool.Pool\) is never closed`
		return dbpool.Open(ctx, "sqlite", "a.db", dbpool.Config{})
	})
	if err != nil {
		return err
	}
	return use(ctx, pool)
}

func badRetriedOpenByName(ctx context.Context) error {
	pool, err := retry.Value(ctx, "open", retry.Policy{}, open) // want `undisposed: pool \(\*dbpool.Pool\) is never closed`
	if err != nil {
		return err
	}
	return use(ctx, pool)
}

func open(ctx context.Context) (*dbpool.Pool, error) {
	return dbpool.Open(ctx, "sqlite", "a.db", dbpool.Config{})
}

// What the func returns was there before.
func (s *store) goodRetriedLookup(ctx context.Context) error {
	pool, err := retry.Value(ctx, "look up", retry.Policy{}, func(context.Context) (*dbpool.Pool, error) {
		if s.pool == nil {
			return nil, errors.New("not yet open")
		}
		return s.pool, nil
	})
	if err != nil {
		return err
	}
	return use(ctx, pool)
}

// The store hands the duty on.
type store struct{ pool *dbpool.Pool }

func goodStore(ctx context.Context) (*store, error) {
	pool, err := dbpool.Open(ctx, "sqlite", "a.db", dbpool.Config{})
	if err != nil {
		return nil, err
	}
	return &store{pool}, nil
}

func (s *store) Close(ctx context.Context) error { return s.pool.Close(ctx) }

func badStore(ctx context.Context) error {
	s, err := goodStore(ctx) // want `undisposed: s \(\*dbpool.store\) is never closed`
	if err != nil {
		return err
	}
	return use(ctx, s.pool)
}

func use(ctx context.Context, pool *dbpool.Pool) error {
	return pool.With(ctx, func(ctx context.Context, conn *sql.Conn) error { return conn.PingContext(ctx) })
}
