package fates

import (
	"database/sql"
	"errors"
	"fmt"
	"log"
	"testing"
)

// The result has no name: it has been read when the deferred function runs.
func badNoName(db *sql.DB) error {
	var err error
	defer func() {
		if cerr := db.Close(); cerr != nil { // want "cleanuperr: the error of db.Close is assigned to a variable that nobody reads after that: connections that stay open go unnoticed"
			err = cerr
		}
	}()
	err = db.Ping()
	return err
}

func badNoNameDirect(db *sql.DB) error {
	err := db.Ping()
	defer func() { err = db.Close() }() // want "cleanuperr: the error of db.Close is assigned to a variable"
	return err
}

func badNoNameJoined(db *sql.DB) error {
	err := db.Ping()
	defer func() { err = errors.Join(err, db.Close()) }() // want "cleanuperr: the error of db.Close is assigned to a variable"
	return err
}

func badNoNameWrapped(db *sql.DB) (int, error) {
	n, err := 0, db.Ping()
	defer func() {
		if cerr := db.Close(); cerr != nil && err == nil { // want "cleanuperr: the error of db.Close is assigned to a variable"
			err = fmt.Errorf("close: %w", cerr)
		}
	}()
	return n, err
}

// It is another err that is returned.
func badShadowed(dsn string) (err error) {
	if dsn != "" {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, db.Close()) }() // want "cleanuperr: the error of db.Close is assigned to a variable"
		return db.Ping()
	}
	return nil
}

func badCommit(db *sql.DB, work func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
			return
		}
		err = tx.Commit() // want "cleanuperr: the error of tx.Commit is assigned to a variable"
	}()
	err = work(tx)
	return err
}

func badFlag(db *sql.DB) bool {
	failed := false
	defer func() {
		if err := db.Close(); err != nil { // want "cleanuperr: the error of db.Close is tested, and nothing comes of it"
			failed = true
		}
	}()
	return failed
}

func goodNamed(db *sql.DB) (err error) {
	defer func() {
		if cerr := db.Close(); cerr != nil {
			err = cerr
		}
	}()
	err = db.Ping()
	return err
}

func goodNamedJoined(db *sql.DB) (n int, err error) {
	defer func() { err = errors.Join(err, db.Close()) }()
	return 1, db.Ping()
}

func goodReadByOuterDefer(db *sql.DB) {
	var err error
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	defer func() { err = db.Close() }()
	err = db.Ping()
}

func goodReadAfterStore(db *sql.DB) {
	var err error
	defer func() {
		err = errors.Join(err, db.Close())
		if err != nil {
			log.Print(err)
		}
	}()
	err = db.Ping()
}

func goodPointer(db *sql.DB, watch func(*error)) error {
	var err error
	watch(&err)
	defer func() { err = db.Close() }()
	return db.Ping()
}

// It is called before the function returns.
func goodCalled(db *sql.DB) error {
	var err error
	stop := func() { err = db.Close() }
	stop()
	return err
}

func goodCalledInLiteral(db *sql.DB) error {
	var err error
	func() {
		defer func() { err = errors.Join(err, db.Close()) }()
		err = db.Ping()
	}()
	return err
}

func goodResultOfLiteral(db *sql.DB) error {
	return func() (err error) {
		defer func() { err = errors.Join(err, db.Close()) }()
		return db.Ping()
	}()
}

func goodReadInCleanup(t *testing.T, db *sql.DB) {
	var err error
	t.Cleanup(func() {
		if err != nil {
			t.Error(err)
		}
	})
	defer func() { err = db.Close() }()
}

func goodRegistered(t *testing.T, db *sql.DB) {
	var err error
	t.Cleanup(func() { err = db.Close() })
	t.Cleanup(func() { t.Log(err) })
}

func goodRounds(dbs []*sql.DB) {
	var err error
	for _, db := range dbs {
		defer func() {
			if err != nil {
				log.Print(err)
			}
			err = db.Close()
		}()
	}
}

// That it failed is told by another error.
func goodOtherError(db *sql.DB) error {
	err := db.Ping()
	if db.Close() != nil {
		err = fmt.Errorf("the pool of %v could not be closed", db)
	}
	return err
}

// CloseJoined tells by another error, which it joins.
func CloseJoined(db *sql.DB) error {
	err := db.Ping()
	if db.Close() != nil {
		err = errors.Join(err, errLeak)
	}
	return err
}

var errLeak = errors.New("leak")
