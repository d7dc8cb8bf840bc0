// Package manual is the code of the rule's manual.
package manual

import "database/sql"

func badSeen(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := db.Exec("UPDATE users SET seen = 1"); err != nil { // want "poolnest: db.Exec is not part of the transaction tx, and waits for ever when the pool has no other connection; use tx"
		return err
	}
	return tx.Commit()
}

func goodSeen(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("UPDATE users SET seen = 1"); err != nil {
		return err
	}
	return tx.Commit()
}

func badDelete(tx *sql.Tx) error {
	rows, err := tx.Query("SELECT id FROM jobs WHERE done")
	if err != nil {
		return err
	}
	defer rows.Close()
	var id int
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM jobs WHERE id = $1", id); err != nil { // want "poolnest: tx.Exec finds the connection busy while rows is open"
			return err
		}
	}
	return rows.Err()
}
