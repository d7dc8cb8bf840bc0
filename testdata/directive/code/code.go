// Package code is about rules that look at the code by themselves.
package code

import "database/sql"

func goodNeeded(db *sql.DB) error {
	defer db.Close() //leakvet:ignore cleanuperr the process ends right after
	return db.Ping()
}

func badUnneeded(db *sql.DB) error {
	//leakvet:ignore cleanuperr it is returned // want "directive: suppression of cleanuperr is unused"
	return db.Close()
}

// The strict profile needs it.
func goodStrict(db *sql.DB) {
	//leakvet:ignore cleanuperr nobody asks
	defer func() { _ = db.Close() }()
}
