// Package lib releases for other packages.
package lib

import (
	"database/sql"
	"errors"
	"io"
	"log"
	"os"
)

// CloseAndLog closes c and logs the error.
func CloseAndLog(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Print(err)
	}
}

// Slurp reads and closes f.
func Slurp(f *os.File) ([]byte, error) {
	data, err := io.ReadAll(f)
	return data, errors.Join(err, f.Close())
}

// Size uses f and leaves it open.
func Size(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Store owns its pool.
type Store struct{ db *sql.DB }

// OpenStore returns a store which the caller must close.
func OpenStore(dsn string) (*Store, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return NewStore(db), nil
}

// NewStore makes a store of db, and closes it with the store.
func NewStore(db *sql.DB) *Store { return &Store{db: db} }

// Delete deletes a user.
func (s *Store) Delete(id int) error {
	_, err := s.db.Exec("DELETE FROM users WHERE id = $1", id)
	return err
}

// Close closes the store.
func (s *Store) Close() error { return s.db.Close() }
