package linked

import (
	"errors"
	"net"
)

// A link sends over a transport, which the session around it closes.
type transport interface {
	send(b []byte) error
	Close() error
}

type tcp struct{ conn net.Conn }

func (t *tcp) send(b []byte) error {
	_, err := t.conn.Write(b)
	return err
}

func (t *tcp) Close() error { return t.conn.Close() }

type link struct {
	t       transport
	refused bool
}

var errRefused = errors.New("refused")

func negotiate(t transport) (*link, error) {
	l := &link{t: t}
	if err := l.t.send([]byte("hello")); err != nil {
		return nil, err
	}
	go l.keepAlive()
	if l.refused {
		return nil, errRefused
	}
	return l, nil
}

func (l *link) keepAlive() {
	for l.t.send(nil) == nil {
	}
}

type session struct {
	*link
	id int
}

// Logoff ends the session and its connection.
func (s *session) Logoff() error { return errors.Join(s.link.t.send([]byte("bye")), s.link.t.Close()) }

func newSession(c net.Conn) (*session, error) {
	l, err := negotiate(&tcp{conn: c})
	if err != nil {
		return nil, err
	}
	return &session{link: l, id: 1}, nil
}

func goodSession(addr string) error {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	s, err := newSession(c)
	if err != nil {
		return errors.Join(err, c.Close())
	}
	return s.Logoff()
}

func badSession(addr string) error {
	c, err := net.Dial("tcp", addr) // want "unclosed: c .*is not closed on every path"
	if err != nil {
		return err
	}
	s, err := newSession(c)
	if err != nil {
		return err
	}
	return s.Logoff()
}
