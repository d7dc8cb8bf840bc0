// Package drivers uses pgx, sqlx and bbolt after the release.
package drivers

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"go.etcd.io/bbolt"
)

var errNoBucket = errors.New("no such bucket")

// A released connection is somebody else's.
func badPoolConn(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "LISTEN jobs")
	conn.Release()
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "NOTIFY jobs") // want "afterclose: conn "
	return err
}

func badBatch(ctx context.Context, conn *pgx.Conn, b *pgx.Batch) error {
	results := conn.SendBatch(ctx, b)
	if err := results.Close(); err != nil {
		return err
	}
	_, err := results.Exec() // want "afterclose: results "
	return err
}

func badPgxRows(ctx context.Context, conn *pgx.Conn) (pgx.Rows, error) {
	rows, err := conn.Query(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows, nil // want "afterclose: rows "
}

// CollectRows has closed the rows.
func badCollected(ctx context.Context, conn *pgx.Conn) (values []any, err error) {
	rows, err := conn.Query(ctx, "SELECT id FROM users")
	if err != nil {
		return nil, err
	}
	if _, err := pgx.CollectRows(rows, pgx.RowTo[int]); err != nil {
		return nil, err
	}
	return rows.Values() // want "afterclose: rows "
}

func badSQLXRows(ctx context.Context, db *sqlx.DB) (map[string]any, error) {
	rows, err := db.QueryxContext(ctx, "SELECT * FROM users LIMIT 1")
	if err != nil {
		return nil, err
	}
	if !rows.Next() {
		return nil, errors.Join(rows.Err(), rows.Close())
	}
	rows.Close()
	m := map[string]any{}
	err = rows.MapScan(m) // want "afterclose: rows "
	return m, err
}

// The bucket is gone with its transaction.
func badBoltTx(db *bbolt.DB, name []byte) (int, error) {
	tx, err := db.Begin(false)
	if err != nil {
		return 0, err
	}
	if err := tx.Rollback(); err != nil {
		return 0, err
	}
	b := tx.Bucket(name) // want "afterclose: tx "
	if b == nil {
		return 0, errNoBucket
	}
	return b.Stats().KeyN, nil
}

func goodPoolConnAgain(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "LISTEN jobs")
	conn.Release()
	if err != nil {
		return err
	}
	conn, err = pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	_, err = conn.Exec(ctx, "NOTIFY jobs")
	return err
}

// The tag of a command stays when the rows are closed.
func goodPgxTag(ctx context.Context, conn *pgx.Conn) (int64, error) {
	rows, err := conn.Query(ctx, "DELETE FROM jobs RETURNING id")
	if err != nil {
		return 0, err
	}
	rows.Close()
	return rows.CommandTag().RowsAffected(), rows.Err()
}

// The connection lives on when the transaction has ended.
func goodPgxConn(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM jobs"); err != nil {
		return errors.Join(err, tx.Rollback(ctx))
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "NOTIFY jobs")
	return err
}
