// Package builder queries through a builder that is told where to run.
package builder

import (
	"database/sql"
	"errors"
)

type runner interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

type tx interface {
	runner
	Commit() error
	Rollback() error
}

type beginner interface {
	Begin() (tx, error)
}

type builder struct {
	on    runner
	query string
}

func from(table string) builder { return builder{query: "SELECT id FROM " + table} }

func (b builder) where(cond string) builder { b.query += " WHERE " + cond; return b }
func (b builder) runWith(r runner) builder  { b.on = r; return b }

func (b builder) fetch() (*sql.Rows, error) { return b.on.Query(b.query) }

// The end of the transaction frees its rows.
func goodOwnTransaction(db beginner) ([]int, error) {
	t, err := db.Begin()
	if err != nil {
		return nil, err
	}
	defer t.Rollback()
	rows, err := from("pins").where("id > 1").runWith(t).fetch()
	if err != nil {
		return nil, err
	}
	var ids []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func goodDirect(db beginner) (id int, err error) {
	t, err := db.Begin()
	if err != nil {
		return 0, err
	}
	defer t.Rollback()
	rows, err := t.Query("SELECT id FROM pins")
	if err != nil {
		return 0, err
	}
	if rows.Next() {
		err = rows.Scan(&id)
	}
	return id, errors.Join(err, rows.Err())
}

// The caller's transaction cannot go on, not even to be rolled back by some
// drivers, while its rows are open.
func badCallersTransaction(t tx) ([]int, error) {
	rows, err := from("pins").where("id > 1").runWith(t).fetch() // want "unclosed: rows .*is not closed"
	if err != nil {
		return nil, err
	}
	var ids []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func badCallersDirect(t tx) ([]int, error) {
	rows, err := t.Query("SELECT id FROM pins") // want "unclosed: rows .*is not closed"
	if err != nil {
		return nil, err
	}
	var ids []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func badOnThePool(db *sql.DB) ([]int, error) {
	rows, err := from("pins").where("id > 1").runWith(db).fetch() // want "unclosed: rows .*is not closed"
	if err != nil {
		return nil, err
	}
	var ids []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func badFirstOnly(t tx) (id int, err error) {
	rows, err := from("pins").runWith(t).fetch() // want "unclosed: rows .*is not closed"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
		if id > 7 {
			return id, nil
		}
	}
	return 0, rows.Err()
}
