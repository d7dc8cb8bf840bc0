// Package disk opens and deletes databases for others.
package disk

import (
	"database/sql"
	"fmt"
	"os"
)

// Open opens the database in a file.
func Open(path string) (*sql.DB, error) { return sql.Open("sqlite", "file:"+path) }

// Store is made over a pool, and closes it.
type Store struct{ db *sql.DB }

// NewStore takes the pool.
func NewStore(db *sql.DB) *Store { return &Store{db} }

// Close closes the pool.
func (s *Store) Close() error { return s.db.Close() }

// Delete deletes the file of a database.
func Delete(path string) error { return os.Remove(path) }

// Close closes the pool.
func Close(db *sql.DB) error { return db.Close() }

// Drop drops a database of a server.
func Drop(admin *sql.DB, name string) error {
	_, err := admin.Exec("DROP DATABASE IF EXISTS " + name)
	return err
}

// DropFormatted drops a database of a server.
func DropFormatted(admin *sql.DB, name string) error {
	_, err := admin.Exec(fmt.Sprintf("DROP DATABASE IF EXISTS %s", name))
	return err
}
