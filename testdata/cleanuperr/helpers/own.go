package helpers

import (
	"database/sql"
	"errors"
)

// closeDB tells its caller.
func closeDB(db *sql.DB) error {
	if db == nil {
		return nil
	}
	return db.Close()
}

func badOwn(dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer closeDB(db) // want "cleanuperr: the error of closeDB is dropped: connections that stay open go unnoticed"
	return db.Ping()
}

func goodOwn(dsn string) (err error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeDB(db)) }()
	return db.Ping()
}
