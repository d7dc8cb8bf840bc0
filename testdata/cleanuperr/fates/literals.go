package fates

import (
	"database/sql"
	"errors"
	"sync"
)

// The error that a func literal returns goes to who calls it.

func badDeferredLiteral(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer func() error { return db.Close() }() // want "cleanuperr: the error of db.Close is dropped"
	return db.Ping()
}

func badDeferredVariable(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	done := func() error { return db.Close() } // want "cleanuperr: the error of db.Close is dropped"
	defer done()
	return db.Ping()
}

func goodJoinedLiteral(dsn string) (err error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	done := func() error { return db.Close() }
	defer func() { err = errors.Join(err, done()) }()
	return db.Ping()
}

// One caller drops what another one hears.
func goodReturnedLiteral(dsn string) (func() error, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	done := func() error { return db.Close() }
	if err := db.Ping(); err != nil {
		defer done()
		return nil, err
	}
	return done, nil
}

func goodHandedLiteral(dsn string, teardown func(func() error)) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	teardown(func() error { return db.Close() })
	return db.Ping()
}

func goodOnceLiteral(dsn string) (close func() error, err error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	return sync.OnceValue(func() error { return db.Close() }), nil
}
