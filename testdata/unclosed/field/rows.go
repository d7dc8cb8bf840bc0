package field

import (
	"context"
	"database/sql"
	"errors"
)

var errNoReadings = errors.New("no readings")

// Both rows are asked for up front; the second is left when there is nothing.
func badSecondRowLeft(ctx context.Context, db *sql.DB, station string) (mean float64, err error) {
	var (
		count    = 0
		countRow = db.QueryRowContext(ctx, "SELECT count(*) FROM readings WHERE station = $1", station)
		meanRow  = db.QueryRowContext(ctx, "SELECT avg(celsius) FROM readings WHERE station = $1", station) // want "unclosed: meanRow .*"
	)
	if err := countRow.Scan(&count); err != nil {
		return 0, errors.Join(err, meanRow.Scan(&mean))
	}
	if count == 0 {
		return 0, errNoReadings
	}
	if err := meanRow.Scan(&mean); err != nil {
		return 0, err
	}
	return mean, nil
}

// Both rows are asked for up front, and both are scanned before all else.
func goodBothRowsScanned(ctx context.Context, db *sql.DB, station string) (mean float64, err error) {
	var (
		count    = 0
		countRow = db.QueryRowContext(ctx, "SELECT count(*) FROM readings WHERE station = $1", station)
		meanRow  = db.QueryRowContext(ctx, "SELECT avg(celsius) FROM readings WHERE station = $1", station)
	)
	if err := errors.Join(countRow.Scan(&count), meanRow.Scan(&mean)); err != nil {
		return 0, err
	}
	if count == 0 {
		return 0, errNoReadings
	}
	return mean, nil
}

// The second row is asked for after the first has told that there is one.
func goodSecondRowLater(ctx context.Context, db *sql.DB, station string) (mean float64, err error) {
	count := 0
	row := db.QueryRowContext(ctx, "SELECT count(*) FROM readings WHERE station = $1", station)
	if err := row.Scan(&count); err != nil {
		return 0, err
	}
	if count == 0 {
		return 0, errNoReadings
	}
	row = db.QueryRowContext(ctx, "SELECT avg(celsius) FROM readings WHERE station = $1", station)
	err = row.Scan(&mean)
	return mean, err
}

// The constant that the variable began with is overwritten by Scan: rows are
// left when there is something.
func badScanIntoFlag(ctx context.Context, db *sql.DB) (names []string, err error) {
	frozen := false
	rows, err := db.QueryContext(ctx, "SELECT name FROM stations") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	if err := db.QueryRowContext(ctx, "SELECT frozen FROM network").Scan(&frozen); err != nil {
		return nil, errors.Join(err, rows.Close())
	}
	if frozen {
		return nil, errors.New("network is frozen")
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
