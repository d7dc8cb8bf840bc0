// Package field has uses after a release on which earlier versions were
// wrong, in the words of a ledger. The tests use what they have closed on
// purpose; outside of tests nobody does.
package field

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"os"
)

// The entry comes after the file was closed.
func badWriteLate(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	_, err = f.WriteString("late entry") // want "afterclose: f "
	return err
}

// The entry comes in time.
func goodWriteInTime(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.WriteString("entry")
	return errors.Join(err, f.Close())
}

// A closed pool is asked as though it were open.
func badQueryLate(ctx context.Context, dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	return db.PingContext(ctx) // want "afterclose: db "
}

// The pool is closed and opened anew under the same name.
func goodQueryReopened(ctx context.Context, dsn string) error {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	db, err = sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	return errors.Join(db.PingContext(ctx), db.Close())
}

// The transaction is over before its last statement.
func badTxLate(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM ledger") // want "afterclose: tx "
	return err
}

// The statement after the commit goes to the pool.
func goodTxThenPool(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "DELETE FROM ledger")
	return err
}

// A closed connection still knows whom it was with.
func goodAccessorLate(addr string) (net.Addr, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	if err := conn.Close(); err != nil {
		return nil, err
	}
	return conn.RemoteAddr(), nil
}
