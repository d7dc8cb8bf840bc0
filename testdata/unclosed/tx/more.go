package tx

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

var errSerialization = errors.New("could not serialize access")

// A retry begins anew and leaves the failed transaction open.
func badRetry(db *sql.DB, id int64) error {
	for range 3 {
		tx, err := db.Begin() // want "unclosed: tx .*is not committed or rolled back"
		if err != nil {
			return err
		}
		err = deleteAll(tx, id)
		if errors.Is(err, errSerialization) {
			continue
		}
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	}
	return errSerialization
}

// A retry rolls back before it begins anew.
func goodRetry(db *sql.DB, id int64) error {
	for range 3 {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		err = deleteAll(tx, id)
		if err == nil {
			return tx.Commit()
		}
		if rerr := tx.Rollback(); rerr != nil {
			return errors.Join(err, rerr)
		}
		if !errors.Is(err, errSerialization) {
			return err
		}
	}
	return errSerialization
}

// Committed only if something changed.
func badUnchanged(db *sql.DB, id int64) error {
	tx, err := db.Begin() // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	res, err := tx.Exec("UPDATE a SET n = n + 1 WHERE id = $1", id)
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if n, err := res.RowsAffected(); err == nil && n > 0 {
		return tx.Commit()
	}
	return nil
}

// Committed if something changed, else rolled back.
func goodUnchanged(db *sql.DB, id int64) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	res, err := tx.Exec("UPDATE a SET n = n + 1 WHERE id = $1", id)
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if n, err := res.RowsAffected(); err == nil && n > 0 {
		return tx.Commit()
	}
	return tx.Rollback()
}

// Rolled back for one kind of error only.
func badOneKindOfError(db *sql.DB, id int64) error {
	tx, err := db.Begin() // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	if err := deleteAll(tx, id); err != nil {
		if errors.Is(err, errSerialization) {
			err = errors.Join(err, tx.Rollback())
		}
		return err
	}
	return tx.Commit()
}

// A statement of somebody else's transaction, closed.
func goodStmtOfBorrowedTx(ctx context.Context, tx *sql.Tx, ids []int64) error {
	stmt, err := tx.PrepareContext(ctx, "DELETE FROM a WHERE id = $1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, id := range ids {
		if _, err := stmt.ExecContext(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// The transaction cannot begin and its connection stays out.
func badConnOfTx(ctx context.Context, db *sql.DB, id int64) error {
	conn, err := db.Conn(ctx) // want "unclosed: conn .*is not closed"
	if err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer conn.Close()
	if err := deleteAll(tx, id); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// The connection is closed after the transaction on it has ended.
func goodConnOfTx(ctx context.Context, db *sql.DB, id int64) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := deleteAll(tx, id); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// The callee returns the transaction, begun and half done, or an error.
func goodBegun(db *sql.DB, id int64) (*sql.Tx, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	if err := deleteAll(tx, id); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return tx, nil
}

// A transaction from a function of this package is left on an error.
func badBegun(db *sql.DB, id int64) error {
	tx, err := goodBegun(db, id) // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO log VALUES ($1)", id); err != nil {
		return err
	}
	return tx.Commit()
}

// Rolled back after a dry run, else committed; a failed count leaves it.
func badDryRun(db *sql.DB, id int64, dry bool) (n int, err error) {
	tx, err := db.Begin() // want "unclosed: tx .*is not committed or rolled back"
	if err != nil {
		return 0, err
	}
	if err := tx.QueryRow("SELECT count(*) FROM a WHERE id = $1", id).Scan(&n); err != nil {
		return 0, err
	}
	if dry {
		return n, tx.Rollback()
	}
	return n, tx.Commit()
}
