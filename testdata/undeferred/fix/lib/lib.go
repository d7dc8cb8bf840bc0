// Package lib has types that own a pool.
package lib

import (
	"database/sql"
	"sync"
)

// A Store may be closed twice.
type Store struct{ db *sql.DB }

func Open(dsn string) (*Store, error) {
	db, err := sql.Open("pgx", dsn)
	return &Store{db}, err
}

func (s *Store) Ping() error { return s.db.Ping() }

func (s *Store) Close() error { return s.db.Close() }

// A Log is a Store.
type Log struct{ *Store }

func OpenLog(dsn string) (*Log, error) {
	s, err := Open(dsn)
	return &Log{s}, err
}

// A Guarded may be closed twice: it remembers.
type Guarded struct {
	db   *sql.DB
	once sync.Once
	err  error
}

func OpenGuarded(dsn string) (*Guarded, error) {
	db, err := sql.Open("pgx", dsn)
	return &Guarded{db: db}, err
}

func (g *Guarded) Ping() error { return g.db.Ping() }

func (g *Guarded) Close() error {
	g.once.Do(func() { g.err = g.db.Close() })
	return g.err
}

// A Feed may not: it closes a channel.
type Feed struct {
	db   *sql.DB
	done chan struct{}
}

func OpenFeed(dsn string) (*Feed, error) {
	db, err := sql.Open("pgx", dsn)
	return &Feed{db, make(chan struct{})}, err
}

func (f *Feed) Ping() error { return f.db.Ping() }

func (f *Feed) Close() error {
	close(f.done)
	return f.db.Close()
}

// Neither may a Cell: it forgets what it has closed.
type Cell struct{ db *sql.DB }

func OpenCell(dsn string) (*Cell, error) {
	db, err := sql.Open("pgx", dsn)
	return &Cell{db}, err
}

func (c *Cell) Ping() error { return c.db.Ping() }

func (c *Cell) Close() error {
	err := c.db.Close()
	c.db = nil
	return err
}

// A Watcher asks a store now and then.
type Watcher struct{ done chan struct{} }

func Watch(s *Store) *Watcher {
	w := &Watcher{done: make(chan struct{})}
	go func() {
		for {
			select {
			case <-w.done:
				return
			default:
				s.db.Ping()
			}
		}
	}()
	return w
}

func (w *Watcher) Stop() { close(w.done) }
