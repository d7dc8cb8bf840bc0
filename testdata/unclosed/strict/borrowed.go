// Package strict has leaks that somebody else is sure to mend.
package strict

import "database/sql"

// The rows of somebody else's transaction end when that is rolled back, because of the error.
func renamed(tx *sql.Tx) ([]string, error) {
	rows, err := tx.Query("SELECT name FROM a") // want "unclosed: rows \\(\\*sql.Rows\\) is not closed on every path"
	if err != nil {
		return nil, err
	}
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func closed(tx *sql.Tx) ([]string, error) {
	rows, err := tx.Query("SELECT name FROM a")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
