package field

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
)

// block closes its file whatever the last Sync of it says.
type block struct{ f *os.File }

func goodOpenBlock(path string) (*block, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &block{f: f}, nil
}

func (b *block) add(p []byte) error {
	_, err := b.f.Write(p)
	return err
}

func (b *block) Close() error {
	return errors.Join(b.f.Sync(), b.f.Close())
}

// session has one transaction at a time.
type session struct {
	db *sql.DB
	tx *sql.Tx
}

// The transaction in the field is rolled back before the next.
func (s *session) goodRestart(ctx context.Context) (err error) {
	s.tx, err = s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err = s.tx.ExecContext(ctx, "LOCK TABLE readings"); err != nil {
		if err := s.tx.Rollback(); err != nil {
			return err
		}
		s.tx, err = s.db.BeginTx(ctx, nil)
	}
	return err
}

func (s *session) Close() error { return s.tx.Rollback() }

// link is half built while its constructor may still fail.
type link struct {
	ctl, data net.Conn
	peer      string
}

// The half-built link is closed by its own Close, which knows of nil.
func goodHalfBuilt(ctl, data string) (*link, error) {
	l := &link{peer: ctl}
	var err error
	if l.ctl, err = net.Dial("tcp", ctl); err != nil {
		return nil, err
	}
	if l.data, err = net.Dial("tcp", data); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	if err := greet(l.data); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// The half-built link is dropped with what it has.
func badHalfBuilt(ctl, data string) (*link, error) {
	l := &link{peer: ctl}
	var err error
	if l.ctl, err = net.Dial("tcp", ctl); err != nil { // want "unclosed: .*is not closed"
		return nil, err
	}
	if l.data, err = net.Dial("tcp", data); err != nil {
		return nil, fmt.Errorf("data of %s: %w", l.peer, err)
	}
	return l, nil
}

func (l *link) Close() (err error) {
	if l.data != nil {
		err = l.data.Close()
	}
	if l.ctl != nil {
		err = errors.Join(err, l.ctl.Close())
	}
	return err
}

// mirror keeps what it opened in a map under a lock.
type mirror struct {
	mu    sync.Mutex
	files map[string]*os.File
}

// The file of a name is opened once, and lent after that.
func (m *mirror) goodFile(name string) (*os.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f, ok := m.files[name]; ok {
		return f, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	m.files[name] = f
	return f, nil
}

// The file of a name is opened, found to be a directory, and not kept.
func (m *mirror) badFile(name string) (*os.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, err := os.Open(name) // want "unclosed: f .*is not closed"
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return nil, fmt.Errorf("no file: %s", name)
	}
	m.files[name] = f
	return f, nil
}

func (m *mirror) Close() (err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name, f := range m.files {
		err = errors.Join(err, f.Close())
		delete(m.files, name)
	}
	return err
}

// teed reads a connection into a file; its Close closes both, by functions
// that were put into a slice.
type teed struct {
	io.Reader
	closers []func() error
}

func (t *teed) Close() (err error) {
	for _, c := range t.closers {
		err = errors.Join(err, c())
	}
	return err
}

// The method values go into the slice of the result.
func goodTeed(addr, path string) (io.ReadCloser, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &teed{Reader: io.TeeReader(conn, f), closers: []func() error{f.Close, conn.Close}}, nil
}

// One of two method values is left out of the slice.
func badTeed(addr, path string) (io.ReadCloser, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	f, err := os.Create(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &teed{Reader: io.TeeReader(conn, f), closers: []func() error{conn.Close}}, nil
}
