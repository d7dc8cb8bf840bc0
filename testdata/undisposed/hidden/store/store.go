// Package store has what goes around a store.
package store

import "database/sql"

// A Store is what the wrappers are around.
type Store interface {
	Get(key string) (string, error)
	Close() error
}

type sqlStore struct{ db *sql.DB }

// Open opens a store.
func Open(dsn string) (Store, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &sqlStore{db: db}, nil
}

func (s *sqlStore) Get(key string) (value string, err error) {
	err = s.db.QueryRow("SELECT v FROM t WHERE k = $1", key).Scan(&value)
	return value, err
}

func (s *sqlStore) Close() error { return s.db.Close() }

type cache struct{ values map[string]string }

func (c *cache) stop() { c.values = nil }

// Its Close hides that of the store.
type cached struct {
	Store
	cache *cache
}

// NewCached returns a store whose Close does not close the other one.
func NewCached(inner Store) Store {
	return &cached{Store: inner, cache: &cache{values: map[string]string{}}}
}

func (c *cached) Close() error {
	c.cache.stop()
	return nil
}

// Its Close closes the store, too.
type counted struct {
	Store
	n int
}

// NewCounted returns a store whose Close closes the other one.
func NewCounted(inner Store) Store { return &counted{Store: inner} }

func (c *counted) Close() error {
	c.n = 0
	return c.Store.Close()
}

// Its Close gives the store back.
type pooled struct {
	Store
	free chan Store
}

// NewPooled returns a store whose Close hands the other one to somebody else.
func NewPooled(inner Store, free chan Store) Store { return &pooled{Store: inner, free: free} }

func (p *pooled) Close() error {
	p.free <- p.Store
	return nil
}

// Around is a type that others can name, and they can close what it is around.
type Around struct {
	Store
	cache *cache
}

// NewAround returns a store around another.
func NewAround(inner Store) *Around { return &Around{Store: inner, cache: &cache{}} }

// Close stops the cache.
func (a *Around) Close() error {
	a.cache.stop()
	return nil
}

// It has no Close but the store's.
type plain struct{ Store }

// NewPlain returns a store around another.
func NewPlain(inner Store) Store { return &plain{inner} }
