// Package lib queries, iterates and checks for other packages.
package lib

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Names queries the names; the caller iterates.
func Names(ctx context.Context, db *sql.DB) (*sql.Rows, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	return rows, nil
}

// ScanName reads the name of the current row.
func ScanName(rows *sql.Rows) (name string, err error) {
	err = rows.Scan(&name)
	return name, err
}

// CloseRows closes rows and says how they ended to nobody.
func CloseRows(rows *sql.Rows) {
	_ = rows.Close()
}

// Finish closes rows and adds all that went wrong to err.
func Finish(rows *sql.Rows, err *error) {
	*err = errors.Join(*err, rows.Err(), rows.Close())
}

// Check wraps the error of the iteration.
func Check(rows *sql.Rows) error {
	if err := rows.Err(); err != nil {
		return fmt.Errorf("rows are incomplete: %w", err)
	}
	return nil
}

// Collect reads all names and closes the rows.
func Collect(rows *sql.Rows) (names []string, err error) {
	defer Finish(rows, &err)
	for rows.Next() {
		name, err := ScanName(rows)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}
