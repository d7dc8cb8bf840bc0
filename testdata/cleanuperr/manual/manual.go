// Package manual is the code of the rule's manual.
package manual

import (
	"database/sql"
	"errors"
)

func badPing(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	return db.Ping()
}

func goodPing(dsn string) (err error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, db.Close())
	}()
	return db.Ping()
}
