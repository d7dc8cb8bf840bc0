// Package fix is about fixes.
package fix

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"os"
)

func badEarlyReturn(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT name FROM users") // want "unclosed: rows"
	if err != nil {
		return nil, err
	}
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

func badTx(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want "unclosed: tx"
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM jobs"); err != nil {
		return err
	}
	return tx.Commit()
}

func badStatus(url string) (int, error) {
	resp, err := http.Get(url) // want "unclosed: resp"
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func badInverted(db *sql.DB) (n int) {
	rows, err := db.Query("SELECT 1") // want "unclosed: rows"
	if err == nil {
		if rows.Next() {
			n++
		}
	}
	return n
}

func badElse(name string) error {
	if f, err := os.Open(name); err != nil { // want "unclosed: f"
		return err
	} else {
		_, err := f.Stat()
		return err
	}
}

func badUnchecked(name string) int64 {
	f, err := os.Open(name) // want "unclosed: f"
	if err != nil {
		name = "none"
	}
	if info, err := f.Stat(); err == nil {
		return info.Size()
	}
	return int64(len(name))
}

func badBlank(name string) int64 {
	f, _ := os.Open(name) // want "unclosed: f"
	if name == "" {
		return 0
	}
	info, err := f.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

func badPlain(db *sql.DB) error {
	rows, err := db.Query("SELECT 1") // want "unclosed: rows"
	if err != nil {
		return err
	}
	if rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return err
		}
	}
	rows.Close()
	return nil
}

func badWritten(name string) (err error) {
	f, err := os.Create(name) // want "unclosed: f"
	if err != nil {
		return err
	}
	if _, err := f.WriteString("hello"); err != nil {
		return err
	}
	return nil
}

func badTwo(db *sql.DB) error {
	tx, err := db.Begin() // want "unclosed: tx"
	if err != nil {
		return err
	}
	stmt, err := db.Prepare("DELETE FROM jobs WHERE id = ?") // want "unclosed: stmt"
	if err != nil {
		return err
	}
	if _, err := stmt.Exec(1); err != nil {
		return err
	}
	return tx.Commit()
}

func badClosure(db *sql.DB) func() error {
	return func() error {
		conn, err := db.Conn(context.Background()) // want "unclosed: conn"
		if err != nil {
			return err
		}
		return conn.PingContext(context.Background())
	}
}

var errNone = errors.New("none")

// The return is taken with the file open, too: to defer comes too late.
func noFixJoinedCondition(name string, allowed bool) error {
	f, err := os.Open(name) // want "unclosed: f"
	if err != nil || !allowed {
		return errNone
	}
	return f.Close()
}
