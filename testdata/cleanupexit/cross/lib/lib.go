// Package lib ends the process for others.
package lib

import (
	"database/sql"
	"fmt"
	"os"
)

// Die ends the process.
func Die(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

// Usage ends it by way of another function.
func Usage() { Die("usage: app DSN") }

// Panicf does not.
func Panicf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// Check ends it only if there is an error.
func Check(err error) {
	if err != nil {
		Die("%v", err)
	}
}

// Open hands out a pool and what closes it.
func Open(dsn string) (*sql.DB, func(), error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, nil, err
	}
	return db, func() { db.Close() }, nil
}

// Store owns a pool.
type Store struct{ db *sql.DB }

// NewStore opens the store's pool.
func NewStore(dsn string) (*Store, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	return &Store{db}, nil
}

// Ping asks the database.
func (s *Store) Ping() error { return s.db.Ping() }

// Close closes the pool.
func (s *Store) Close() error { return s.db.Close() }
