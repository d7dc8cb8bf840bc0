// Package lib opens, closes and uses pools for other packages.
package lib

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
	"sync"
)

// Store owns its pool.
type Store struct{ db *sql.DB }

// OpenStore returns a store which the caller must close.
func OpenStore(ctx context.Context, dsn string) (*Store, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Store{db: db}, nil
}

// Close closes the store.
func (s *Store) Close() error { return s.db.Close() }

// Users counts the users.
func (s *Store) Users(ctx context.Context) (n int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM users").Scan(&n)
	return n, err
}

// MustOpen panics if the pool cannot be opened.
func MustOpen(dsn string) *sql.DB {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		panic(err)
	}
	return db
}

// Warm runs a query on the pool.
func Warm(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "SELECT 1")
	return err
}

// CloseAndLog closes c and logs the error.
func CloseAndLog(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Printf("close: %v", err)
	}
}

// CloseAll closes all the pools.
func CloseAll(dbs ...*sql.DB) error {
	var errs []error
	for _, db := range dbs {
		errs = append(errs, db.Close())
	}
	return errors.Join(errs...)
}

// Registry keeps pools until its Close.
type Registry struct {
	mu    sync.Mutex
	pools []*sql.DB
}

// Adopt makes db the registry's.
func (r *Registry) Adopt(db *sql.DB) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pools = append(r.pools, db)
}

// Close closes what was adopted.
func (r *Registry) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return CloseAll(r.pools...)
}

// Watcher uses a pool that stays the caller's.
type Watcher struct{ db *sql.DB }

// NewWatcher returns a watcher of db.
func NewWatcher(db *sql.DB) *Watcher { return &Watcher{db: db} }

// Check looks whether the database answers.
func (w *Watcher) Check(ctx context.Context) error { return w.db.PingContext(ctx) }
