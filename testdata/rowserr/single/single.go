// Package single asks for one row.
package single

import (
	"database/sql"
	"errors"
	"fmt"
)

var errNoUser = errors.New("no such user")

// A broken connection is told as a user that is not there.
func badNotFound(db *sql.DB) (name string, err error) {
	rows, err := db.Query("SELECT name FROM users LIMIT 1") // want "rowserr: rows.Err.. is not checked when there is no row"
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if !rows.Next() {
		return "", errNoUser
	}
	err = rows.Scan(&name)
	return name, err
}

func goodNotFound(db *sql.DB) (name string, err error) {
	rows, err := db.Query("SELECT name FROM users LIMIT 1")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return "", err
		}
		return "", errNoUser
	}
	err = rows.Scan(&name)
	return name, err
}

func badCount(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT count(*) FROM users") // want "rowserr: rows.Err.. is not checked when there is no row"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if rows.Next() {
		err = rows.Scan(&n)
	}
	return n, err
}

func goodCount(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT count(*) FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}

func goodJoined(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT count(*) FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() {
		return 0, fmt.Errorf("count: %w", errors.Join(errNoUser, rows.Err()))
	}
	err = rows.Scan(&n)
	return n, err
}

// There is nobody to tell.
func goodNobodyToTell(db *sql.DB) bool {
	rows, err := db.Query("SELECT 1 FROM locks")
	if err != nil {
		return false
	}
	defer rows.Close()
	return rows.Next()
}
