// Package fix is about fixes.
package fix

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"sync"
	"time"
)

func badReturn(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		return nil, fmt.Errorf("users: %w", err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

func badNone(db *sql.DB) (time.Time, bool, error) {
	rows, err := db.Query("SELECT now()") // want "rowserr: rows.Err"
	if err != nil {
		return time.Time{}, false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return time.Time{}, false, nil
	}
	var now time.Time
	err = rows.Scan(&now)
	return now, true, err
}

func badZero(ctx context.Context, db *sql.DB) (at time.Time, n int, s string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT 1") // want "rowserr: rows.Err"
	if err != nil {
		return
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return
}

func badFatal(db *sql.DB) {
	rows, err := db.Query("SELECT name FROM users") // want "rowserr: rows.Err"
	if err != nil {
		log.Fatal(err)
	}
	for rows.Next() {
		log.Print("next")
	}
}

func badGiven(rows *sql.Rows) ([]int, error) {
	var ns []int
loop:
	for rows.Next() { // want "rowserr: rows.Err"
		var n int
		switch err := rows.Scan(&n); {
		case err != nil:
			return nil, err
		case n == 0:
			continue loop
		}
		ns = append(ns, n)
	}
	return ns, nil
}

// There is no way to tell of the error.
func noFixSilent(db *sql.DB) (n int) {
	rows, err := db.Query("SELECT 1") // want "rowserr: rows.Err"
	if err != nil {
		n = -1
		return
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n
}

// The lock would not be given back.
func noFixLocked(db *sql.DB, mu *sync.Mutex) (n int, err error) {
	mu.Lock()
	rows, err := db.Query("SELECT 1") // want "rowserr: rows.Err"
	if err != nil {
		mu.Unlock()
		return 0, err
	}
	for rows.Next() {
		n++
	}
	mu.Unlock()
	return n, nil
}

// The error is that of the last result set or of any before it.
func badResultSets(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT 1; SELECT 2") // want "rowserr: rows.Err"
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for {
		for rows.Next() {
			n++
		}
		if !rows.NextResultSet() {
			break
		}
	}
	return n, nil
}
