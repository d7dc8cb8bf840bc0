// Package aliases keeps pools in fields that are read into local variables.
package aliases

import (
	"context"
	"database/sql"
	"sync"
)

type lake struct {
	mu sync.Mutex
	db *sql.DB
}

// Nothing closes it, however it is called where it is used.
func badFill(l *lake, dsn string) error {
	db, err := sql.Open("postgres", dsn) // want "undisposed: db .*is never closed"
	if err != nil {
		return err
	}
	l.db = db
	return nil
}

func (l *lake) measure(ctx context.Context) error {
	l.mu.Lock()
	db := l.db
	l.mu.Unlock()
	if db == nil {
		return nil
	}
	_, err := db.ExecContext(ctx, "UPDATE lakes SET depth = depth + 1")
	return err
}

type pond struct {
	mu sync.Mutex
	db *sql.DB
}

func goodFill(p *pond, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	p.db = db
	return nil
}

// The other name is what closes it.
func (p *pond) drain() error {
	p.mu.Lock()
	db := p.db
	p.mu.Unlock()
	return db.Close()
}

type river struct{ db *sql.DB }

func goodFlow(r *river, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	r.db = db
	return nil
}

// Others get it by the other name.
func (r *river) source() *sql.DB {
	db := r.db
	return db
}

type sea struct{ db *sql.DB }

func goodFlood(s *sea, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	s.db = db
	return nil
}

var pools []*sql.DB

func (s *sea) remember() {
	db := s.db
	pools = append(pools, db)
}
