// Package migrate hands the pool to a locker of which nothing is known.
package migrate

import "database/sql"

type Locker interface {
	Unlock(db *sql.DB) error
}

type Provider struct {
	db *sql.DB
	l  Locker
}

func New(db *sql.DB, l Locker) *Provider { return &Provider{db, l} }

func (p *Provider) lock() (func() error, error) {
	if err := p.db.Ping(); err != nil {
		return nil, err
	}
	return func() error { return p.l.Unlock(p.db) }, nil
}

func (p *Provider) Up() (err error) {
	unlock, err := p.lock()
	if err != nil {
		return err
	}
	defer func() { err = unlock() }()
	return nil
}
