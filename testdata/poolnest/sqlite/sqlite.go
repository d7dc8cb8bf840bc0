// Package sqlite knows no other driver than one for SQLite, which runs a
// statement of a connection while its rows are read.
package sqlite

import "database/sql"

func open(path string) (*sql.DB, error) { return sql.Open("sqlite", path) }

func goodExec(tx *sql.Tx) error {
	rows, err := tx.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := tx.Exec("DELETE FROM jobs"); err != nil {
			return err
		}
	}
	return rows.Err()
}

// A second connection waits for the lock of the first, there too.
func badExec(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := db.Exec("DELETE FROM jobs"); err != nil { // want "poolnest: db.Exec "
		return err
	}
	return tx.Commit()
}
