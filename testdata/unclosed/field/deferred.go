// Package field has shapes on which earlier versions were wrong, in the words
// of a network of weather stations. Each comes with its twin.
package field

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"reflect"
	"runtime"

	"example.com/cases/unclosed/field/lib"
)

type reading struct {
	station string
	celsius float64
}

func logOnError(ctx context.Context, do func() error) {
	if err := do(); err != nil {
		slog.WarnContext(ctx, "cleanup failed", "err", err)
	}
}

func logName(ctx context.Context, do func() error) {
	name := runtime.FuncForPC(reflect.ValueOf(do).Pointer()).Name()
	slog.DebugContext(ctx, "later", "func", name)
}

// A deferred helper calls the method value that it is given.
func goodDeferredMethodValue(ctx context.Context, db *sql.DB) (all []reading, err error) {
	rows, err := db.QueryContext(ctx, "SELECT station, celsius FROM readings")
	if err != nil {
		return nil, err
	}
	defer logOnError(ctx, rows.Close)
	for rows.Next() {
		var r reading
		if err := rows.Scan(&r.station, &r.celsius); err != nil {
			return nil, fmt.Errorf("scan reading %d: %w", len(all), err)
		}
		if r.celsius < -273.15 {
			return nil, fmt.Errorf("station %s is broken", r.station)
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

// A deferred helper logs the name of the method value and forgets to call it.
func badDeferredMethodValue(ctx context.Context, db *sql.DB) (all []reading, err error) {
	rows, err := db.QueryContext(ctx, "SELECT station, celsius FROM readings") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	defer logName(ctx, rows.Close)
	for rows.Next() {
		var r reading
		if err := rows.Scan(&r.station, &r.celsius); err != nil {
			return nil, fmt.Errorf("scan reading %d: %w", len(all), err)
		}
		all = append(all, r)
	}
	return all, rows.Err()
}

func drop(func() error) { slog.Info("not today") }

// The helper does not even look at the function.
func badDeferredDropped(db *sql.DB) (cols []string, err error) {
	rows, err := db.Query("SELECT 1") // want "unclosed: rows .*is never closed"
	if err != nil {
		return nil, err
	}
	defer drop(rows.Close)
	return rows.Columns()
}

// The deferred helper of another package calls the method value.
func goodDeferredMethodValueElsewhere(ctx context.Context, db *sql.DB) (sum float64, err error) {
	rows, err := db.QueryContext(ctx, "SELECT celsius FROM readings")
	if err != nil {
		return 0, err
	}
	defer lib.LogFailure(ctx, rows.Close)
	for rows.Next() {
		var celsius float64
		if err := rows.Scan(&celsius); err != nil {
			return 0, err
		}
		sum += celsius
	}
	return sum, rows.Err()
}

// The deferred helper of another package logs the name only.
func badDeferredMethodValueElsewhere(ctx context.Context, db *sql.DB) (sum float64, err error) {
	rows, err := db.QueryContext(ctx, "SELECT celsius FROM readings") // want "unclosed: rows .*is (never|not) closed"
	if err != nil {
		return 0, err
	}
	defer lib.LogPending(ctx, rows.Close)
	for rows.Next() {
		var celsius float64
		if err := rows.Scan(&celsius); err != nil {
			return 0, err
		}
		sum += celsius
	}
	return sum, rows.Err()
}

var errGreeting = errors.New("station did not greet")

func greet(rw io.ReadWriter) error {
	if _, err := io.WriteString(rw, "HELLO\n"); err != nil {
		return err
	}
	buf := make([]byte, 2)
	if _, err := io.ReadFull(rw, buf); err != nil {
		return err
	}
	if string(buf) != "OK" {
		return errGreeting
	}
	return nil
}

// The return sets the named result to nil before the deferred function looks.
func badNamedResultEmptied(addr string) (conn net.Conn, retErr error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
	if err != nil {
		return nil, err
	}
	defer func() {
		if retErr != nil && conn != nil {
			conn.Close()
		}
	}()
	if err := greet(conn); err != nil {
		return nil, fmt.Errorf("greet %s: %w", addr, err)
	}
	return conn, nil
}

// The deferred function looks at a variable that no return can empty.
func goodNamedResultApart(addr string) (_ net.Conn, retErr error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer func() {
		if retErr != nil && conn != nil {
			conn.Close()
		}
	}()
	if err := greet(conn); err != nil {
		return nil, fmt.Errorf("greet %s: %w", addr, err)
	}
	return conn, nil
}

// The return keeps the named result, so that the deferred function finds it.
func goodNamedResultKept(addr string) (conn net.Conn, retErr error) {
	conn, retErr = net.Dial("tcp", addr)
	if retErr != nil {
		return nil, retErr
	}
	defer func() {
		if retErr != nil {
			conn.Close()
			conn = nil
		}
	}()
	if err := greet(conn); err != nil {
		return conn, fmt.Errorf("greet %s: %w", addr, err)
	}
	return conn, nil
}
