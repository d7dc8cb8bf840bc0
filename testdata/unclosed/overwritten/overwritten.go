// Package overwritten has types whose methods replace what a field holds.
package overwritten

import (
	"database/sql"
	"errors"
)

// A session has a transaction from the beginning.
type badSession struct {
	db *sql.DB
	tx *sql.Tx
}

func openBad(db *sql.DB) (*badSession, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	return &badSession{db: db, tx: tx}, nil
}

func (s *badSession) retry() (err error) {
	s.tx, err = s.db.Begin() // want "unclosed: s.tx .* before another one is acquired: badSession.tx holds one from the beginning"
	if err != nil {
		return err
	}
	_, err = s.tx.Exec("SELECT 1")
	return err
}

func (s *badSession) Commit() error { return s.tx.Commit() }

// It is rolled back before it is replaced.
type goodSession struct {
	db *sql.DB
	tx *sql.Tx
}

func openGood(db *sql.DB) (*goodSession, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	return &goodSession{db: db, tx: tx}, nil
}

func (s *goodSession) retry() (err error) {
	if err := s.tx.Rollback(); err != nil {
		return err
	}
	s.tx, err = s.db.Begin()
	return err
}

func (s *goodSession) Commit() error { return s.tx.Commit() }

// The caller rolls it back.
type goodCalled struct {
	db *sql.DB
	tx *sql.Tx
}

func openCalled(db *sql.DB) (*goodCalled, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	return &goodCalled{db: db, tx: tx}, nil
}

func (s *goodCalled) begin() (err error) {
	s.tx, err = s.db.Begin()
	return err
}

func (s *goodCalled) Renew() error { return errors.Join(s.tx.Rollback(), s.begin()) }

func (s *goodCalled) Commit() error { return s.tx.Commit() }

// It has none at first.
type goodLate struct {
	db *sql.DB
	tx *sql.Tx
}

func openLate(db *sql.DB) *goodLate { return &goodLate{db: db} }

func (s *goodLate) Begin() (err error) {
	s.tx, err = s.db.Begin()
	return err
}

func (s *goodLate) Commit() error { return s.tx.Commit() }

// It has none after a commit.
type goodEmptied struct {
	db *sql.DB
	tx *sql.Tx
}

func openEmptied(db *sql.DB) (*goodEmptied, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	return &goodEmptied{db: db, tx: tx}, nil
}

func (s *goodEmptied) begin() (err error) {
	s.tx, err = s.db.Begin()
	return err
}

func (s *goodEmptied) Commit() error {
	err := s.tx.Commit()
	s.tx = nil
	return err
}

// It is looked at before.
type goodKeptAside struct {
	db *sql.DB
	tx *sql.Tx
}

func openAside(db *sql.DB) (*goodKeptAside, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	return &goodKeptAside{db: db, tx: tx}, nil
}

func (s *goodKeptAside) nest() (old *sql.Tx, err error) {
	old = s.tx
	s.tx, err = s.db.Begin()
	return old, err
}

func (s *goodKeptAside) Commit() error { return s.tx.Commit() }
