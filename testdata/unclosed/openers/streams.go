package openers

import (
	"context"
	"io"
)

// Stream ends by Close; CloseWrite ends what is sent and does not free it.
type Stream interface {
	io.ReadWriteCloser
	CloseWrite() error
}

// Host opens streams.
type Host interface {
	NewStream(ctx context.Context, peer string) (Stream, error)
}

func badHalfClosed(ctx context.Context, h Host, req []byte) ([]byte, error) {
	s, err := h.NewStream(ctx, "peer") // want "unclosed: s .*Stream. is never closed"
	if err != nil {
		return nil, err
	}
	if _, err := s.Write(req); err != nil {
		return nil, err
	}
	if err := s.CloseWrite(); err != nil {
		return nil, err
	}
	return io.ReadAll(s)
}

func goodClosedWhole(ctx context.Context, h Host, req []byte) ([]byte, error) {
	s, err := h.NewStream(ctx, "peer")
	if err != nil {
		return nil, err
	}
	defer s.Close()
	go func() {
		defer s.CloseWrite()
		s.Write(req)
	}()
	return io.ReadAll(s)
}
