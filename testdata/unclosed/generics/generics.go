// Package generics has type parameters between acquire and release.
package generics

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"reflect"
	"sync"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// A generic must hands the file through.
func goodMust(path string) []byte {
	f := must(os.Open(path))
	defer f.Close()
	return must(io.ReadAll(f))
}

// A generic must hands the file through, and it is forgotten.
func badMust(path string) []byte {
	f := must(os.Open(path)) // want "unclosed: f .*is never closed"
	return must(io.ReadAll(f))
}

func closeAll[T io.Closer](items []T) (err error) {
	for _, item := range items {
		err = errors.Join(err, item.Close())
	}
	return err
}

// A generic helper closes all.
func goodCloseAll(addrs []string) (err error) {
	var conns []net.Conn
	defer func() { err = errors.Join(err, closeAll(conns)) }()
	for _, addr := range addrs {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			return err
		}
		conns = append(conns, conn)
	}
	return nil
}

func closeOne[C io.Closer](c C, what string) {
	if err := c.Close(); err != nil {
		log.Printf("close %s: %v", what, err)
	}
}

// A generic helper closes one.
func goodCloseOne(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT * FROM t")
	if err != nil {
		return nil, err
	}
	defer closeOne(rows, "rows")
	return rows.Columns()
}

func describe[T fmt.Stringer](v T) string { return "<" + v.String() + ">" }

func show[T any](v T) string { return fmt.Sprintf("%T", v) }

// A generic helper only looks.
func badShown(addr string) (string, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
	if err != nil {
		return "", err
	}
	return show(conn) + describe(conn.RemoteAddr()), nil
}

// using closes what it opened, whatever the type.
func using[T io.Closer](open func() (T, error), use func(T) error) error {
	v, err := open()
	if err != nil {
		return err
	}
	return errors.Join(use(v), v.Close())
}

// The opener is a closure, the release a generic matter.
func goodUsing(path string) (n int64, err error) {
	err = using(
		func() (*os.File, error) { return os.Open(path) },
		func(f *os.File) error {
			n, err = f.Seek(0, io.SeekEnd)
			return err
		},
	)
	return n, err
}

// handle owns one closer.
type handle[T io.Closer] struct {
	v    T
	name string
}

func newHandle[T io.Closer](name string, v T) *handle[T] { return &handle[T]{v: v, name: name} }

func (h *handle[T]) Close() error { return h.v.Close() }

// A generic owner is closed.
func goodHandle(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	h := newHandle(path, f)
	defer h.Close()
	return h.name, nil
}

// A generic owner is dropped.
func badHandle(path string) (string, error) {
	f, err := os.Open(path) // want "unclosed: (f|h) .*is never closed"
	if err != nil {
		return "", err
	}
	h := newHandle(path, f)
	return h.name, nil
}

// set keeps closers of one type and closes them all.
type set[K comparable, T io.Closer] struct {
	mu sync.Mutex
	m  map[K]T
}

func (s *set[K, T]) add(key K, v T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[key] = v
}

func (s *set[K, T]) Close() (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, v := range s.m {
		err = errors.Join(err, v.Close())
		delete(s.m, key)
	}
	return err
}

// A generic container takes the statement.
func goodSet(s *set[string, *sql.Stmt], db *sql.DB, query string) error {
	stmt, err := db.Prepare(query)
	if err != nil {
		return err
	}
	s.add(query, stmt)
	return nil
}

// The statement does not always come into the container.
func badSet(s *set[string, *sql.Stmt], db *sql.DB, query string, limit int) error {
	stmt, err := db.Prepare(query) // want "unclosed: stmt .*is (never|not) closed"
	if err != nil {
		return err
	}
	if len(s.m) >= limit {
		return errors.New("too many statements")
	}
	s.add(query, stmt)
	return nil
}

// scanAll reads all rows into values of any type and closes.
func scanAll[T any](rows *sql.Rows, scan func(*sql.Rows, *T) error) (list []T, err error) {
	defer rows.Close()
	for rows.Next() {
		var v T
		if err := scan(rows, &v); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// A generic reader closes the rows.
func goodScanAll(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT name FROM t")
	if err != nil {
		return nil, err
	}
	return scanAll(rows, func(r *sql.Rows, s *string) error { return r.Scan(s) })
}

// first reads one row and leaves the rest to the caller.
func first[T any](rows *sql.Rows) (v T, err error) {
	if !rows.Next() {
		return v, errors.Join(sql.ErrNoRows, rows.Err())
	}
	return v, rows.Scan(&v)
}

// A generic reader leaves the rows open.
func badFirst(db *sql.DB) (string, error) {
	rows, err := db.Query("SELECT name FROM t") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return "", err
	}
	return first[string](rows)
}

// A generic reader leaves the rows to its caller, who closes.
func goodFirst(db *sql.DB) (string, error) {
	rows, err := db.Query("SELECT name FROM t")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	return first[string](rows)
}

// services is a container of long-lived things, found by their type.
type services struct {
	byType map[reflect.Type]any
}

func resolve[T any](s *services) T {
	v, _ := s.byType[reflect.TypeFor[T]()].(T)
	return v
}

// What a container of services lends is not closed.
func goodResolved(s *services) string {
	conn := resolve[net.Conn](s)
	return conn.RemoteAddr().String()
}

// What a container of services lends is returned once more.
func goodResolvedReturned(s *services) (*sql.Conn, error) {
	conn := resolve[*sql.Conn](s)
	if conn == nil {
		return nil, errors.New("no connection")
	}
	return conn, nil
}

// A generic retry returns what the attempt acquired.
func retry[T any](n int, attempt func() (T, error)) (v T, err error) {
	for range n {
		if v, err = attempt(); err == nil {
			return v, nil
		}
	}
	return v, err
}

// The result of a generic retry is closed.
func goodRetry(addr string) (string, error) {
	conn, err := retry(3, func() (net.Conn, error) { return net.Dial("tcp", addr) })
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return conn.LocalAddr().String(), nil
}

// What a generic function acquires itself it must release, too.
func badGenericBody[T any](db *sql.DB, query string, scan func(...any) (T, error)) (v T, err error) {
	rows, err := db.Query(query) // want "unclosed: rows .*is never closed"
	if err != nil {
		return v, err
	}
	cols, err := rows.Columns()
	if err != nil {
		return v, err
	}
	return scan(len(cols))
}

// A generic function that releases what it acquires.
func goodGenericBody[T any](db *sql.DB, query string, scan func(...any) (T, error)) (v T, err error) {
	rows, err := db.Query(query)
	if err != nil {
		return v, err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return v, err
	}
	return scan(len(cols))
}

// A method of a generic type loses its file on an early return.
func (s *set[K, T]) badDump(path string) error {
	f, err := os.Create(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	for key := range s.m {
		if _, err := fmt.Fprintln(f, key); err != nil {
			return err
		}
	}
	return f.Close()
}

// The result of a generic wrapper of Query is dropped.
func badOpened(db *sql.DB) (int, error) {
	rows, err := queryFor[int](db) // want "unclosed: rows .*is never closed"
	if err != nil {
		return 0, err
	}
	cols, err := rows.Columns()
	return len(cols), err
}

func queryFor[T any](db *sql.DB) (*sql.Rows, error) {
	return db.Query("SELECT * FROM " + reflect.TypeFor[T]().Name())
}
