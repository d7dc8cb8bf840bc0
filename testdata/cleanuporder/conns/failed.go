package conns

import (
	"context"
	"database/sql"
)

func closeOn(conn *sql.Conn, err error) error {
	if err != nil {
		conn.Close()
	}
	return err
}

// The helper closes because of the error, before the deferred Close of the rows.
func badFailed(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx, "SELECT id FROM t")
	if err != nil {
		return closeOn(conn, err)
	}
	defer rows.Close()
	if err := ctx.Err(); err != nil {
		return closeOn(conn, err) // want "cleanuporder: closeOn waits for ever while rows .* is open"
	}
	return conn.Close() // want "cleanuporder: conn.Close waits for ever while rows .* is open"
}

func goodFailed(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx, "SELECT id FROM t")
	if err != nil {
		return closeOn(conn, err)
	}
	if err := rows.Close(); err != nil {
		return closeOn(conn, err)
	}
	return conn.Close()
}
