package files

import (
	"database/sql"
	"errors"
	"log"
	"os"
	"path/filepath"
)

// Where the open failed, nothing is open, and nothing has been deferred.
func goodOpenFailed(path string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		os.Remove(path)
		return err
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Print(err)
		}
	}()
	return db.Ping()
}

func goodOpenFailedJoined() (err error) {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "a.db"))
	if err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Ping()
}

// What is deferred before the open finds nothing to close.
func goodOpenFailedDeferredBefore(path string) (err error) {
	var db *sql.DB
	defer func() {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	db, err = sql.Open("sqlite", path)
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return db.Ping()
}

func goodOpenFailedInverted(path string) (err error) {
	db, err := sql.Open("sqlite", path)
	if err == nil {
		defer func() { err = errors.Join(err, db.Close()) }()
		return db.Ping()
	}
	return errors.Join(err, os.Remove(path))
}

func goodOpenFailedRounds(paths []string) (err error) {
	for _, path := range paths {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			os.Remove(path)
			continue
		}
		defer db.Close() // want "deferloop: "
		if err := db.Ping(); err != nil {
			return err
		}
	}
	return nil
}

// It goes on to defer the close of what it has deleted the file of.
func badBeforeDefer(path string) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	os.Remove(path) // want "cleanuporder: os.Remove deletes the file of db"
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Ping()
}

func badMaybeBeforeDefer(path string, fresh bool) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	if fresh {
		os.Remove(path) // want "cleanuporder: os.Remove deletes the file of db"
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Ping()
}

func badPingFailed(path string) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Ping(); err != nil {
		os.Remove(path) // want "cleanuporder: os.Remove deletes the file of db"
		return err
	}
	return nil
}

// The close on the error path is not the one that the deferred removal meets.
func badClosedOnErrorPath(path string) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	if err := db.Ping(); err != nil {
		return errors.Join(err, db.Close())
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	defer func() { err = errors.Join(err, os.Remove(path)) }() // want "cleanuporder: os.Remove deletes the file of db"
	return db.Ping()
}
