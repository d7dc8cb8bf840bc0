// Package manual is the code of the rule's manual.
package manual

import "database/sql"

func badUsers(db *sql.DB) error {
	var name string
	rows, err := db.Query("SELECT name FROM users") // want "unclosed: rows "
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := rows.Scan(&name); err != nil {
			return err
		}
	}
	return rows.Err()
}

func goodUsers(db *sql.DB) error {
	var name string
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&name); err != nil {
			return err
		}
	}
	return rows.Err()
}
