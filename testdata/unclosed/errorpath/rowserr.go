package errorpath

import (
	"database/sql"
	"errors"
)

// Rows with an error are closed, also after a break.
func goodRowsErr(db *sql.DB) (id int, err error) {
	rows, err := db.Query("SELECT id FROM t")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return 0, errors.Join(err, rows.Close())
		}
		if id > 10 {
			break
		}
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	return id, rows.Close()
}

// Without an error they may be open after a break.
func badRowsErr(db *sql.DB) (id int, err error) {
	rows, err := db.Query("SELECT id FROM t") // want "unclosed: rows .*is not closed on every path"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return 0, errors.Join(err, rows.Close())
		}
		if id > 10 {
			break
		}
	}
	if err := rows.Err(); err == nil {
		return id, nil
	}
	return id, rows.Close()
}

// That a row could not be read does not close the others.
func badScanErr(db *sql.DB) (id int, err error) {
	rows, err := db.Query("SELECT id FROM t") // want "unclosed: rows .*stays open when err != nil"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
	}
	return id, errors.Join(rows.Err(), rows.Close())
}

// The error may be looked at by a function of one's own.
func goodRowsErrLate(db *sql.DB, failed func(error) bool) (found bool, err error) {
	rows, err := db.Query("SELECT id FROM t")
	if err != nil {
		return false, err
	}
	found = rows.Next()
	err = rows.Err()
	if err == nil {
		err = rows.Close()
	}
	return found, err
}

// To ask for the error elsewhere is not to close.
func badRowsErrElsewhere(db *sql.DB, failed chan<- error) error {
	rows, err := db.Query("SELECT id FROM t") // want "unclosed: rows .*is never closed"
	if err != nil {
		return err
	}
	go func() { failed <- rows.Err() }()
	return nil
}

func goodRowsErrElsewhere(db *sql.DB, failed chan<- error) error {
	rows, err := db.Query("SELECT id FROM t")
	if err != nil {
		return err
	}
	go func() { failed <- errors.Join(rows.Err(), rows.Close()) }()
	return nil
}
