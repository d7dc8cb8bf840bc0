// Package lib runs queries for other packages.
package lib

import (
	"context"
	"database/sql"
	"fmt"
)

// DB hides a pool.
type DB struct{ Pool *sql.DB }

// QueryFunc runs the query, gives its rows to f and closes them. That all
// rows have come is for f to see to.
func (d *DB) QueryFunc(ctx context.Context, f func(ctx context.Context, rows *sql.Rows) error, query string, args ...any) error {
	rows, err := d.Pool.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	defer rows.Close()
	return f(ctx, rows)
}

// QueryChecked runs the query, gives its rows to f, and looks at their error.
func (d *DB) QueryChecked(ctx context.Context, f func(rows *sql.Rows) error, query string, args ...any) error {
	rows, err := d.Pool.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	defer rows.Close()
	if err := f(rows); err != nil {
		return err
	}
	return rows.Err()
}
