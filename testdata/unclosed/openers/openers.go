// Package openers gets what code that cannot be seen opens by its name.
package openers

import (
	"io"

	"example.com/cases/unclosed/openers/lib"
)

func goodClosed(d lib.Driver, addr string) error {
	s, err := d.OpenSession(addr)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Run("VACUUM")
}

func badForgotten(d lib.Driver, addr string) error {
	s, err := d.OpenSession(addr) // want "unclosed: s .lib.Session. is never closed"
	if err != nil {
		return err
	}
	return s.Run("VACUUM")
}

// The name does not say that anything is opened.
func goodCurrent(d lib.Driver) error {
	s, err := d.Current()
	if err != nil {
		return err
	}
	return s.Run("VACUUM")
}

func goodHandedOn(d lib.Driver, addr string, sessions map[string]lib.Session) error {
	s, err := d.OpenSession(addr)
	if err != nil {
		return err
	}
	sessions[addr] = s
	return nil
}

func badThroughRegistry(r *lib.Registry, addr string) error {
	s, err := r.Open("pg", addr) // want "unclosed: s .lib.Session. is never closed"
	if err != nil {
		return err
	}
	return s.Run("VACUUM")
}

func goodThroughRegistry(r *lib.Registry, addr string) error {
	s, err := r.Open("pg", addr)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Run("VACUUM")
}

func badDial(r *lib.Registry, addr string) error {
	s, err := r.Dial(addr) // want "unclosed: s .lib.Session. is never closed"
	if err != nil {
		return err
	}
	return s.Run("VACUUM")
}

func badPing(r *lib.Registry, d lib.Driver, addr string) error {
	s, err := r.Ping(d, addr) // want "unclosed: s .lib.Session. is never closed"
	if err != nil {
		return err
	}
	return s.Run("VACUUM")
}

// pool has a func in place of a method.
type pool struct {
	newSession func() (lib.Session, error)
	lend       func() (lib.Session, error)
	idle       []lib.Session
}

func (p *pool) badRun(cmd string) error {
	s, err := p.newSession() // want "unclosed: s .lib.Session. is not closed on every path"
	if err != nil {
		return err
	}
	if err := s.Run(cmd); err != nil {
		return err
	}
	return s.Close()
}

func (p *pool) goodKeep(cmd string) error {
	s, err := p.newSession()
	if err != nil {
		return err
	}
	p.idle = append(p.idle, s)
	return s.Run(cmd)
}

func (p *pool) goodLent(cmd string) error {
	s, err := p.lend()
	if err != nil {
		return err
	}
	return s.Run(cmd)
}

// An opener that cannot fail is as often as not an accessor.
type cache interface{ NewView() lib.Session }

func goodView(c cache) error { return c.NewView().Run("VACUUM") }

func badLoop(open func(addr string) (lib.Session, error), addrs []string) error {
	for _, addr := range addrs {
		s, err := open(addr) // want "unclosed: s .lib.Session. is not closed before the loop acquires it again"
		if err != nil {
			return err
		}
		if err := s.Run("VACUUM"); err != nil {
			continue
		}
		s.Close()
	}
	return nil
}

func goodLoop(open func(addr string) (lib.Session, error), addrs []string) error {
	for _, addr := range addrs {
		s, err := open(addr)
		if err != nil {
			return err
		}
		err = s.Run("VACUUM")
		s.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// A stream of bytes is lent by nobody who may fail.
type blobs interface {
	Fetch(key string) (io.ReadCloser, error)
	Upload(key string) (upload, error)
	CreateUpload(key string) (upload, error)
}

// upload is abandoned by Cancel.
type upload interface {
	io.Writer
	Close() error
	Cancel() error
}

func badFetch(b blobs, key string) ([]byte, error) {
	r, err := b.Fetch(key) // want "unclosed: r .io.ReadCloser. is never closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func goodFetch(b blobs, key string) ([]byte, error) {
	r, err := b.Fetch(key)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func goodFetched(b blobs, key string) (io.ReadCloser, error) {
	return b.Fetch(key)
}

func badUpload(b blobs, key string, data []byte) error {
	u, err := b.CreateUpload(key) // want "unclosed: u .* is not closed on every path"
	if err != nil {
		return err
	}
	if _, err := u.Write(data); err != nil {
		return err
	}
	return u.Close()
}

func goodUpload(b blobs, key string, data []byte) error {
	u, err := b.CreateUpload(key)
	if err != nil {
		return err
	}
	if _, err := u.Write(data); err != nil {
		u.Cancel()
		return err
	}
	return u.Close()
}

func goodRunner(d lib.Driver, addr string) error {
	s, err := d.OpenSession(addr)
	if err != nil {
		return err
	}
	r := lib.NewRunner(addr, s)
	r.Run([]string{"VACUUM"})
	return nil
}

func badRunner(d lib.Driver, addr string) (string, error) {
	s, err := d.OpenSession(addr) // want "unclosed: s .lib.Session. is never closed"
	if err != nil {
		return "", err
	}
	return lib.NewRunner(addr, s).Last(), nil
}

// Whoever made the session may keep it, too.
type tunnel struct {
	driver  lib.Driver
	session lib.Session
}

func (t *tunnel) goodUp(addr string) error {
	s, err := t.driver.OpenSession(addr)
	if err != nil {
		return err
	}
	t.session = s
	return nil
}

func (t *tunnel) run(cmd string) error { return t.session.Run(cmd) }

// What is for one use is lent by nobody who may fail.
type content interface {
	Reader(digest string) (ChunkReader, error)
	Owner(digest string) (owner, error)
}

// ChunkReader reads chunks.
type ChunkReader interface {
	Chunk(n int) ([]byte, error)
	Close() error
}

type owner interface {
	Name() string
	Close() error
}

func badReader(c content, digest string) ([]byte, error) {
	r, err := c.Reader(digest) // want "unclosed: r .*ChunkReader. is never closed"
	if err != nil {
		return nil, err
	}
	return r.Chunk(0)
}

func goodReader(c content, digest string) ([]byte, error) {
	r, err := c.Reader(digest)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.Chunk(0)
}

func goodOwner(c content, digest string) (string, error) {
	o, err := c.Owner(digest)
	if err != nil {
		return "", err
	}
	return o.Name(), nil
}

// listener accepts connections that are closed with a reason.
type listener interface {
	Accept() (peer, error)
}

type peer interface {
	Ping() error
	CloseWithError(reason string) error
}

func badAccept(l listener) error {
	for {
		p, err := l.Accept() // want "unclosed: p .* is not closed before the loop acquires it again"
		if err != nil {
			return err
		}
		if err := p.Ping(); err != nil {
			continue
		}
		p.CloseWithError("")
	}
}

func goodAccept(l listener, serve func(peer)) error {
	for {
		p, err := l.Accept()
		if err != nil {
			return err
		}
		go serve(p)
	}
}
