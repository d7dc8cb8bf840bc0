package field

import (
	"archive/zip"
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"example.com/cases/unclosed/field/lib"
)

// goodMade hands on whatever the given function makes.
func goodMade[T io.Closer](make func() (T, error), check func(T) error) (made T, err error) {
	made, err = make()
	if err != nil {
		return made, err
	}
	if err := check(made); err != nil {
		return made, errors.Join(err, made.Close())
	}
	return made, nil
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// What must lets through is closed.
func goodMust(path string) ([]byte, error) {
	f := must(os.Open(path))
	defer f.Close()
	return io.ReadAll(f)
}

// What must lets through is forgotten.
func badMust(path string) ([]byte, error) {
	f := must(os.Open(path)) // want "unclosed: .*never closed"
	return io.ReadAll(f)
}

// The method stands in front of its receiver.
func goodMethodExpression(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer (*os.File).Close(f)
	return io.Copy(io.Discard, f)
}

// The body of a request is the server's, whatever is around it.
func goodRequestBody(w http.ResponseWriter, r *http.Request) {
	body := http.MaxBytesReader(w, r.Body, 1<<20)
	if _, err := io.Copy(io.Discard, body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

type counted struct {
	net.Conn
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.n += int64(n)
	return n, err
}

// The promoted Close closes the connection.
func goodPromoted(addr string) (int64, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return 0, err
	}
	c := &counted{Conn: conn}
	defer c.Close()
	err = greet(c)
	return c.n, err
}

// The promoted Close is there and nobody calls it.
func badPromoted(addr string) (int64, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: (conn|c) .*is never closed"
	if err != nil {
		return 0, err
	}
	c := &counted{Conn: conn}
	err = greet(c)
	return c.n, err
}

// A value that embeds the connection, not a pointer, goes to the caller.
func goodPromotedByValue(addr string) (counted, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return counted{}, err
	}
	return counted{Conn: conn}, nil
}

// openReader gives its caller a function that closes.
func openReader(path string) (io.Reader, func() error, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	return bufio.NewReader(f), f.Close, nil
}

// The function that closes is called.
func goodCloseFunc(path string) (err error) {
	r, closeFunc, err := openReader(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeFunc()) }()
	_, err = io.Copy(io.Discard, r)
	return err
}

// The link is set free when the flag says that nobody has taken it.
func goodTakenFlag(addr string, keep func(net.Conn) error) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	taken := false
	defer func() {
		if !taken {
			conn.Close()
		}
	}()
	if err := greet(conn); err != nil {
		return err
	}
	taken = true
	return keep(conn)
}

// The flag says so a step too early.
func badTakenFlag(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is not closed"
	if err != nil {
		return nil, err
	}
	taken := false
	defer func() {
		if !taken {
			conn.Close()
		}
	}()
	taken = true
	if err := greet(conn); err != nil {
		return nil, err
	}
	return conn, nil
}

// Each function of the group closes its own.
func goodGroup(ctx context.Context, addrs []string) error {
	g, _ := errgroup.WithContext(ctx)
	for _, addr := range addrs {
		g.Go(func() error {
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				return err
			}
			return errors.Join(greet(conn), conn.Close())
		})
	}
	return g.Wait()
}

// Each function of the group leaves its own when it is not greeted.
func badGroup(ctx context.Context, addrs []string) error {
	g, _ := errgroup.WithContext(ctx)
	for _, addr := range addrs {
		g.Go(func() error {
			conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is not closed"
			if err != nil {
				return err
			}
			if err := greet(conn); err != nil {
				return err
			}
			return conn.Close()
		})
	}
	return g.Wait()
}

// The sequence has the rows and closes them when the caller is done with it.
func goodSequence(ctx context.Context, db *sql.DB) (iter.Seq2[reading, error], error) {
	rows, err := db.QueryContext(ctx, "SELECT station, celsius FROM readings")
	if err != nil {
		return nil, err
	}
	return func(yield func(reading, error) bool) {
		defer rows.Close()
		for rows.Next() {
			var r reading
			err := rows.Scan(&r.station, &r.celsius)
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(reading{}, err)
		}
	}, nil
}

// The sequence asks anew each time, and leaves its rows when told to stop.
func badSequence(ctx context.Context, db *sql.DB) iter.Seq2[reading, error] {
	return func(yield func(reading, error) bool) {
		rows, err := db.QueryContext(ctx, "SELECT station, celsius FROM readings") // want "unclosed: rows .*is not closed"
		if err != nil {
			yield(reading{}, err)
			return
		}
		for rows.Next() {
			var r reading
			err := rows.Scan(&r.station, &r.celsius)
			if !yield(r, err) {
				return
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			yield(reading{}, err)
		}
	}
}

// The goroutine has the connection and closes it when all was piped.
func goodPiped(addr string) (io.ReadCloser, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	pr, pw := io.Pipe()
	go func() {
		defer conn.Close()
		_, err := io.Copy(pw, conn)
		pw.CloseWithError(err)
	}()
	return pr, nil
}

// The goroutine has the connection and thinks of the pipe only.
func badPiped(addr string) (io.ReadCloser, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
	if err != nil {
		return nil, err
	}
	pr, pw := io.Pipe()
	go func() {
		_, err := io.Copy(pw, conn)
		pw.CloseWithError(err)
	}()
	return pr, nil
}

// Wait closes the pipe of a command.
func goodCommandPipe(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "calibrate")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	_, err = io.Copy(os.Stderr, out)
	return errors.Join(err, cmd.Wait())
}

// The command gets a copy of the file; the file is closed after it.
func goodCommandOutput(ctx context.Context, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "calibrate")
	cmd.Stdout = f
	return errors.Join(cmd.Run(), f.Close())
}

// Every entry of the archive is closed before the next.
func goodArchive(path string) (n int64, err error) {
	zr, err := zip.OpenReader(path)
	if err != nil {
		return 0, err
	}
	defer zr.Close()
	for _, entry := range zr.File {
		rc, err := entry.Open()
		if err != nil {
			return n, err
		}
		m, err := io.Copy(io.Discard, rc)
		if err := errors.Join(err, rc.Close()); err != nil {
			return n, err
		}
		n += m
	}
	return n, nil
}

type idle struct{ conns chan net.Conn }

// The connection goes back when there is room, and is closed when not.
func (i *idle) goodUse(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	err = greet(conn)
	select {
	case i.conns <- conn:
		return err
	default:
		return errors.Join(err, conn.Close())
	}
}

// The connection goes back when there is room, and is lost when not.
func (i *idle) badUse(addr string) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is (never|not) closed"
	if err != nil {
		return err
	}
	err = greet(conn)
	select {
	case i.conns <- conn:
	default:
	}
	return err
}

func (i *idle) Close() (err error) {
	close(i.conns)
	for conn := range i.conns {
		err = errors.Join(err, conn.Close())
	}
	return err
}

type rotated struct{ out atomic.Pointer[os.File] }

// The new file takes the place of the old, which is closed.
func (r *rotated) goodRotate(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if old := r.out.Swap(f); old != nil {
		return old.Close()
	}
	return nil
}

// The new file is found to be a pipe, and does not take the place of the old.
func (r *rotated) badRotate(path string) error {
	f, err := os.Create(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file", path)
	}
	if old := r.out.Swap(f); old != nil {
		return old.Close()
	}
	return nil
}

var readers = sync.Pool{New: func() any { return new(bufio.Reader) }}

// The reader goes back to its pool, which says nothing of the connection.
func badPooledReader(addr string) (string, error) {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is never closed"
	if err != nil {
		return "", err
	}
	r := readers.Get().(*bufio.Reader)
	defer readers.Put(r)
	r.Reset(conn)
	return r.ReadString('\n')
}

// The reader goes back to its pool, and the connection is closed.
func goodPooledReader(addr string) (line string, err error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	r := readers.Get().(*bufio.Reader)
	defer readers.Put(r)
	r.Reset(conn)
	return r.ReadString('\n')
}

// Both are opened before either error is looked at: one may be there.
func badBothThenErrors(from, to string) error {
	src, err1 := os.Open(from) // want "unclosed: src .*is not closed"
	dst, err2 := os.Create(to) // want "unclosed: dst .*is not closed"
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	_, err := io.Copy(dst, src)
	return errors.Join(err, dst.Close(), src.Close())
}

// Both are opened and both are closed, be they there or not.
func goodBothThenErrors(from, to string) (err error) {
	src, err1 := os.Open(from)
	defer func() {
		if err1 == nil {
			err = errors.Join(err, src.Close())
		}
	}()
	dst, err2 := os.Create(to)
	defer func() {
		if err2 == nil {
			err = errors.Join(err, dst.Close())
		}
	}()
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return err
}

// The kind decides what is opened; one close is for all kinds.
func goodKinds(kind, name string) (n int64, err error) {
	var src io.ReadCloser
	switch kind {
	case "file":
		src, err = os.Open(name)
	case "station":
		src, err = net.Dial("tcp", name)
	default:
		return 0, fmt.Errorf("unknown kind %q", kind)
	}
	if err != nil {
		return 0, err
	}
	defer src.Close()
	return io.Copy(io.Discard, src)
}

// The kind decides what is opened, and one kind is closed.
func badKinds(kind, name string) (n int64, err error) {
	var src io.Reader
	switch kind {
	case "file":
		f, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		defer f.Close()
		src = f
	case "station":
		conn, err := net.Dial("tcp", name) // want "unclosed: conn .*is never closed"
		if err != nil {
			return 0, err
		}
		src = conn
	default:
		return 0, fmt.Errorf("unknown kind %q", kind)
	}
	return io.Copy(io.Discard, src)
}

// A feed is made of what a function literal has dialed.
func goodLiteralDials(addr string) (*lib.Feed, error) {
	dial := func() (net.Conn, error) { return net.Dial("tcp", addr) }
	conn, err := dial()
	if err != nil {
		return nil, err
	}
	return lib.NewFeed(lib.NewWire(conn)), nil
}

// What a function literal has dialed is greeted and left.
func badLiteralDials(addr string) error {
	dial := func() (net.Conn, error) { return net.Dial("tcp", addr) }
	conn, err := dial() // want "unclosed: conn .*is never closed"
	if err != nil {
		return err
	}
	return greet(conn)
}
