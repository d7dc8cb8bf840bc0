// Package cross iterates with the help of another package.
package cross

import (
	"context"
	"database/sql"

	"example.com/cases/rowserr/cross/lib"
)

// The other package queries.
func badQueriedElsewhere(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := lib.Names(ctx, db) // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, nil
}

// The other package scans, row by row.
func badScannedElsewhere(ctx context.Context, db *sql.DB) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		name, err := lib.ScanName(rows)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// The other package closes and does not look.
func badClosedElsewhere(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer lib.CloseRows(rows)
	for rows.Next() {
		n++
	}
	return n, nil
}

func goodCheckedElsewhere(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := lib.Names(ctx, db)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, lib.Check(rows)
}

func goodFinishedElsewhere(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	defer lib.Finish(rows, &err)
	for rows.Next() {
		n++
	}
	return n, nil
}

func goodCollectedElsewhere(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := lib.Names(ctx, db)
	if err != nil {
		return nil, err
	}
	return lib.Collect(rows)
}
