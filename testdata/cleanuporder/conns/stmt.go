package conns

import (
	"context"
	"database/sql"
	"errors"
)

// The rows of a statement are on the connection that the statement was made on.
func badStmtOfConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	stmt, err := conn.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		conn.Close()
		return err
	}
	defer stmt.Close()
	rows, err := stmt.QueryContext(ctx)
	if err != nil {
		conn.Close()
		return err
	}
	defer rows.Close()
	found := rows.Next()
	conn.Close() // want "cleanuporder: conn.Close waits for ever while rows .* is open"
	if !found {
		return sql.ErrNoRows
	}
	return rows.Err()
}

func goodStmtOfConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	stmt, err := conn.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	rows, err := stmt.QueryContext(ctx)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return sql.ErrNoRows
	}
	return rows.Err()
}

// A statement of the pool finds itself a connection.
func goodStmtOfPool(ctx context.Context, db *sql.DB) error {
	stmt, err := db.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(ctx)
	if err != nil {
		conn.Close()
		return err
	}
	defer rows.Close()
	found := rows.Next()
	conn.Close()
	if !found {
		return sql.ErrNoRows
	}
	return rows.Err()
}

func badCapturedStmtOfConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	stmt, err := conn.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	defer func() { _ = stmt.Close() }()
	rows, err := stmt.QueryContext(ctx)
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	defer rows.Close()
	return conn.Close() // want "cleanuporder: conn.Close waits for ever while rows .* is open"
}

func goodCapturedStmtOfConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	stmt, err := conn.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer func() { _ = stmt.Close() }()
	rows, err := stmt.QueryContext(ctx)
	if err != nil {
		return err
	}
	return rows.Close()
}

// The statement that is closed in the end may be of another connection.
func goodStmtThatChanges(ctx context.Context, conn, other *sql.Conn) error {
	stmt, err := conn.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer func() { _ = stmt.Close() }()
	again, err := other.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer func() { _ = again.Close() }()
	stmt, again = again, stmt
	rows, err := stmt.QueryContext(ctx)
	if err != nil {
		return err
	}
	defer rows.Close()
	return conn.Close()
}

// A func literal that closes the connection where it fails has the variable, too.
func badStmtOfHeldConn(ctx context.Context, db *sql.DB) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			conn.Close()
		}
	}()
	stmt, err := conn.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	rows, err := stmt.QueryContext(ctx)
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		conn.Close() // want "cleanuporder: conn.Close waits for ever while rows .* is open"
	}
	return rows.Err()
}

func goodStmtOfHeldConn(ctx context.Context, db *sql.DB) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, conn.Close())
	}()
	stmt, err := conn.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	rows, err := stmt.QueryContext(ctx)
	if err != nil {
		return err
	}
	defer rows.Close()
	rows.Next()
	return rows.Err()
}
