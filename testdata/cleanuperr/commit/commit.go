package commit

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"go.etcd.io/bbolt"
)

func badStatement(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM a"); err != nil {
		tx.Rollback()
		return err
	}
	tx.Commit() // want "cleanuperr: the error of tx.Commit is dropped: what is not committed is taken for saved"
	return nil
}

func badDeferred(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Commit() // want "cleanuperr: the error of tx.Commit is dropped"
	_, err = tx.Exec("DELETE FROM a")
	return err
}

func badTested(ctx context.Context, tx pgx.Tx) bool {
	defer tx.Rollback(ctx)
	if _, err := tx.Exec(ctx, "DELETE FROM a"); err != nil {
		return false
	}
	if err := tx.Commit(ctx); err != nil { // want "cleanuperr: the error of tx.Commit is tested, and nothing comes of it"
		return true
	}
	return true
}

func badEmbedded(db *bbolt.DB) error {
	tx, err := db.Begin(true)
	if err != nil {
		return err
	}
	tx.Commit() // want "cleanuperr: the error of tx.Commit is dropped"
	return nil
}

// unit is somebody's own transaction.
type unit interface {
	Commit() error
	Rollback() error
}

func badOwnType(begin func() (unit, error)) {
	u, err := begin()
	if err != nil {
		return
	}
	u.Commit() // want "cleanuperr: the error of u.Commit is dropped"
}

func goodReturned(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("DELETE FROM a"); err != nil {
		return err
	}
	return tx.Commit()
}

func goodTested(db *sql.DB) (deleted bool) {
	tx, err := db.Begin()
	if err != nil {
		return false
	}
	defer tx.Rollback()
	if err := tx.Commit(); err != nil {
		return false
	}
	return true
}

func goodInResult(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
			return
		}
		err = tx.Commit()
	}()
	_, err = tx.Exec("DELETE FROM a")
	return err
}

// It fails after a Commit, and that is how it should be.
func goodRollback(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return tx.Commit()
}

// A journal has no transactions.
type journal struct{}

func (journal) Commit() error { return nil }

func goodOther(j journal) {
	j.Commit()
}
