// Package other has types that own resources, for owners to use and embed.
package other

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
)

// Store keeps two prepared statements.
type Store struct {
	get, put *sql.Stmt
}

// NewStore prepares the statements; Close releases them.
func NewStore(db *sql.DB, table string) (*Store, error) {
	get, err := db.Prepare("SELECT v FROM " + table + " WHERE k = $1")
	if err != nil {
		return nil, fmt.Errorf("prepare get: %w", err)
	}
	put, err := db.Prepare("INSERT INTO " + table + " VALUES ($1, $2)")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare put: %w", err), get.Close())
	}
	return &Store{get: get, put: put}, nil
}

// Get looks one value up.
func (s *Store) Get(key string) (value string, err error) {
	err = s.get.QueryRow(key).Scan(&value)
	return value, err
}

// Put stores one value.
func (s *Store) Put(key, value string) error {
	_, err := s.put.Exec(key, value)
	return err
}

// Close releases both statements.
func (s *Store) Close() error {
	return errors.Join(s.get.Close(), s.put.Close())
}

// Sink takes lines.
type Sink interface {
	WriteLine(string) error
	Close() error
}

type fileSink struct {
	f *os.File
	w *bufio.Writer
}

// NewSink opens a sink on a file.
func NewSink(path string) (Sink, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &fileSink{f: f, w: bufio.NewWriter(f)}, nil
}

func (s *fileSink) WriteLine(line string) error {
	_, err := s.w.WriteString(line + "\n")
	return err
}

func (s *fileSink) Close() error {
	return errors.Join(s.w.Flush(), s.f.Close())
}

// Spool is an exported type with an exported handle and no Close: the handle
// is the user's.
type Spool struct {
	File *os.File
	Size int64
}

// OpenSpool opens the file of a spool.
func OpenSpool(path string) (*Spool, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Spool{File: f, Size: size}, nil
}
