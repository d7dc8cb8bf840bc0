package wrappers

import (
	"errors"
	"net"
)

// A session owns the connection that it is made over, if it comes about.
type session struct {
	conn net.Conn
	ok   bool
}

func (s *session) Close() error { return s.conn.Close() }

func (s *session) shake() error {
	if _, err := s.conn.Write([]byte("hello")); err != nil {
		return err
	}
	s.ok = true
	return nil
}

// newSession returns the session with the error, for what it knows of the peer; the
// connection is closed by then.
func newSession(conn net.Conn) (*session, error) {
	s := &session{conn: conn}
	if err := s.shake(); err != nil {
		_ = s.conn.Close()
		return s, err
	}
	return s, nil
}

// openSession leaves it open.
func openSession(conn net.Conn) (*session, error) {
	s := &session{conn: conn}
	err := s.shake()
	return s, err
}

func goodHandshake(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	s, err := newSession(conn)
	if err != nil {
		return err
	}
	if !s.ok {
		return errors.Join(errors.New("no session"), s.Close())
	}
	return s.Close()
}

func badHandshake(addr string) error {
	conn, err := net.Dial("tcp", addr) // want "unclosed: conn .*is not closed"
	if err != nil {
		return err
	}
	s, err := openSession(conn)
	if err != nil {
		return err
	}
	return s.Close()
}
