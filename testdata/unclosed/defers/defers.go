// Package defers releases by defer: calls, closures, method values.
package defers

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"sync"
)

// The closer's method value goes to a helper that calls it.
func goodMethodValueHelper(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer capture(&err, f.Close)
	_, err = io.Copy(io.Discard, f)
	return err
}

func capture(err *error, closeIt func() error) {
	*err = errors.Join(*err, closeIt())
}

// A method value of something else than Close releases nothing.
func badMethodValueOfName(path string, debug bool) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	name := f.Name
	if debug {
		log.Print("reading ", name())
	}
	return io.ReadAll(f)
}

// The method value is kept in a variable and deferred from there.
func goodMethodValueVariable(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT * FROM t")
	if err != nil {
		return nil, err
	}
	release := rows.Close
	defer release()
	return rows.Columns()
}

// The deferred closure takes the handle as its parameter.
func goodClosureParameter(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT * FROM t")
	if err != nil {
		return nil, err
	}
	defer func(c io.Closer) {
		if err := c.Close(); err != nil {
			log.Printf("close rows: %v", err)
		}
	}(rows)
	return rows.Columns()
}

// The deferred closure takes the handle and only tells of it.
func badClosureParameter(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT * FROM t") // want "unclosed: rows .*is never closed"
	if err != nil {
		return nil, err
	}
	defer func(r *sql.Rows) {
		if err := r.Err(); err != nil {
			log.Printf("rows: %v", err)
		}
	}(rows)
	return rows.Columns()
}

// The deferred closure closes under an unrelated condition.
func badConditionInDefer(path string, keep bool) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return nil, err
	}
	defer func() {
		if !keep {
			f.Close()
		}
	}()
	return io.ReadAll(f)
}

// The deferred closure closes whatever happens, and reports afterwards.
func goodConditionAfterClose(path string, quiet bool) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err := f.Close(); err != nil && !quiet {
			log.Printf("close %s: %v", path, err)
		}
	}()
	return io.ReadAll(f)
}

// On failure the deferred closure closes; on success the caller owns.
func goodNamedError(path string) (_ *os.File, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err = f.Seek(0, io.SeekEnd); err != nil {
		return nil, err
	}
	if _, err := f.WriteString("opened\n"); err != nil {
		return nil, fmt.Errorf("mark: %w", err)
	}
	return f, nil
}

// The result is not named: the closure sees an error nobody assigned.
func badUnnamedError(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0) // want "unclosed: f .*is not closed"
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err := f.Seek(0, io.SeekEnd); err != nil {
		return nil, fmt.Errorf("seek: %w", err)
	}
	if _, err = f.WriteString("opened\n"); err != nil {
		return nil, err
	}
	return f, nil
}

// The return statement sets the named file to nil before the closure runs.
func badNamedFileReset(path string) (f *os.File, err error) {
	f, err = os.OpenFile(path, os.O_RDWR, 0) // want "unclosed: f .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil && f != nil {
			f.Close()
		}
	}()
	if _, err = f.Seek(0, io.SeekEnd); err != nil {
		return nil, err
	}
	return f, nil
}

// A transferred flag and a deferred conditional close.
func goodTransferred(addr string, hello []byte) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	transferred := false
	defer func() {
		if !transferred {
			conn.Close()
		}
	}()
	if _, err := conn.Write(hello); err != nil {
		return nil, err
	}
	reply := make([]byte, len(hello))
	if _, err := io.ReadFull(conn, reply); err != nil {
		return nil, err
	}
	if !bytes.Equal(reply, hello) {
		return nil, errors.New("bad reply")
	}
	transferred = true
	return conn, nil
}

// The flag is set too early.
func badTransferredEarly(addr string, hello []byte) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is not closed"
	if err != nil {
		return nil, err
	}
	transferred := false
	defer func() {
		if !transferred {
			conn.Close()
		}
	}()
	if len(hello) == 0 {
		return nil, errors.New("nothing to say")
	}
	transferred = true
	if _, err := conn.Write(hello); err != nil {
		return nil, err
	}
	return conn, nil
}

// The variable is set to nil once the caller owns the file.
func goodNilOnTransfer(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	guard := f
	defer func() {
		if guard != nil {
			guard.Close()
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s is a directory", path)
	}
	guard = nil
	return f, nil
}

// Defer in a branch that is not always taken.
func badDeferInBranch(path string, lock bool) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return nil, err
	}
	if lock {
		log.Printf("locking %s", path)
		defer f.Close()
	}
	return io.ReadAll(f)
}

// Defer in every branch.
func goodDeferInBranches(path string, loud bool) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if loud {
		defer func() {
			log.Printf("closing %s", path)
			f.Close()
		}()
	} else {
		defer f.Close()
	}
	return io.ReadAll(f)
}

// A recovered panic still passes through the deferred Close.
func goodRecover(path string, parse func([]byte) int) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() {
		f.Close()
		if r := recover(); r != nil {
			err = fmt.Errorf("parse %s: %v", path, r)
		}
	}()
	data, err := io.ReadAll(f)
	if err != nil {
		return 0, err
	}
	return parse(data), nil
}

// Closed only if something panicked.
func badOnlyInRecover(path string, parse func([]byte) int) (n int, err error) {
	f, err := os.Open(path) // want "unclosed: f .*is (never|not) closed"
	if err != nil {
		return 0, err
	}
	defer func() {
		if r := recover(); r != nil {
			f.Close()
			err = fmt.Errorf("parse %s: %v", path, r)
		}
	}()
	data, err := io.ReadAll(f)
	if err != nil {
		return 0, err
	}
	return parse(data), nil
}

// Closed once, whoever comes first.
func goodOnce(path string, stop func(string) bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	var once sync.Once
	release := func() { once.Do(func() { f.Close() }) }
	defer release()
	if stop(path) {
		release()
		return nil
	}
	var v any
	return json.NewDecoder(f).Decode(&v)
}

// sync.OnceValue wraps the method value.
func goodOnceValue(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	release := sync.OnceValue(f.Close)
	defer release()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return release()
}

// Several closers joined in one deferred closure.
func goodJoinedInDefer(db *sql.DB) (err error) {
	left, err := db.Query("SELECT id FROM a")
	if err != nil {
		return err
	}
	right, err := db.Query("SELECT id FROM b")
	if err != nil {
		return errors.Join(err, left.Close())
	}
	defer func() {
		err = errors.Join(err, left.Close(), right.Close())
	}()
	for left.Next() && right.Next() {
		var a, b int64
		if err := errors.Join(left.Scan(&a), right.Scan(&b)); err != nil {
			return err
		}
		if a != b {
			return fmt.Errorf("%d against %d", a, b)
		}
	}
	return errors.Join(left.Err(), right.Err())
}

// The deferred closure leaves early and misses the second Close.
func badEarlyReturnInDefer(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	dst, err := os.Create(to) // want "unclosed: dst .*is not closed"
	if err != nil {
		src.Close()
		return err
	}
	defer func() {
		if err := src.Close(); err != nil {
			log.Print(err)
			return
		}
		if err := dst.Close(); err != nil {
			log.Print(err)
		}
	}()
	_, err = io.Copy(dst, src)
	return err
}

// Registered on a small stack of its own, which runs by defer.
func goodDeferStack(from, to string) error {
	var undo []func() error
	defer func() {
		for _, fn := range undo {
			if err := fn(); err != nil {
				log.Print(err)
			}
		}
	}()
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	undo = append(undo, src.Close)
	dst, err := os.Create(to)
	if err != nil {
		return err
	}
	undo = append(undo, dst.Close)
	_, err = io.Copy(dst, src)
	return err
}

// Defer behind a return that always comes first.
func badDeferBehindReturn(db *sql.DB, explain bool) ([]string, error) {
	rows, err := db.Query("SELECT * FROM t") // want "unclosed: rows .*is not closed"
	if err != nil {
		return nil, err
	}
	if explain {
		return rows.Columns()
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	return rows.Columns()
}
