// Package row has QueryRow: the connection stays out until Scan.
package row

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
)

// Scanned in the same expression.
func goodScanChain(ctx context.Context, db *sql.DB, id int64) (string, error) {
	var name string
	err := db.QueryRowContext(ctx, "SELECT name FROM users WHERE id = $1", id).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return name, err
}

// Only the error is looked at.
func badOnlyErr(ctx context.Context, db *sql.DB, id int64) error {
	row := db.QueryRowContext(ctx, "UPDATE users SET seen = now() WHERE id = $1", id) // want "unclosed: row .*is (never|not) scanned"
	if err := row.Err(); err != nil {
		return fmt.Errorf("seen: %w", err)
	}
	return nil
}

// Run for its effect, the row dropped.
func badDropped(db *sql.DB, id int64) {
	db.QueryRow("UPDATE users SET seen = now() WHERE id = $1", id) // want "unclosed: result of .*is (never|not) scanned"
}

// Err in the same expression; still not scanned.
func badErrChain(db *sql.DB, id int64) error {
	return db.QueryRow("SELECT lock_user($1)", id).Err() // want "unclosed: result of .*is (never|not) scanned"
}

// The error is looked at and the row scanned on the way on.
func goodErrThenScan(db *sql.DB, id int64) (n int, err error) {
	row := db.QueryRow("SELECT count(*) FROM posts WHERE author = $1", id)
	err = row.Scan(&n)
	if rerr := row.Err(); rerr != nil {
		return 0, rerr
	}
	return n, err
}

// A row with an error holds no connection.
func goodErrTestedFirst(db *sql.DB, id int64) (n int, err error) {
	row := db.QueryRow("SELECT count(*) FROM posts WHERE author = $1", id)
	if err := row.Err(); err != nil {
		return 0, fmt.Errorf("count posts: %w", err)
	}
	err = row.Scan(&n)
	return n, err
}

// Scanned only under a condition.
func badConditionalScan(db *sql.DB, id int64, dry bool) (n int, err error) {
	row := db.QueryRow("SELECT count(*) FROM posts WHERE author = $1", id) // want "unclosed: row .*is not scanned"
	if dry {
		log.Print("dry run")
		return 0, nil
	}
	err = row.Scan(&n)
	return n, err
}

// The row is returned, its caller scans.
func goodReturned(db *sql.DB, key string) *sql.Row {
	return db.QueryRow("SELECT value FROM settings WHERE key = $1", key)
}

// The row comes from a helper and is scanned.
func goodFromHelper(db *sql.DB) (port int, err error) {
	err = goodReturned(db, "port").Scan(&port)
	return port, err
}

// The row comes from a helper and is dropped after a look at Err.
func badFromHelper(db *sql.DB) bool {
	row := goodReturned(db, "port") // want "unclosed: row .*is (never|not) scanned"
	return row.Err() == nil
}

type scanner interface {
	Scan(dest ...any) error
}

type user struct {
	id   int64
	name string
}

func scanUser(s scanner) (*user, error) {
	var u user
	if err := s.Scan(&u.id, &u.name); err != nil {
		return nil, fmt.Errorf("scan user: %w", err)
	}
	return &u, nil
}

// A helper scans through an interface.
func goodScannedByHelper(db *sql.DB, id int64) (*user, error) {
	row := db.QueryRow("SELECT id, name FROM users WHERE id = $1", id)
	return scanUser(row)
}

// A Scan that fails has closed the row all the same.
func goodFailedScan(db *sql.DB, id int64) (*user, error) {
	row := db.QueryRow("SELECT id, name FROM users WHERE id = $1", id)
	var u user
	switch err := row.Scan(&u.id, &u.name); {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &u, nil
}

// One row per turn, one of them skipped.
func badSkippedInLoop(db *sql.DB, ids []int64) (names []string, err error) {
	for _, id := range ids {
		row := db.QueryRow("SELECT name FROM users WHERE id = $1", id) // want "unclosed: row .*is not scanned"
		if id < 0 {
			continue
		}
		var name string
		if err := row.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// A helper that logs the error of the row and leaves it.
func badLoggedByHelper(db *sql.DB) {
	row := db.QueryRow("SELECT refresh_stats()") // want "unclosed: row .*is (never|not) scanned"
	logRow(row)
}

func logRow(row *sql.Row) {
	if err := row.Err(); err != nil {
		log.Print(err)
	}
}

// A prepared statement's row is scanned into nothing.
func goodStmtRow(ctx context.Context, stmt *sql.Stmt, id int64) bool {
	var one int
	return stmt.QueryRowContext(ctx, id).Scan(&one) == nil
}

// A prepared statement's row is dropped.
func badStmtRow(ctx context.Context, stmt *sql.Stmt, id int64) error {
	row := stmt.QueryRowContext(ctx, id) // want "unclosed: row .*is (never|not) scanned"
	return row.Err()
}
