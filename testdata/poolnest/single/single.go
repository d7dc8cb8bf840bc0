// Package single has pools that are limited to one connection.
package single

import (
	"database/sql"
	"errors"
)

type cache struct{ db *sql.DB }

func open(path string) (*cache, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &cache{db: db}, nil
}

func (c *cache) Close() error { return c.db.Close() }

func (c *cache) badNested() error {
	rows, err := c.db.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := c.db.Exec("DELETE FROM jobs"); err != nil { // want "poolnest: c.db.Exec waits for ever: rows holds the only connection that SetMaxOpenConns\\(1\\) allows"
			return err
		}
	}
	return rows.Err()
}

func badLocal(path string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	rows, err := db.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		if err := db.QueryRow("SELECT count(*) FROM parts").Scan(&n); err != nil { // want "poolnest: db.QueryRow waits for ever"
			return err
		}
	}
	return rows.Err()
}

func goodLocal(path string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	rows, err := db.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	if err := rows.Err(); err != nil {
		return err
	}
	_, err = db.Exec("DELETE FROM jobs")
	return err
}

// More than one: only the strict profile reports it.
type wide struct{ db *sql.DB }

func openWide(path string) (*wide, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(8)
	return &wide{db: db}, nil
}

func (w *wide) Close() error { return w.db.Close() }

func (w *wide) goodWide() error {
	rows, err := w.db.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := w.db.Exec("DELETE FROM jobs"); err != nil {
			return err
		}
	}
	return rows.Err()
}

// It depends: not known to be one.
type maybe struct{ db *sql.DB }

func openMaybe(path string, conns int) (*maybe, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	m := &maybe{db: db}
	if conns == 0 {
		m.db.SetMaxOpenConns(1)
	} else {
		m.db.SetMaxOpenConns(conns)
	}
	return m, nil
}

func (m *maybe) Close() error { return m.db.Close() }

func (m *maybe) goodMaybe() error {
	rows, err := m.db.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	for rows.Next() {
		if _, err := m.db.Exec("DELETE FROM jobs"); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// The variable is captured by the closure that closes it.
func badCaptured(path string) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	rows, err := db.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := db.Exec("DELETE FROM jobs"); err != nil { // want "poolnest: db.Exec waits for ever"
			return err
		}
	}
	return rows.Err()
}

func goodCaptured(path string) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(2)
	rows, err := db.Query("SELECT id FROM jobs")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := db.Exec("DELETE FROM jobs"); err != nil {
			return err
		}
	}
	return rows.Err()
}
