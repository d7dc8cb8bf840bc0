// Package lib opens pools for others.
package lib

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
)

// Open hands out a pool.
func Open() (*sql.DB, error) { return sql.Open("pgx", os.Getenv("DSN")) }

// Store owns a pool.
type Store struct{ db *sql.DB }

// NewStore opens it.
func NewStore() (*Store, error) {
	db, err := Open()
	if err != nil {
		return nil, err
	}
	return &Store{db}, nil
}

// Close closes it.
func (s *Store) Close() error { return s.db.Close() }

// Ping asks the database.
func (s *Store) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }

// Count opens a pool, asks, and closes it.
func Count(ctx context.Context) (n int, err error) {
	db, err := Open()
	if err != nil {
		return 0, err
	}
	defer db.Close()
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&n)
	return n, err
}

// CountIn does so with a file.
func CountIn(ctx context.Context, table, dir, name string) (n int, err error) {
	db, err := sql.Open("sqlite", filepath.Join(dir, name))
	if err != nil {
		return 0, err
	}
	defer db.Close()
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&n)
	return n, err
}

var shared *sql.DB

// CountShared asks with the pool of all.
func CountShared(ctx context.Context) (n int, err error) {
	if shared == nil {
		if shared, err = Open(); err != nil {
			return 0, err
		}
	}
	err = shared.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&n)
	return n, err
}

// CloseShared closes it.
func CloseShared() error { return shared.Close() }
