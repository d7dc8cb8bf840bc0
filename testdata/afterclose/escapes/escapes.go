// Package escapes hands out what the function releases when it returns.
package escapes

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"io"
	"iter"
	"log"
	"net/http"
	"os"
	"runtime"
)

func badRows(ctx context.Context, db *sql.DB) (*sql.Rows, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows, nil // want "afterclose: rows "
}

func badBody(client *http.Client, url string) (io.ReadCloser, error) {
	resp, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	return resp.Body, nil // want "afterclose: resp"
}

// The response goes out with a closed body.
func badResponse(client *http.Client, req *http.Request) (*http.Response, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return resp, nil // want "afterclose: resp"
}

// The file goes out as something to read from.
func badReader(path string) (io.Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f, nil // want "afterclose: f "
}

// The lines are read from a closed file.
func badScanner(path string) (*bufio.Scanner, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return bufio.NewScanner(f), nil // want "afterclose: "
}

func badDB(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := db.PingContext(ctx); err != nil {
		return nil, err
	}
	return db, nil // want "afterclose: db "
}

type store struct{ db *sql.DB }

func (s *store) Close() error { return s.db.Close() }

// The constructor closes what it wraps.
func badStore(ctx context.Context, dsn string) (*store, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := db.PingContext(ctx); err != nil {
		return nil, err
	}
	return &store{db: db}, nil // want "afterclose: db "
}

func badStmt(ctx context.Context, db *sql.DB) (*sql.Stmt, error) {
	stmt, err := db.PrepareContext(ctx, "SELECT name FROM users WHERE id = ?")
	if err != nil {
		return nil, err
	}
	defer stmt.Close()
	return stmt, nil // want "afterclose: stmt "
}

// The transaction is rolled back before the caller gets it.
func badTx(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "SET CONSTRAINTS ALL DEFERRED"); err != nil {
		return nil, err
	}
	return tx, nil // want "afterclose: tx "
}

// The return does not name what it returns.
func badNakedReturn(ctx context.Context, db *sql.DB) (rows *sql.Rows, err error) {
	rows, err = db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return
	}
	defer rows.Close()
	log.Print("users queried")
	return // want "afterclose: rows "
}

// A deferred closure releases like a deferred call.
func badDeferredClosure(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err := f.Close(); err != nil {
			log.Print(err)
		}
	}()
	if _, err := f.Seek(512, io.SeekStart); err != nil {
		return nil, err
	}
	return f, nil // want "afterclose: f "
}

// The iterator runs when the rows are closed.
func badIterator(ctx context.Context, db *sql.DB) (iter.Seq2[string, error], error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return func(yield func(string, error) bool) { // want "afterclose: rows "
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
	}, nil
}

// Whoever receives the file finds it closed.
func badSent(path string, out chan<- *os.File) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Stat(); err != nil {
		return err
	}
	out <- f // want "afterclose: f "
	return nil
}

type journal struct{ file *os.File }

// The field keeps a closed file.
func (j *journal) badOpen(path string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString("opened\n"); err != nil {
		return err
	}
	j.file = f // want "afterclose: f "
	return nil
}

func (j *journal) Close() error { return j.file.Close() }

type lines struct{ r *bufio.Reader }

// What reads from the file is kept, and the file is not.
func (l *lines) badReset(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	l.r = bufio.NewReader(f) // want "afterclose: f "
	return nil
}

var input *bufio.Reader

func badGlobal(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	input = bufio.NewReader(f) // want "afterclose: f "
	return nil
}

// It is read before the file is closed.
func (l *lines) goodRead(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	l.r = bufio.NewReader(f)
	return l.r.ReadString('\n')
}

func (l *lines) goodForgotten(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	defer func() { l.r = nil }()
	l.r = bufio.NewReader(f)
	_, err = l.r.ReadString('\n')
	return err
}

func (l *lines) goodKept(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	l.r = bufio.NewReader(f)
	runtime.AddCleanup(l, func(f *os.File) { f.Close() }, f)
	return nil
}
