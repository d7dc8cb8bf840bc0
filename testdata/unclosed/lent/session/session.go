// Package session has interfaces whose implementations hand out views of what they keep.
package session

import (
	"io"
	"net"
	"os"
)

// An Archiver hands out an archive.
type Archiver interface {
	Archive(name string) (io.ReadCloser, error)
	Close() error
}

type readCloser struct {
	io.Reader
	closer io.Closer
}

func (r *readCloser) Close() error { return r.closer.Close() }

func newReadCloser(r io.Reader, c io.Closer) io.ReadCloser { return &readCloser{r, c} }

func archive(w io.Writer, r io.ReadCloser, name string) (io.ReadCloser, error) {
	if _, err := io.WriteString(w, name); err != nil {
		return nil, err
	}
	return newReadCloser(io.LimitReader(r, 1<<20), r), nil
}

type stream struct{ conn net.Conn }

func (s *stream) Close() error { return s.conn.Close() }

func (s *stream) Archive(name string) (io.ReadCloser, error) {
	rc := newReadCloser(s.conn, s.conn)
	a, err := archive(s.conn, rc, name)
	if err != nil {
		_ = rc.Close()
		return nil, err
	}
	return a, nil
}

// Dial returns an Archiver.
func Dial(addr string) (Archiver, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &stream{conn}, nil
}

// An Opener hands out what is its caller's from then on.
type Opener interface {
	Contents(name string) (io.ReadCloser, error)
}

type dir string

func (d dir) Contents(name string) (io.ReadCloser, error) {
	f, err := os.Open(string(d) + "/" + name)
	if err != nil {
		return nil, err
	}
	return newReadCloser(f, f), nil
}
