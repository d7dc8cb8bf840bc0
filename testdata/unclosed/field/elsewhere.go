package field

import (
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"example.com/cases/unclosed/field/lib"
)

// The transaction is the helper's, the rows in it are closed here.
func goodInTx(ctx context.Context, db *sql.DB) (names []string, err error) {
	return lib.InTx(ctx, db, func(tx *sql.Tx) (names []string, err error) {
		rows, err := tx.QueryContext(ctx, "SELECT name FROM stations")
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return nil, err
			}
			names = append(names, name)
		}
		return names, rows.Err()
	})
}

// The rows in the callback are not of the transaction that ends after it.
func badInTx(ctx context.Context, db *sql.DB) (names []string, err error) {
	return lib.InTx(ctx, db, func(*sql.Tx) (names []string, err error) {
		rows, err := db.QueryContext(ctx, "SELECT name FROM stations") // want "unclosed: rows .*is (never|not) closed"
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return nil, err
			}
			names = append(names, name)
		}
		return names, rows.Err()
	})
}

// The function that came with the file does away with it.
func goodScratch(dir string, rs io.Reader) error {
	f, done, err := lib.Scratch(dir)
	if err != nil {
		return err
	}
	defer done()
	_, err = io.Copy(f, rs)
	return err
}

// The function that came with the file is not even named.
func badScratch(dir string, rs io.Reader) error {
	f, _, err := lib.Scratch(dir) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	_, err = io.Copy(f, rs)
	return err
}

// The method value becomes a closer by conversion.
func goodCloserFunc(path string) (io.Closer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return lib.CloserFunc(f.Close), nil
}

// The method value becomes a closer by conversion, and is found wanting.
func badCloserFunc(path string) (bool, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return false, err
	}
	c := lib.CloserFunc(f.Close)
	return c != nil, nil
}

// The helper drains and closes.
func goodDrain(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return lib.Drain(io.Discard, f)
}

// The helper drains and closes what is worth it, and nobody the rest.
func badDrain(path string) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	if info, err := f.Stat(); err != nil || info.Size() == 0 {
		return err
	}
	return lib.Drain(io.Discard, f)
}

// The only reference is given up.
func goodTable(path string) error {
	t, err := lib.OpenTable(path)
	if err != nil {
		return err
	}
	defer t.Release()
	_, err = io.Copy(io.Discard, t.File())
	return err
}

// The only reference is kept for ever.
func badTable(path string) error {
	t, err := lib.OpenTable(path) // want "unclosed: t .*"
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, t.File())
	return err
}

// The server is stopped when the context ends.
func goodEcho(ctx context.Context, addr string) error {
	e, err := lib.StartEcho(addr)
	if err != nil {
		return err
	}
	<-ctx.Done()
	return e.Stop(context.WithoutCancel(ctx))
}

// The server is started, greeted and left.
func badEcho(addr string) error {
	_, err := lib.StartEcho(addr) // want "unclosed: .*StartEcho.*"
	if err != nil {
		return err
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	return errors.Join(greet(conn), conn.Close())
}

// A reader and a closer make up one value without a name.
func goodUnnamed(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	zr, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{zr, f}, nil
}

// A gzip reader closes itself and not what it reads from.
func badUnnamed(path string) (io.ReadCloser, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	return gzip.NewReader(f)
}

// The named result is what the last round has left in it; each round before
// has closed its own.
func goodNamedRetry(url string) (resp *http.Response, err error) {
	for i := range 3 {
		if resp != nil {
			resp.Body.Close()
			time.Sleep(time.Duration(i) * time.Second)
		}
		resp, err = http.Get(url)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode < 500 {
			break
		}
	}
	return resp, nil
}

// The named result is overwritten by each round.
func badNamedRetry(url string) (resp *http.Response, err error) {
	for i := range 3 {
		time.Sleep(time.Duration(i) * time.Second)
		resp, err = http.Get(url) // want "unclosed: resp .*is not closed"
		if err != nil {
			return nil, err
		}
		if resp.StatusCode < 500 {
			break
		}
	}
	return resp, nil
}

type dialed struct {
	conn net.Conn
	err  error
}

// Who comes too late with a connection closes it.
func goodDialInTime(ctx context.Context, addr string) (net.Conn, error) {
	ch := make(chan dialed)
	go func() {
		conn, err := net.Dial("tcp", addr)
		select {
		case ch <- dialed{conn, err}:
		case <-ctx.Done():
			if err == nil {
				conn.Close()
			}
		}
	}()
	select {
	case d := <-ch:
		return d.conn, d.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Who comes too late with a connection drops it.
func badDialInTime(ctx context.Context, addr string) (net.Conn, error) {
	ch := make(chan dialed)
	go func() {
		conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
		select {
		case ch <- dialed{conn, err}:
		case <-ctx.Done():
		}
	}()
	select {
	case d := <-ch:
		return d.conn, d.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
