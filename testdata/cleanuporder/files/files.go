// Package files is about databases whose files are deleted under them.
package files

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

func badPlain(path string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Ping(); err != nil {
		return err
	}
	return os.Remove(path) // want "cleanuporder: os.Remove deletes the file of db \\(\\*sql.DB\\), which is still open: what it writes from then on is lost, and files stay behind"
}

func badDeferOrder(path string) (err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=rwc")
	if err != nil {
		return err
	}
	defer db.Close()
	defer os.Remove(path) // want "cleanuporder: os.Remove deletes the file of db"
	return db.Ping()
}

func badFolder() (err error) {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	db, err := bbolt.Open(filepath.Join(dir, "state"), 0o600, nil)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, os.RemoveAll(dir)) // want "cleanuporder: os.RemoveAll deletes the file of db \\(\\*bbolt.DB\\)"
		err = errors.Join(err, db.Close())
	}()
	return db.Sync()
}

func badConstant() (err error) {
	db, err := sql.Open("sqlite", "file:test.db?cache=shared")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	defer func() { err = errors.Join(err, os.Remove("test.db")) }() // want "cleanuporder: os.Remove deletes the file of db"
	return db.Ping()
}

func goodDeferOrder(path string) (err error) {
	defer os.Remove(path)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Ping()
}

func goodPlain(path string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	return os.Remove(path)
}

// A database of an earlier run.
func goodBefore(path string) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Ping()
}

func goodClosedTwice(path string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Close(); err != nil {
		return err
	}
	return os.Remove(path)
}

func goodOther(path, other string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	defer os.Remove(other)
	return db.Ping()
}

// Whoever gets it closes it.
func goodReturned(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path + ".bak"); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}
