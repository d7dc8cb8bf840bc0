// Package manual is the code of the rule's manual.
package manual

import (
	"database/sql"
	"errors"
)

// ErrNotFound says that nobody has the id.
var ErrNotFound = errors.New("not found")

func badUsers(db *sql.DB) ([]string, error) {
	var users []string
	rows, err := db.Query("SELECT name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var user string
		if err := rows.Scan(&user); err != nil {
			return nil, err
		}
		users = append(users, user)
	}
	return users, nil
}

func goodUsers(db *sql.DB) ([]string, error) {
	var users []string
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var user string
		if err := rows.Scan(&user); err != nil {
			return nil, err
		}
		users = append(users, user)
	}
	return users, rows.Err()
}

func badUser(db *sql.DB, id int) (name string, err error) {
	rows, err := db.Query("SELECT name FROM users WHERE id = ?", id) // want "rowserr: rows.Err.. is not checked when there is no row"
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if !rows.Next() {
		return "", ErrNotFound
	}
	return name, rows.Scan(&name)
}
