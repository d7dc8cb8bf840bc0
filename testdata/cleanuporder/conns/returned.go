package conns

import (
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"io"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The caller gets rows whose connection waits for them.
func badReturned(ctx context.Context, db *sql.DB) (*sql.Rows, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close() // want "cleanuporder: conn.Close waits for ever while result of .*QueryContext .* is open"
	return conn.QueryContext(ctx, "SELECT 1")
}

func badReturnedTx(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close() // want "cleanuporder: conn.Close waits for ever while tx .* is open"
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return tx, nil
}

func badReturnedPool(ctx context.Context, dsn string) (pgx.Rows, error) {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, err
	}
	defer pool.Close() // want "cleanuporder: pool.Close waits for ever while result of .*Query .* is out"
	return pool.Query(ctx, "SELECT 1")
}

// The connection goes to the caller too.
func goodReturnedBoth(ctx context.Context, db *sql.DB) (*sql.Rows, *sql.Conn, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	return rows, conn, nil
}

// The connection is closed where there are no rows.
func goodReturnedUnlessFailed(ctx context.Context, db *sql.DB) (rows *sql.Rows, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			conn.Close()
		}
	}()
	return conn.QueryContext(ctx, "SELECT 1")
}

// The pool's Close does not wait, and its rows are read on.
func goodReturnedFromDB(ctx context.Context, dsn string) (*sql.Rows, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return db.QueryContext(ctx, "SELECT 1")
}

// What was read to its end is no longer open.
func goodReturnedDrained(ctx context.Context, db *sql.DB) (*sql.Rows, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	rows, err := conn.QueryContext(ctx, "SELECT 1")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
	}
	return rows, rows.Err()
}

func badReturnedWriter(path string) (io.WriteCloser, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // want "cleanuporder: f.Close cuts off what result of gzip.NewWriter .* still holds"
	return gzip.NewWriter(f), nil
}

func goodReturnedScanned(ctx context.Context, db *sql.DB) (n int, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	return n, conn.QueryRowContext(ctx, "SELECT 1").Scan(&n)
}
