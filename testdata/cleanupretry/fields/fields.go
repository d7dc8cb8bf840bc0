// Package fields is about databases whose paths are kept.
package fields

import (
	"database/sql"
	"errors"
	"os"
)

type store struct {
	db        *sql.DB
	path, log string
}

func open(path, log string) (*store, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	return &store{db, path, log}, nil
}

func (s *store) Destroy() error {
	return errors.Join(s.db.Close(), os.Remove(s.path)) // want "cleanupretry: os.Remove of a database is tried once"
}

func (s *store) Close() error {
	return errors.Join(s.db.Close(), os.Remove(s.log))
}

var shared string

// All three files.
func (s *store) TearDown() (err error) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		err = errors.Join(err, os.Remove(s.path+suffix)) // want "cleanupretry: os.Remove of a database is tried once"
	}
	return err
}

func (s *store) CloseUnlocked() error { return os.Remove(s.path + ".lock") }

func openShared() (*sql.DB, error) { return sql.Open("sqlite", "file:"+shared) }

func teardown() error {
	return os.Remove(shared) // want "cleanupretry: os.Remove of a database is tried once"
}

type config struct{ File string }

type lazy struct {
	cfg config
	db  *sql.DB
}

func (l *lazy) open() (err error) {
	l.db, err = sql.Open("sqlite", l.cfg.File)
	return err
}

func (l *lazy) Close() error {
	return errors.Join(l.db.Close(), os.RemoveAll(l.cfg.File)) // want "cleanupretry: os.RemoveAll of a database is tried once"
}
