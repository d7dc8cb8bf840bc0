// Package manual is the code of the rule's manual.
package manual

import (
	"database/sql"
	"errors"
)

func badOpen(dsn string) (*sql.DB, error) {
	db, err := sql.Open("pgx", dsn) // want "undisposed: db "
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, err
	}
	return db, nil
}

func goodOpen(dsn string) (*sql.DB, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}
