// Package basic has the plain shapes: released, not released, released in
// one place only.
package basic

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// A deferred Close is the normal form.
func goodDeferredClose(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
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
	return names, rows.Err()
}

// Nothing releases the rows at all: one row is read and the rest forgotten.
func badNoClose(ctx context.Context, db *sql.DB) (string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users ORDER BY id") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return "", err
	}
	var name string
	if rows.Next() {
		if err := rows.Scan(&name); err != nil {
			return "", err
		}
	}
	return name, rows.Err()
}

// Closed by hand on the only way out.
func goodPlainClose(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	n, err := f.Seek(0, io.SeekEnd)
	f.Close()
	if err != nil {
		return 0, fmt.Errorf("size of %s: %w", path, err)
	}
	return n, nil
}

// The file is read and forgotten.
func badFileNeverClosed(path string) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// The error of Close is the function's result.
func goodReturnClose(path, text string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// Only the failed write closes the file.
func badClosedOnFailureOnly(path, text string) error {
	f, err := os.Create(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		f.Close()
		return err
	}
	return nil
}

// Drained to the end: Next returned false and closed the rows.
func goodDrained(db *sql.DB) (int, error) {
	rows, err := db.Query("SELECT id FROM jobs WHERE state = 'open'")
	if err != nil {
		return 0, err
	}
	n := 0
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

// A single Next does not drain.
func badSingleNext(db *sql.DB, email string) (bool, error) {
	rows, err := db.Query("SELECT 1 FROM users WHERE email = $1", email) // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return false, err
	}
	found := rows.Next()
	return found, nil
}

// A connection is closed by defer.
func goodDial(addr string) (string, error) {
	conn, err := net.DialTimeout("tcp", addr, 3*time.Second)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return bufio.NewReader(conn).ReadString('\n')
}

// A port probe that keeps every port that answers.
func badDialProbe(addr string) bool {
	conn, err := net.DialTimeout("tcp", addr, time.Second) // want "unclosed: conn .*is never closed"
	if err != nil {
		return false
	}
	return conn.RemoteAddr() != nil
}

// A dedicated connection goes back to the pool.
func goodConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.ExecContext(ctx, "SET search_path TO tenant_1")
	return err
}

// A dedicated connection never goes back.
func badConn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx) // want "unclosed: conn .*is never closed"
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "LISTEN events"); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	return nil
}

// Two handles, two defers.
func goodTwoHandles(db *sql.DB, id int64) error {
	orders, err := db.Query("SELECT id FROM orders WHERE customer = $1", id)
	if err != nil {
		return err
	}
	defer orders.Close()
	items, err := db.Query("SELECT id FROM items WHERE customer = $1", id)
	if err != nil {
		return err
	}
	defer items.Close()
	return compare(orders, items)
}

// The defer names the first rows twice and the second never.
func badClosesTheOtherOne(db *sql.DB, id int64) error {
	orders, err := db.Query("SELECT id FROM orders WHERE customer = $1", id)
	if err != nil {
		return err
	}
	defer orders.Close()
	items, err := db.Query("SELECT id FROM items WHERE customer = $1", id) // want "unclosed: items .*is never closed"
	if err != nil {
		return err
	}
	defer orders.Close()
	return compare(orders, items)
}

func compare(a, b *sql.Rows) error {
	left, err := a.Columns()
	if err != nil {
		return err
	}
	right, err := b.Columns()
	if err != nil {
		return err
	}
	if len(left) != len(right) {
		return fmt.Errorf("%d columns against %d", len(left), len(right))
	}
	return nil
}

// A copy of the variable releases the same rows.
func goodAliasCloses(db *sql.DB) error {
	first, err := db.Query("SELECT id FROM a")
	if err != nil {
		return err
	}
	rows := first
	defer rows.Close()
	_, err = rows.ColumnTypes()
	return err
}

// Closing before the early return as well as by the last line.
func goodClosedTwice(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadString('\n')
	if err != nil {
		return "", err
	}
	if err := f.Close(); err != nil {
		return "", err
	}
	return line, nil
}

// A variable declared first and assigned by = in a nested block.
func badAssignedInBlock(db *sql.DB, archived bool) ([]string, error) {
	var rows *sql.Rows
	var err error
	if archived {
		rows, err = db.Query("SELECT * FROM archive") // want "unclosed: rows .*is never closed"
	} else {
		rows, err = db.Query("SELECT * FROM live") // want "unclosed: rows .*is never closed"
	}
	if err != nil {
		return nil, err
	}
	return rows.Columns()
}

// The same, released after the branches have met.
func goodAssignedInBlock(db *sql.DB, archived bool) ([]string, error) {
	var rows *sql.Rows
	var err error
	if archived {
		rows, err = db.Query("SELECT * FROM archive")
	} else {
		rows, err = db.Query("SELECT * FROM live")
	}
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// An accepted connection is dropped without a word.
func badAccept(ln net.Listener, banner string) error {
	for {
		conn, err := ln.Accept() // want "unclosed: conn .*is never closed"
		if err != nil {
			return err
		}
		if _, err := io.WriteString(conn, banner); err != nil {
			return err
		}
	}
}

// One greeting per connection, then it is closed.
func goodAccept(ln net.Listener, banner string) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		_, err = io.WriteString(conn, banner)
		conn.Close()
		if err != nil {
			return err
		}
	}
}
