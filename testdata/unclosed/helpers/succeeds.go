package helpers

import (
	"database/sql"
	"errors"

	"example.com/cases/unclosed/helpers/other"
)

// A func literal whose error is nil whatever happens does not leave early.
func goodSucceeds(db *sql.DB, flush func()) error {
	rows, err := db.Query("SELECT * FROM t")
	if err != nil {
		return err
	}
	if err := func() error { flush(); return nil }(); err != nil {
		return err
	}
	return rows.Close()
}

func badMayFail(db *sql.DB, full bool) error {
	rows, err := db.Query("SELECT * FROM t") // want "unclosed: rows .*stays open when err != nil"
	if err != nil {
		return err
	}
	if err := func() error {
		if full {
			return errors.New("full")
		}
		return nil
	}(); err != nil {
		return err
	}
	return rows.Close()
}

// A function of another package has an error for the sake of an interface.
func goodOtherSucceeds(db *sql.DB, log *other.Journal) error {
	rows, err := db.Query("SELECT * FROM t")
	if err != nil {
		return err
	}
	if err := log.Note(rows); err != nil {
		return err
	}
	return rows.Close()
}

func badOtherMayFail(db *sql.DB, log *other.Journal) error {
	rows, err := db.Query("SELECT * FROM t") // want "unclosed: rows .*stays open when err != nil"
	if err != nil {
		return err
	}
	if err := log.Full(rows); err != nil {
		return err
	}
	return rows.Close()
}

// One that may recover has another error after a panic.
func badRecovers(db *sql.DB, flush func()) error {
	rows, err := db.Query("SELECT * FROM t") // want "unclosed: rows .*stays open when err != nil"
	if err != nil {
		return err
	}
	if err := flushed(flush); err != nil {
		return err
	}
	return rows.Close()
}

func flushed(flush func()) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("panic")
		}
	}()
	flush()
	return nil
}
