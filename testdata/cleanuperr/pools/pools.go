package pools

import (
	"context"
	"database/sql"
	"errors"
	"log"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
	"go.etcd.io/bbolt"
)

func badDeferred(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped: connections that stay open go unnoticed"
	return db.Ping()
}

func badInClosure(dsn string) error {
	db, err := sqlx.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer func() {
		db.Close() // want "cleanuperr: the error of db.Close is dropped"
	}()
	return db.Ping()
}

// The file of an embedded database is written last.
func badEmbedded(path string) error {
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	return db.Sync()
}

func badInInnerClosure(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer func() {
		func() {
			db.Close() // want "cleanuperr: the error of db.Close is dropped"
		}()
	}()
	return db.Ping()
}

type store struct {
	db    *sql.DB
	cache *bbolt.DB
}

func (s *store) Close() error {
	s.cache.Close() // want "cleanuperr: the error of s.cache.Close is dropped"
	return s.db.Close()
}

// What closes a pool that it keeps is one itself.
func badOwner(dsn string) error {
	s, err := open(dsn)
	if err != nil {
		return err
	}
	defer s.Close() // want "cleanuperr: the error of s.Close is dropped"
	return s.db.Ping()
}

func open(dsn string) (*store, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	cache, err := bbolt.Open("cache", 0o600, nil)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &store{db, cache}, nil
}

func goodJoined(dsn string) (err error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Ping()
}

func goodLogged(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Printf("close: %v", err)
		}
	}()
	return db.Ping()
}

func goodReturned(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	return db.Close()
}

// Its Close returns no error.
func goodSilentPool(ctx context.Context, dsn string) error {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	defer pool.Close()
	return pool.Ping(ctx)
}

// The error of Ping is what the caller has to know.
func goodFailsAnyway(dsn string) (*sql.DB, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func goodFailsAnywayDeferred(dsn string) (db *sql.DB, err error) {
	db, err = sql.Open("pgx", dsn)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			db.Close()
		}
	}()
	return db, db.Ping()
}

// These go back to the pool, or end with what they belong to.
func goodHandles(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	stmt, err := conn.PrepareContext(ctx, "SELECT 1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	rows, err := stmt.QueryContext(ctx)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

// The last Close is looked at; the deferred one is for the errors before it.
func goodClosedTwice(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Ping(); err != nil {
		return err
	}
	return db.Close()
}

// Nobody looks at either.
func badClosedTwice(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close() // want "cleanuperr: the error of db.Close is dropped"
	err = db.Ping()
	db.Close()
	return err
}
