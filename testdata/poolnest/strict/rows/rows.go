// Package rows asks pools while rows of them are open.
package rows

import "database/sql"

func badNested(db *sql.DB) error {
	rows, err := db.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := db.Exec("DELETE FROM jobs"); err != nil { // want "poolnest: db.Exec takes a second connection while rows holds one"
			return err
		}
	}
	return rows.Err()
}

func goodRead(db *sql.DB) error {
	rows, err := db.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	if err := rows.Err(); err != nil {
		return err
	}
	_, err = db.Exec("DELETE FROM jobs")
	return err
}
