// Package manual is the code of the rule's manual.
package manual

import "database/sql"

func badNames(db *sql.DB) (*sql.Rows, error) {
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows, nil // want "afterclose: rows "
}

func goodNames(db *sql.DB) (*sql.Rows, error) {
	return db.Query("SELECT name FROM users")
}
