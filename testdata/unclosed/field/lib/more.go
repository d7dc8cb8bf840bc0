package lib

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

// InTx runs f in a transaction, which it ends whatever happens.
func InTx[T any](ctx context.Context, db *sql.DB, f func(*sql.Tx) (T, error)) (v T, err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return v, err
	}
	defer func() {
		if p := recover(); p != nil {
			tx.Rollback()
			panic(p)
		}
		if err != nil {
			err = errors.Join(err, tx.Rollback())
			return
		}
		err = tx.Commit()
	}()
	return f(tx)
}

// Scratch makes a file and the function that does away with it.
func Scratch(dir string) (f *os.File, done func(), err error) {
	f, err = os.CreateTemp(dir, "readings-*")
	if err != nil {
		return nil, nil, err
	}
	return f, func() {
		f.Close()
		os.Remove(f.Name())
	}, nil
}

// CloserFunc is a function that is its own Close.
type CloserFunc func() error

// Close calls c.
func (c CloserFunc) Close() error { return c() }

// Drain copies all of src, which it closes.
func Drain(dst io.Writer, src io.ReadCloser) (err error) {
	defer func() {
		if cerr := src.Close(); cerr != nil && err == nil {
			err = fmt.Errorf("close: %w", cerr)
		}
	}()
	_, err = io.Copy(dst, src)
	return err
}

// Table is a file that several may read at a time.
type Table struct {
	f    *os.File
	refs int
}

// OpenTable opens a table with one reference.
func OpenTable(path string) (*Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &Table{f: f, refs: 1}, nil
}

// File lends the file.
func (t *Table) File() *os.File {
	return t.f
}

// Release gives one reference up; the last one closes.
func (t *Table) Release() error {
	if t.refs--; t.refs > 0 {
		return nil
	}
	return t.f.Close()
}

// Echo answers in goroutines of its own.
type Echo struct {
	ln   net.Listener
	done chan struct{}
}

// StartEcho listens and returns.
func StartEcho(addr string) (*Echo, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	e := &Echo{ln: ln, done: make(chan struct{})}
	go e.accept()
	return e, nil
}

func (e *Echo) accept() {
	defer close(e.done)
	for {
		conn, err := e.ln.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			io.Copy(conn, conn)
		}()
	}
}

// Stop closes the listener and waits.
func (e *Echo) Stop(ctx context.Context) error {
	err := e.ln.Close()
	select {
	case <-e.done:
		return err
	case <-ctx.Done():
		return errors.Join(err, ctx.Err())
	}
}
