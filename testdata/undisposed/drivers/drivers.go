// Package drivers has pools other than those of database/sql.
package drivers

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"go.etcd.io/bbolt"
)

// Connect opens and pings; what it returns is open.
func badSQLXConnect(ctx context.Context, dsn string) (names []string, err error) {
	db, err := sqlx.ConnectContext(ctx, "postgres", dsn) // want "undisposed: db "
	if err != nil {
		return nil, err
	}
	err = db.SelectContext(ctx, &names, "SELECT name FROM users")
	return names, err
}

// A health check throws away what it opened.
func badSQLXDiscarded(dsn string) error {
	if _, err := sqlx.Connect("postgres", dsn); err != nil { // want "undisposed: "
		return fmt.Errorf("database is not reachable: %w", err)
	}
	return nil
}

// NewDb wraps the pool, and nobody closes the wrapper either.
func badSQLXWrapped(ctx context.Context, dsn string) (n int, err error) {
	raw, err := sql.Open("postgres", dsn) // want "undisposed: .*DB"
	if err != nil {
		return 0, err
	}
	db := sqlx.NewDb(raw, "postgres")
	err = db.GetContext(ctx, &n, "SELECT count(*) FROM users")
	return n, err
}

// MustOpen has no error.
func badSQLXMust(dsn string) error {
	db := sqlx.MustOpen("postgres", dsn) // want "undisposed: db "
	return db.Ping()
}

func badPgxPingFails(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	pool, err := pgxpool.New(ctx, dsn) // want "undisposed: pool "
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		return nil, fmt.Errorf("ping: %w", err)
	}
	return pool, nil
}

func badPgxConfig(ctx context.Context, dsn string) error {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return err
	}
	cfg.MaxConns = 2
	pool, err := pgxpool.NewWithConfig(ctx, cfg) // want "undisposed: pool "
	if err != nil {
		return err
	}
	_, err = pool.Exec(ctx, "SELECT pg_reload_conf()")
	return err
}

// The buckets cannot be made and the file stays locked.
func badBoltBucketFails(path string) (*bbolt.DB, error) {
	db, err := bbolt.Open(path, 0o600, nil) // want "undisposed: db "
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists([]byte("jobs"))
		return err
	})
	if err != nil {
		return nil, err
	}
	return db, nil
}

func goodSQLXConnect(ctx context.Context, dsn string) (names []string, err error) {
	db, err := sqlx.ConnectContext(ctx, "postgres", dsn)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	err = db.SelectContext(ctx, &names, "SELECT name FROM users")
	return names, err
}

// Closing the wrapper closes what it wraps.
func goodSQLXWrapperClosed(ctx context.Context, dsn string) (n int, err error) {
	raw, err := sql.Open("postgres", dsn)
	if err != nil {
		return 0, err
	}
	db := sqlx.NewDb(raw, "postgres")
	defer db.Close()
	err = db.GetContext(ctx, &n, "SELECT count(*) FROM users")
	return n, err
}

// Closing what is wrapped is as good as closing the wrapper.
func goodSQLXInnerClosed(ctx context.Context, dsn string) (n int, err error) {
	raw, err := sql.Open("postgres", dsn)
	if err != nil {
		return 0, err
	}
	defer raw.Close()
	db := sqlx.NewDb(raw, "postgres")
	err = db.GetContext(ctx, &n, "SELECT count(*) FROM users")
	return n, err
}

// The wrapper goes out, and the pool within it.
func goodSQLXWrapperReturned(dsn string) (*sqlx.DB, error) {
	raw, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return sqlx.NewDb(raw, "postgres"), nil
}

func goodPgxPingFailureCloses(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

// A pool close without a result fits into a stack of cleanups.
func goodPgxCleanupReturned(ctx context.Context, dsn string) (func() int32, func(), error) {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, nil, err
	}
	busy := func() int32 { return pool.Stat().AcquiredConns() }
	return busy, pool.Close, nil
}

func goodBoltClosed(path string) (size int64, err error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.View(func(tx *bbolt.Tx) error {
		size = tx.Size()
		return nil
	})
	return size, err
}
