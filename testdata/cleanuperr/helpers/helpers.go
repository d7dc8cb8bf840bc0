// Package helpers is about helpers in another package.
package helpers

import (
	"database/sql"
	"os"

	"example.com/cases/cleanuperr/helpers/close"
)

func badQuietly(db *sql.DB) error {
	defer close.Quietly(db) // want "cleanuperr: close.Quietly closes it and drops the error: connections that stay open go unnoticed"
	return db.Ping()
}

func badThrough(db *sql.DB) error {
	defer close.Through(db) // want "cleanuperr: close.Through closes it and drops the error"
	return db.Ping()
}

func goodLogged(db *sql.DB) error {
	defer close.Logged(db)
	return db.Ping()
}

func goodInto(db *sql.DB) (err error) {
	defer close.Into(db, &err)
	return db.Ping()
}

func goodReported(db *sql.DB) error {
	defer func() { close.Report(db.Close()) }()
	return db.Ping()
}

// A file that was read has nothing to tell.
func goodReadFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer close.Quietly(f)
	return nil
}
