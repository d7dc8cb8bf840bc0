// Package manual is the code of the rule's manual.
package manual

import "database/sql"

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
