// Package helpers gets rows from functions of its own, and hands them to some.
package helpers

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
)

type user struct {
	id   int
	name string
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func activeUsers(ctx context.Context, q querier) (*sql.Rows, error) {
	rows, err := q.QueryContext(ctx, "SELECT id, name FROM users WHERE active")
	if err != nil {
		return nil, fmt.Errorf("active users: %w", err)
	}
	return rows, nil
}

func scanUser(rows *sql.Rows) (u user, err error) {
	err = rows.Scan(&u.id, &u.name)
	return u, err
}

func closeRows(rows *sql.Rows) {
	if err := rows.Close(); err != nil {
		log.Printf("close rows: %v", err)
	}
}

func finish(rows *sql.Rows, err *error) {
	*err = errors.Join(*err, rows.Err(), rows.Close())
}

func scanUsers(rows *sql.Rows) (users []user, err error) {
	for rows.Next() {
		u, err := scanUser(rows)
		if err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, rows.Err()
}

func failed(x interface{ Err() error }) error {
	if err := x.Err(); err != nil {
		return fmt.Errorf("iteration broke off: %w", err)
	}
	return nil
}

func checkNow(check func() error) {
	if err := check(); err != nil {
		log.Print(err)
	}
}

// The rows come from a helper.
func badHelperQueried(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := activeUsers(ctx, db) // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, nil
}

// The rows come from a method of an interface.
func badInterfaceQueried(ctx context.Context, q querier) (n int, err error) {
	rows, err := q.QueryContext(ctx, "SELECT id FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, nil
}

// The helper in the loop scans a row and cannot know of the end.
func badHelperScansRow(ctx context.Context, db *sql.DB) (users []user, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id, name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		u, err := scanUser(rows)
		if err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, nil
}

// The deferred helper closes and does not look.
func badHelperCloses(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer closeRows(rows)
	for rows.Next() {
		n++
	}
	return n, nil
}

// The rows are the caller's, the loop is not.
func badParameter(rows *sql.Rows) (names []string, err error) {
	for rows.Next() { // want "rowserr: rows.Err"
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

func goodHelperQueried(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := activeUsers(ctx, db)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

// The helper iterates and looks.
func goodHelperIterates(ctx context.Context, db *sql.DB) ([]user, error) {
	rows, err := activeUsers(ctx, db)
	if err != nil {
		return nil, err
	}
	defer closeRows(rows)
	return scanUsers(rows)
}

// The deferred helper closes and looks.
func goodHelperFinishes(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	defer finish(rows, &err)
	for rows.Next() {
		n++
	}
	return n, nil
}

// The helper knows the rows as something that has an Err.
func goodInterfaceHelper(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, failed(rows)
}

// The helper gets the method.
func goodMethodValue(ctx context.Context, db *sql.DB) (n int, err error) {
	rows, err := db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	checkNow(rows.Err)
	return n, nil
}

func goodParameter(rows *sql.Rows) (names []string, err error) {
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return names, nil
}

// The callback gets each row, the loop looks at the end.
func goodForEach(ctx context.Context, q querier, query string, row func(*sql.Rows) error) error {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// The rows go on to the caller, who iterates over the rest.
func goodSkipsAndReturns(ctx context.Context, db *sql.DB, offset int) (*sql.Rows, error) {
	rows, err := db.QueryContext(ctx, "SELECT id, name FROM users ORDER BY id")
	if err != nil {
		return nil, err
	}
	for i := 0; i < offset && rows.Next(); i++ {
	}
	return rows, nil
}
