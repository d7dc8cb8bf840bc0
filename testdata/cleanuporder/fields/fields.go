// Package fields is about structs that keep a pool, and the name of its file.
package fields

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
)

type Store struct {
	path string
	log  string
	db   *sql.DB
}

func NewStore(dir, log string) (*Store, error) {
	path := filepath.Join(dir, "store")
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return nil, err
	}
	return &Store{path: path, log: log, db: db}, nil
}

func (s *Store) Destroy() error {
	err := os.RemoveAll(s.path) // want "cleanuporder: os.RemoveAll deletes the file of db \\(\\*sql.DB\\), which is still open" "cleanupretry: "
	return errors.Join(err, s.db.Close())
}

func (s *Store) DestroyByDefer() (err error) {
	defer func() { err = errors.Join(err, s.db.Close()) }()
	return os.Remove(s.path) // want "cleanuporder: os.Remove deletes the file of db" "cleanupretry: "
}

func (s *Store) Close() error { return s.db.Close() }

func (s *Store) DestroyByClose() error {
	return errors.Join(os.Remove(s.path), s.Close()) // want "cleanuporder: os.Remove deletes the file of db" "cleanupretry: "
}

func (s *Store) DestroyInOrder() error {
	err := s.db.Close()
	return errors.Join(err, os.Remove(s.path)) // want "cleanupretry: "
}

func (s *Store) DestroyClosed() error {
	if err := s.Close(); err != nil {
		return err
	}
	return errors.Join(os.Remove(s.path), s.db.Close()) // want "cleanupretry: "
}

func (s *Store) halt() { s.db.Close() }

// Who gets the struct may have closed it.
func (s *Store) DestroyHalted() error {
	s.halt()
	return errors.Join(os.Remove(s.path), s.db.Close()) // want "cleanupretry: "
}

// It is not the database that is deleted.
func (s *Store) CloseWithLog() error {
	return errors.Join(os.Remove(s.log), s.db.Close())
}

// It is that of another store.
func (s *Store) CloseReplaced(old *Store) error {
	return errors.Join(os.Remove(old.path), s.db.Close()) // want "cleanupretry: "
}

// It makes room for a new database.
func (s *Store) Reset() (err error) {
	if err := os.Remove(s.path); err != nil {
		return err
	}
	return s.db.Close()
}

// What is closed is a new database.
func (s *Store) CloseAndTry() (err error) {
	if err := os.Remove(s.path); err != nil { // want "cleanupretry: "
		return err
	}
	if s.db, err = sql.Open("sqlite", s.path); err != nil {
		return err
	}
	return s.db.Close()
}

type lazy struct {
	path string
	db   *sql.DB
}

func (l *lazy) open() (err error) {
	l.db, err = sql.Open("sqlite", l.path)
	return err
}

func (l *lazy) Close() error {
	err := os.Remove(l.path) // want "cleanuporder: os.Remove deletes the file of db" "cleanupretry: "
	if l.db != nil {
		err = errors.Join(err, l.db.Close())
	}
	return err
}

// A cache has a database of its own, and the name of a file which is not it.
type cache struct {
	path string
	db   *sql.DB
}

func newCache(path, dsn string) (*cache, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	return &cache{path, db}, nil
}

func (c *cache) Close() error { return errors.Join(os.Remove(c.path), c.db.Close()) }

// A client is given its pool.
type client struct {
	path string
	db   *sql.DB
}

func newClient(path string, db *sql.DB) *client { return &client{path, db} }

func (c *client) Close() error { return errors.Join(os.Remove(c.path), c.db.Close()) }

// The pool of a server is no file.
type server struct {
	name string
	db   *sql.DB
}

func newServer(name string) (*server, error) {
	db, err := sql.Open("pgx", "postgres://localhost/"+name)
	if err != nil {
		return nil, err
	}
	return &server{name, db}, nil
}

func (s *server) Close() error { return s.db.Close() }
