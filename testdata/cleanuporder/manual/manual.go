// Package manual is the code of the rule's manual.
package manual

import (
	"context"
	"database/sql"
	"errors"
)

func badUsers(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	defer rows.Close()
	defer conn.Close() // want "cleanuporder: conn.Close waits for ever while rows \\(\\*sql.Rows\\) is open"
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
	}
	return rows.Err()
}

func goodUsers(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	rows, err := conn.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
	}
	return rows.Err()
}
