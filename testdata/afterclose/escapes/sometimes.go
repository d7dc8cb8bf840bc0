package escapes

import (
	"context"
	"database/sql"

	"example.com/cases/afterclose/escapes/lib"
)

// A helper releases it if something has failed.
func goodOnError(ctx context.Context, db *sql.DB) (_ *sql.Conn, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer lib.OnError(&err, func() { _ = conn.Close() })
	if _, err := conn.ExecContext(ctx, "SET ROLE app"); err != nil {
		return nil, err
	}
	return conn, nil
}

func badAlways(ctx context.Context, db *sql.DB) (_ *sql.Conn, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer lib.Always(func() { _ = conn.Close() })
	if _, err := conn.ExecContext(ctx, "SET ROLE app"); err != nil {
		return nil, err
	}
	return conn, nil // want "afterclose: conn .*is handed on, but a deferred call releases it"
}

// And where nothing has failed, the caller has it.
func badDropped(ctx context.Context, db *sql.DB) error {
	conn, err := goodOnError(ctx, db) // want "unclosed: conn .*is never closed"
	if err != nil {
		return err
	}
	return conn.PingContext(ctx)
}
