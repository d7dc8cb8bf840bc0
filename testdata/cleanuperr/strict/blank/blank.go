// Package blank is about errors that are thrown away on purpose.
package blank

import (
	"database/sql"
	"os"
)

func badBlank(db *sql.DB) error {
	defer func() { _ = db.Close() }() // want "cleanuperr: the error of db.Close is thrown away: connections that stay open go unnoticed"
	return db.Ping()
}

func badCommit(tx *sql.Tx) {
	_ = tx.Commit() // want "cleanuperr: the error of tx.Commit is thrown away"
}

func badScratch() error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // want "cleanuperr: the error of os.RemoveAll is dropped: the file stays, and nobody hears of it"
	return nil
}

func goodRollback(tx *sql.Tx) {
	defer func() { _ = tx.Rollback() }()
}

func goodRead(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return nil
}
