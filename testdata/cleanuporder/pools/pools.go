// Package pools is about pools that are closed before what they lent comes back.
package pools

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.etcd.io/bbolt"
)

func badTx(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		db.Close()
		return err
	}
	defer tx.Rollback()
	defer db.Close() // want "cleanuporder: db.Close does not end tx .*, which keeps its connection and its locks"
	_, err = tx.Exec("DELETE FROM a")
	return err
}

func badAcquired(ctx context.Context, dsn string) error {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	conn, err := pool.Acquire(ctx)
	if err != nil {
		pool.Close()
		return err
	}
	defer conn.Release()
	defer pool.Close() // want "cleanuporder: pool.Close waits for ever while conn .* is out"
	return conn.Ping(ctx)
}

func badPoolTx(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	defer pool.Close() // want "cleanuporder: pool.Close waits for ever while tx .* is out"
	_, err = tx.Exec(ctx, "DELETE FROM a")
	return err
}

func badConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	err = conn.PingContext(ctx)
	db.Close() // want "cleanuporder: db.Close does not end conn"
	conn.Close()
	return err
}

func badEmbedded(db *bbolt.DB) error {
	tx, err := db.Begin(false)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return db.Close() // want "cleanuporder: db.Close waits for ever while tx .* is open"
}

func goodOrder(ctx context.Context, dsn string) error {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return conn.Ping(ctx)
}

// It works: the connection is closed when the rows are.
func goodRows(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	defer db.Close()
	if !rows.Next() {
		return rows.Err()
	}
	return nil
}

func goodEnded(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if err := tx.Rollback(); err != nil {
		return err
	}
	return db.Close()
}

func goodOther(db, other *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	defer other.Close()
	_, err = tx.Exec("DELETE FROM a")
	return err
}
