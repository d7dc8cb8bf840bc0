// Package field keeps pools in fields.
package field

import (
	"context"
	"database/sql"
	"errors"
)

// Store is for other packages, its pool is not.
type Store struct{ db *sql.DB }

// BadStore opens it.
func BadStore(dsn string) (*Store, error) {
	db, err := sql.Open("pgx", dsn) // want "poolconfig: db "
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Store{db: db}, nil
}

// Close closes it.
func (s *Store) Close() error { return s.db.Close() }

// BadReopen opens another one.
func (s *Store) BadReopen(ctx context.Context, dsn string) error {
	db, err := sql.Open("pgx", dsn) // want "poolconfig: db "
	if err != nil {
		return err
	}
	old := s.db
	s.db = db
	return errors.Join(old.Close(), db.PingContext(ctx))
}

// BadBoth returns it, in a struct.
func BadBoth(dsn string) (Store, error) {
	db, err := sql.Open("pgx", dsn) // want "poolconfig: db "
	return Store{db: db}, err
}
