// Package closures acquires and releases in function literals and function
// values.
package closures

import (
	"bufio"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
)

// A closure kept in a variable closes on all ways out.
func goodClosureVariable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	finish := func(err error) error {
		return errors.Join(err, f.Close())
	}
	if _, err := f.Stat(); err != nil {
		return finish(err)
	}
	_, err = io.Copy(io.Discard, f)
	return finish(err)
}

// One way out does not go through the closure.
func badClosureVariable(path string) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	finish := func(err error) error {
		return errors.Join(err, f.Close())
	}
	if _, err := f.Stat(); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	return finish(err)
}

// Acquired inside a callback and not released there.
func badInsideCallback(root string) (lines int, err error) {
	err = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path) // want "unclosed: f .*is never closed"
		if err != nil {
			return err
		}
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			lines++
		}
		return sc.Err()
	})
	return lines, err
}

// Acquired and released inside a callback.
func goodInsideCallback(root string) (lines int, err error) {
	err = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			lines++
		}
		return sc.Err()
	})
	return lines, err
}

// The literal returns what it acquired; the function around it closes.
func goodLiteralReturns(db *sql.DB, archive bool) ([]string, error) {
	open := func(table string) (*sql.Rows, error) {
		return db.Query("SELECT * FROM " + table)
	}
	table := "live"
	if archive {
		table = "archive"
	}
	rows, err := open(table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// The literal returns what it acquired; the function around it forgets.
func badLiteralReturns(db *sql.DB) ([]string, error) {
	open := func(table string) (*sql.Rows, error) {
		return db.Query("SELECT * FROM " + table)
	}
	rows, err := open("live") // want "unclosed: rows .*is never closed"
	if err != nil {
		return nil, err
	}
	return rows.Columns()
}

// An HTTP handler is a closure too.
func badHandler(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		rows, err := db.Query("SELECT name FROM items") // want "unclosed: rows .*is (never|not) closed"
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			fmt.Fprintln(w, name)
		}
		if err := rows.Err(); err != nil {
			fmt.Fprintln(w, "truncated:", err)
		}
	}
}

// The handler closes by defer.
func goodHandler(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		rows, err := db.Query("SELECT name FROM items")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			fmt.Fprintln(w, name)
		}
		if err := rows.Err(); err != nil {
			fmt.Fprintln(w, "truncated:", err)
		}
	}
}

// The closure that closes is the second result.
func goodReturnsCleanup(dir string) (*os.File, func(), error) {
	f, err := os.CreateTemp(dir, "upload-*")
	if err != nil {
		return nil, nil, err
	}
	cleanup := func() {
		if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
			log.Print(err)
		}
	}
	return f, cleanup, nil
}

// The caller runs the cleanup it was given.
func goodRunsCleanup(dir string, body io.Reader) (int64, error) {
	f, cleanup, err := goodReturnsCleanup(dir)
	if err != nil {
		return 0, err
	}
	defer cleanup()
	return io.Copy(f, body)
}

// The caller drops the cleanup.
func badDropsCleanup(dir string, body io.Reader) (int64, error) {
	f, _, err := goodReturnsCleanup(dir) // want "unclosed: f .*is never "
	if err != nil {
		return 0, err
	}
	return io.Copy(f, body)
}

// Between acquire and return of the cleanup a step fails.
func badCleanupTooLate(dir string, header []byte) (*os.File, func(), error) {
	f, err := os.CreateTemp(dir, "upload-*") // want "unclosed: f .*is (never|not) closed"
	if err != nil {
		return nil, nil, err
	}
	if _, err := f.Write(header); err != nil {
		return nil, nil, err
	}
	return f, func() {
		if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
			log.Print(err)
		}
	}, nil
}

// Only the cleanup leaves: the closure holds the handle.
func goodOnlyCleanup(addr string, hello []byte) (func() error, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Write(hello); err != nil {
		conn.Close()
		return nil, err
	}
	return func() error { return conn.Close() }, nil
}

// The method value itself is returned.
func goodReturnsMethodValue(path string) (io.Writer, func() error, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, nil, err
	}
	return bufio.NewWriter(f), f.Close, nil
}

// A function handed in makes the query; nobody closes the rows.
func badFuncValueQueries(query func(table string) (*sql.Rows, error)) (int, error) {
	rows, err := query("users") // want "unclosed: rows .*is never closed"
	if err != nil {
		return 0, err
	}
	cols, err := rows.Columns()
	return len(cols), err
}

// A function handed in may lend what it returns, as it does os.Stdout.
func goodFuncValueLends(out func(name string) (*os.File, error)) error {
	w, err := out("report")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, "all is well")
	return err
}

// A function handed in opens the file; it is closed here.
func goodFuncValueOpens(open func(name string) (*os.File, error)) (int64, error) {
	f, err := open("data.bin")
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return io.Copy(io.Discard, f)
}

// The variable outside is assigned inside a literal that runs now.
func goodAssignedInLiteral(db *sql.DB) ([]string, error) {
	var rows *sql.Rows
	err := withRetry(3, func() error {
		var err error
		rows, err = db.Query("SELECT * FROM t")
		return err
	})
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

func withRetry(n int, fn func() error) (err error) {
	for range n {
		if err = fn(); err == nil {
			return nil
		}
	}
	return err
}

// The literal is tried again after a success that did not please it.
func badRetriedLiteral(client *http.Client, req *http.Request) error {
	return withRetry(3, func() error {
		resp, err := client.Do(req) // want "unclosed: resp .*is not closed"
		if err != nil {
			return err
		}
		if resp.StatusCode >= http.StatusInternalServerError {
			return fmt.Errorf("server says %s", resp.Status)
		}
		defer resp.Body.Close()
		_, err = io.Copy(io.Discard, resp.Body)
		return err
	})
}

// Opened under sync.Once into a package variable.
func goodOncePackageVariable(path string) error {
	var err error
	auditOnce.Do(func() {
		auditLog, err = os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(auditLog, "started")
	return err
}

var (
	auditOnce sync.Once
	auditLog  *os.File
)

// The literal given to a using function gets the handle on loan.
func goodLoan(path string) (n int64, err error) {
	err = withFile(path, func(f *os.File) error {
		n, err = f.Seek(0, io.SeekEnd)
		return err
	})
	return n, err
}

func withFile(path string, use func(*os.File) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(use(f), f.Close())
}

// The using function never closes what it lends.
func badLoan(path string, use func(io.Reader) error) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() > 0 {
		return errors.Join(use(f), f.Close())
	}
	return f.Close()
}

// A recursive closure opens one directory per level and closes it.
func goodRecursiveClosure(root string) (int, error) {
	count := 0
	var visit func(dir string) error
	visit = func(dir string) error {
		f, err := os.Open(dir)
		if err != nil {
			return err
		}
		entries, err := f.ReadDir(-1)
		f.Close()
		if err != nil {
			return err
		}
		for _, e := range entries {
			count++
			if e.IsDir() {
				if err := visit(filepath.Join(dir, e.Name())); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return count, visit(root)
}

// A recursive closure returns early on every level.
func badRecursiveClosure(root string) (int, error) {
	count := 0
	var visit func(dir string) error
	visit = func(dir string) error {
		f, err := os.Open(dir) // want "unclosed: f .*is not closed"
		if err != nil {
			return err
		}
		entries, err := f.ReadDir(-1)
		if err != nil {
			return err
		}
		for _, e := range entries {
			count++
			if e.IsDir() {
				if err := visit(filepath.Join(dir, e.Name())); err != nil {
					return err
				}
			}
		}
		return f.Close()
	}
	return count, visit(root)
}
