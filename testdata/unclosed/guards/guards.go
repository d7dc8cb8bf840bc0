// Package guards has conditions that decide on acquire and release: error
// tests in all their forms, nil tests, flags.
package guards

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"os"
	"time"
)

// The error test is inverted.
func goodInverted(path string) (data []byte) {
	if f, err := os.Open(path); err == nil {
		defer f.Close()
		data, _ = io.ReadAll(f)
	}
	return data
}

// The error test is inverted and one way out of the block forgets.
func badInverted(path string) []byte {
	if f, err := os.Open(path); err == nil { // want "unclosed: f .*is not closed"
		data, err := io.ReadAll(f)
		if err != nil {
			return nil
		}
		f.Close()
		return data
	}
	return nil
}

// The error is tested late, after something else was done.
func goodLateTest(db *sql.DB, query string) error {
	start := time.Now()
	rows, err := db.Query(query)
	took := time.Since(start)
	log.Printf("query took %s", took)
	if took > time.Minute {
		log.Print("slow query: ", query)
	}
	if err != nil {
		return err
	}
	defer rows.Close()
	_, err = rows.Columns()
	return err
}

// Between the query and the late test a branch leaves.
func badLateTest(db *sql.DB, query string) error {
	start := time.Now()
	rows, err := db.Query(query) // want "unclosed: rows .*is not closed"
	if time.Since(start) > time.Minute {
		return errors.New("slow query")
	}
	if err != nil {
		return err
	}
	defer rows.Close()
	_, err = rows.Columns()
	return err
}

// One sentinel is looked at before the error in general.
func goodErrorsIs(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// A switch over the error.
func goodErrorSwitch(path string) ([]byte, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("open: %w", err)
	}
	defer f.Close()
	return io.ReadAll(f)
}

// A switch with a default that leaves on success as well.
func badErrorSwitch(path string, quiet bool) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("open: %w", err)
	case quiet:
		return nil, nil
	}
	defer f.Close()
	return io.ReadAll(f)
}

// errors.As takes the error apart first.
func goodErrorsAs(addr string) (string, error) {
	conn, err := net.Dial("tcp", addr)
	var dnsErr *net.DNSError
	if errors.As(err, &dnsErr) {
		return "", fmt.Errorf("no such host %q", dnsErr.Name)
	}
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return conn.LocalAddr().String(), nil
}

// Nil test in place of the error test.
func goodNilTest(db *sql.DB, query string) int {
	rows, _ := db.Query(query)
	if rows == nil {
		return 0
	}
	defer rows.Close()
	cols, _ := rows.Columns()
	return len(cols)
}

// A deferred closure that tests for nil, set up before the error test.
func goodNilGuardedDefer(db *sql.DB, query string) ([]string, error) {
	rows, err := db.Query(query)
	defer func() {
		if rows != nil {
			rows.Close()
		}
	}()
	if err != nil {
		return nil, err
	}
	return rows.Columns()
}

// The nil test is the wrong way round.
func badNilTestInverted(db *sql.DB, query string) ([]string, error) {
	rows, err := db.Query(query) // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	defer func() {
		if rows == nil {
			rows.Close()
		}
	}()
	return rows.Columns()
}

// A flag tells that the file was opened here.
func goodOpenedFlag(path string, w io.Writer) error {
	in, opened := os.Stdin, false
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		in, opened = f, true
	}
	_, err := io.Copy(w, in)
	if opened {
		in.Close()
	}
	return err
}

// The flag is only set if the file is large.
func badOpenedFlag(path string, w io.Writer) error {
	in, opened := os.Stdin, false
	if path != "-" {
		f, err := os.Open(path) // want "unclosed: f .*is not closed"
		if err != nil {
			return err
		}
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return err
		}
		opened = info.Size() > 1<<20
		in = f
	}
	_, err := io.Copy(w, in)
	if opened {
		in.Close()
	}
	return err
}

// The same condition stands before acquire and release.
func goodSameCondition(path string, verbose bool, data []byte) error {
	var f *os.File
	if verbose {
		var err error
		if f, err = os.Create(path); err != nil {
			return err
		}
	}
	if verbose {
		if _, err := f.Write(data); err != nil {
			f.Close()
			return err
		}
		return f.Close()
	}
	return nil
}

// An unrelated condition stands before the release.
func badUnrelatedCondition(path string, verbose bool) (int64, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(io.Discard, f)
	if verbose {
		log.Printf("read %d bytes", n)
		f.Close()
	}
	return n, err
}

// Standard input is borrowed, a file is closed.
func goodStdinOrFile(path string) ([]byte, error) {
	in := os.Stdin
	if path != "" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return io.ReadAll(in)
}

// The inner err shadows the outer one, which is nil for ever.
func badShadowed(path string, strict bool) (n int64, err error) {
	f, openErr := os.Open(path) // want "unclosed: f .*is (never|not) closed"
	if openErr != nil {
		return 0, openErr
	}
	if strict {
		info, err := f.Stat()
		if err != nil {
			n = 0
		} else {
			n = info.Size()
		}
	}
	if err != nil {
		f.Close()
		return 0, err
	}
	return n, nil
}

// A shadowed error in its own block; the outer one pairs with the rows.
func goodShadowed(db *sql.DB, query string) (cols []string, err error) {
	rows, err := db.Query(query)
	if err == nil {
		defer rows.Close()
		if cols, err := rows.Columns(); err != nil {
			log.Printf("columns: %v", err)
		} else {
			return cols, nil
		}
	}
	return nil, err
}

// The error is wrapped by a helper that keeps nil nil.
func goodWrappedError(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err := annotate(err, path); err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func annotate(err error, path string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", path, err)
}

// The error is logged, not returned: the way on is the success alone.
func goodLoggedError(path string) {
	f, err := os.Open(path)
	if err != nil {
		log.Printf("open %s: %v", path, err)
	} else {
		defer f.Close()
		if _, err := io.Copy(os.Stderr, f); err != nil {
			log.Print(err)
		}
	}
}

// The error test joins two conditions; the success with no rights leaks.
func badJoinedCondition(path string, allowed bool) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil || !allowed {
		return nil, errors.New("cannot read " + path)
	}
	defer f.Close()
	return io.ReadAll(f)
}

// The joined condition stands before the open, not behind it.
func goodJoinedCondition(path string, allowed bool) ([]byte, error) {
	var f *os.File
	err := fs.ErrPermission
	if allowed {
		f, err = os.Open(path)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// A fallback: the second open only if the first failed.
func goodFallback(primary, secondary string) ([]byte, error) {
	f, err := os.Open(primary)
	if err != nil {
		f, err = os.Open(secondary)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// A fallback on a condition that says nothing about the first open.
func badFallback(primary, secondary string, prefer bool) ([]byte, error) {
	f, err := os.Open(primary) // want "unclosed: f .*is not closed"
	if prefer {
		f, err = os.Open(secondary)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// Overwritten by the next acquire while still open.
func badOverwritten(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT * FROM a") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	if _, err := rows.Columns(); err != nil {
		rows.Close()
		return nil, err
	}
	rows, err = db.QueryContext(ctx, "SELECT * FROM b")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// Closed before the next acquire takes the variable.
func goodReused(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT * FROM a")
	if err != nil {
		return nil, err
	}
	if err := rows.Close(); err != nil {
		return nil, err
	}
	rows, err = db.QueryContext(ctx, "SELECT * FROM b")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// One deferred closure and one variable: it closes only what was last in it.
func badDeferSeesLast(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT * FROM a") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	defer func() {
		if rows != nil {
			rows.Close()
		}
	}()
	if rows, err = db.QueryContext(ctx, "SELECT * FROM b"); err != nil {
		return nil, err
	}
	return rows.Columns()
}

// The arguments of a deferred call are fixed at the defer.
func goodDeferKeepsFirst(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT * FROM a")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	rows, err = db.QueryContext(ctx, "SELECT * FROM b")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}
