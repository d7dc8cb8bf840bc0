package owners

import (
	"context"
	"net"
)

// A hook that is called with a connection has not taken it when that goes into what owns
// it afterwards.
type hook struct {
	name string
	run  func(ctx context.Context, conn net.Conn) error
}

var hooks []hook

func runHooks(ctx context.Context, conn net.Conn) {
	for _, h := range hooks {
		if err := h.run(ctx, conn); err != nil {
			continue
		}
	}
}

type session struct{ conn net.Conn }

func (s *session) Close() error { return s.conn.Close() }

func newSession(ctx context.Context, addr string) (*session, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	runHooks(ctx, conn)
	return &session{conn: conn}, nil
}

func salute(ctx context.Context, addr string) error {
	s, err := newSession(ctx, addr) // want "unclosed: s \\(\\*owners.session\\) is not closed on every path: it stays open when err != nil"
	if err != nil {
		return err
	}
	if _, err := s.conn.Write([]byte("hello")); err != nil {
		return err
	}
	return s.Close()
}

func saluteRight(ctx context.Context, addr string) error {
	s, err := newSession(ctx, addr)
	if err != nil {
		return err
	}
	defer s.Close()
	_, err = s.conn.Write([]byte("hello"))
	return err
}

// What is handed to a hook and not used after that may be the hook's.
func serve(ctx context.Context, addr string, h hook) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	return h.run(ctx, conn)
}
