package owners

import (
	"database/sql"
	"errors"
)

// A result is what callers get to see of a cursor.
type result interface {
	All(names *[]string) error
	Columns() ([]string, error)
	Close() error
}

type cursor struct {
	rows *sql.Rows
	err  error
}

func (c *cursor) Close() error {
	if c.rows == nil {
		return nil
	}
	return c.rows.Close()
}

// All closes what it has read.
func (c *cursor) All(names *[]string) error {
	if c.err != nil {
		return c.err
	}
	defer c.Close()
	for c.rows.Next() {
		var name string
		if err := c.rows.Scan(&name); err != nil {
			return err
		}
		*names = append(*names, name)
	}
	return c.rows.Err()
}

func (c *cursor) Columns() ([]string, error) {
	if c.err != nil {
		return nil, c.err
	}
	return c.rows.Columns()
}

type query struct{ db *sql.DB }

func (q *query) result() result {
	rows, err := q.db.Query("SELECT name FROM users")
	return &cursor{rows, err}
}

// run hands on what it gets, and with it that All closes it.
func (q *query) run() result { return q.result() }

func goodAll(q *query) (names []string, err error) {
	err = q.run().All(&names)
	return names, err
}

func badColumns(q *query) ([]string, error) {
	return q.run().Columns() // want "unclosed: result of q.run .*is never closed"
}

func goodColumns(q *query) ([]string, error) {
	r := q.run()
	columns, err := r.Columns()
	return columns, errors.Join(err, r.Close())
}
