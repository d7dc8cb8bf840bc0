// Package iterators wraps rows in iterators and generic functions.
package iterators

import (
	"context"
	"database/sql"
	"iter"
)

// Whoever ranges over the names never hears of a failure.
func badSeq(ctx context.Context, db *sql.DB) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		rows, err := db.QueryContext(ctx, "SELECT name FROM users") // want "rowserr: rows.Err"
		if err != nil {
			yield("", err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			err := rows.Scan(&name)
			if !yield(name, err) {
				return
			}
		}
	}
}

// A generic function is checked as it is written.
func badCollect[T any](rows *sql.Rows, fields func(*T) []any) ([]T, error) {
	var all []T
	for rows.Next() { // want "rowserr: rows.Err"
		var v T
		if err := rows.Scan(fields(&v)...); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

func badQueryAll[T any](ctx context.Context, db *sql.DB, query string) ([]T, error) {
	rows, err := db.QueryContext(ctx, query) // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// The error is the last thing that the iterator yields.
func goodSeq(ctx context.Context, db *sql.DB) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		rows, err := db.QueryContext(ctx, "SELECT name FROM users")
		if err != nil {
			yield("", err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			err := rows.Scan(&name)
			if !yield(name, err) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield("", err)
		}
	}
}

func goodCollect[T any](rows *sql.Rows, fields func(*T) []any) ([]T, error) {
	var all []T
	for rows.Next() {
		var v T
		if err := rows.Scan(fields(&v)...); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// The generic function that gets the rows looks.
func goodCollected(ctx context.Context, db *sql.DB) ([]int, error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return goodCollect(rows, func(id *int) []any { return []any{id} })
}

// names is an iterator itself: it has no loop, and an Err for its caller.
type names struct {
	rows *sql.Rows
	name string
	err  error
}

func goodNames(ctx context.Context, db *sql.DB) (*names, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	return &names{rows: rows}, nil
}

func (n *names) Next() bool {
	if n.err != nil || !n.rows.Next() {
		return false
	}
	n.err = n.rows.Scan(&n.name)
	return n.err == nil
}

func (n *names) Err() error {
	if n.err != nil {
		return n.err
	}
	return n.rows.Err()
}

func (n *names) Close() error { return n.rows.Close() }
