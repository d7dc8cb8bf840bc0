package helpers

import (
	"database/sql"
	"errors"
	"fmt"
	"os"

	"example.com/cases/unclosed/helpers/other"
)

// Helpers that release if the error that they are given is there: callers know whether it is.

func fail(tx *sql.Tx, err error) error {
	if err == nil {
		return nil
	}
	return errors.Join(err, tx.Rollback())
}

func rollback(tx *sql.Tx, err error) {
	if err != nil {
		tx.Rollback()
	}
}

type store struct{ db *sql.DB }

func (s *store) abort(tx *sql.Tx, err error) error {
	if err != nil {
		if rerr := tx.Rollback(); rerr != nil {
			return errors.Join(err, rerr)
		}
	}
	return err
}

func goodFail(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM a"); err != nil {
		return fail(tx, err)
	}
	return tx.Commit()
}

func goodWrapped(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM a"); err != nil {
		return fail(tx, fmt.Errorf("a: %w", err))
	}
	return tx.Commit()
}

func goodOwnError(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	res, err := tx.Exec("DELETE FROM a")
	if err != nil {
		return other.Failed(tx, "a", err)
	}
	if n, _ := res.RowsAffected(); n > 10 {
		return other.Failed(tx, "many", errors.New("too many"))
	}
	return tx.Commit()
}

func goodDeferredFail(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { rollback(tx, err) }()
	if _, err := tx.Exec("DELETE FROM a"); err != nil {
		return err
	}
	return tx.Commit()
}

// Whether there is an error is asked after the helper has been called.
func goodAskedLater(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM a")
	rollback(tx, err)
	if err != nil {
		return err
	}
	return tx.Commit()
}

func (s *store) goodMethod() error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM a"); err != nil {
		return s.abort(tx, err)
	}
	return tx.Commit()
}

func goodFailElsewhere(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM a"); err != nil {
		return other.Fail(tx, err)
	}
	return tx.Commit()
}

func goodCloseOn(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(10, 0); err != nil {
		other.CloseOn(f, err)
		return nil, err
	}
	return f, nil
}

// The error of Begin is nil by then.
func badNoError(db *sql.DB) error {
	tx, err := db.Begin() // want "unclosed: tx .* is not committed or rolled back on every path"
	if err != nil {
		return err
	}
	if _, execErr := tx.Exec("DELETE FROM a"); execErr != nil {
		return errors.Join(execErr, fail(tx, err))
	}
	return tx.Commit()
}

// A deferred call has the error of when it was deferred.
func badDeferredFail(db *sql.DB) error {
	tx, err := db.Begin() // want "unclosed: tx .* is not committed or rolled back on every path"
	if err != nil {
		return err
	}
	defer rollback(tx, err)
	if _, err := tx.Exec("DELETE FROM a"); err != nil {
		return err
	}
	return tx.Commit()
}

// The helper leaves it open where there is none.
func badNoCommit(db *sql.DB) error {
	tx, err := db.Begin() // want "unclosed: tx .* is not committed or rolled back on every path"
	if err != nil {
		return err
	}
	_, err = tx.Exec("DELETE FROM a")
	return other.Fail(tx, err)
}

func badCloseOn(path string) error {
	f, err := os.Open(path) // want "unclosed: f .* is not closed on every path"
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		other.CloseOn(f, err)
		return errors.New("no file")
	}
	return f.Close()
}
