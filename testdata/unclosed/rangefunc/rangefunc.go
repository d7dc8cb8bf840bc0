// Package rangefunc has iterators that own rows, and loops over iterators
// while something is open.
package rangefunc

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"net"
	"os"
	"slices"
)

// The iterator owns the rows and closes them when the loop is left.
func goodSeqOwns(rows *sql.Rows) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		defer rows.Close()
		for rows.Next() {
			var name string
			err := rows.Scan(&name)
			if !yield(name, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield("", err)
		}
	}
}

// The rows go into an iterator that owns them.
func goodSeqReturned(db *sql.DB) (iter.Seq2[string, error], error) {
	rows, err := db.Query("SELECT name FROM users")
	if err != nil {
		return nil, err
	}
	return goodSeqOwns(rows), nil
}

// The query is made when the loop starts, and closed when it ends.
func goodSeqQueries(db *sql.DB) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		rows, err := db.Query("SELECT name FROM users")
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

// The loop is left early and the iterator's rows stay open.
func badSeqQueries(db *sql.DB) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		rows, err := db.Query("SELECT name FROM users") // want "unclosed: rows .*is (never|not) closed"
		if err != nil {
			yield("", err)
			return
		}
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

// The lines of a file, which the iterator opens and forgets.
func badLines(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		f, err := os.Open(path) // want "unclosed: f .*is never closed"
		if err != nil {
			return
		}
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			if !yield(sc.Text()) {
				return
			}
		}
	}
}

// A return out of the loop's body leaves the file open.
func badReturnFromBody(path string, names iter.Seq[string]) error {
	f, err := os.Create(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	for name := range names {
		if _, err := fmt.Fprintln(f, name); err != nil {
			return err
		}
	}
	return f.Close()
}

// A return out of the loop's body passes through the defer.
func goodReturnFromBody(path string, names iter.Seq[string]) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for name := range names {
		if _, err := fmt.Fprintln(f, name); err != nil {
			return err
		}
	}
	return nil
}

// A return out of the loop's body closes first.
func goodClosesInBody(path string, names iter.Seq[string]) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for name := range names {
		if _, err := fmt.Fprintln(f, name); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}

// Opened and closed in each turn of a loop over an iterator.
func goodOpenedInBody(sizes map[string]int64) error {
	for _, path := range slices.Sorted(maps.Keys(sizes)) {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		n, err := f.Seek(0, io.SeekEnd)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
		sizes[path] = n
	}
	return nil
}

// Opened in each turn; a continue skips the Close.
func badContinueInBody(sizes map[string]int64) error {
	for path := range maps.Keys(sizes) {
		f, err := os.Open(path) // want "unclosed: f .*is not closed"
		if err != nil {
			return err
		}
		n, err := f.Seek(0, io.SeekEnd)
		if err != nil {
			continue
		}
		sizes[path] = n
		f.Close()
	}
	return nil
}

// The first that answers leaves the loop's body as the result.
func goodFirst(addrs iter.Seq[string]) (net.Conn, error) {
	for addr := range addrs {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			continue
		}
		return conn, nil
	}
	return nil, errors.New("no answer")
}

// The last that answers is kept, those before are lost.
func badLast(addrs iter.Seq[string]) (last net.Conn) {
	for addr := range addrs {
		conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
		if err != nil {
			continue
		}
		last = conn
	}
	return last
}

// A pulled iterator is stopped; the file beside it is closed.
func goodPull(path string, names iter.Seq[string]) error {
	next, stop := iter.Pull(names)
	defer stop()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for {
		name, ok := next()
		if !ok {
			return f.Close()
		}
		if _, err := io.WriteString(f, name); err != nil {
			return errors.Join(err, f.Close())
		}
	}
}

// A pulled iterator ends and the file beside it is left.
func badPull(path string, names iter.Seq[string]) error {
	next, stop := iter.Pull(names)
	defer stop()
	f, err := os.Create(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	for {
		name, ok := next()
		if !ok {
			return nil
		}
		if _, err := io.WriteString(f, name); err != nil {
			return errors.Join(err, f.Close())
		}
	}
}
