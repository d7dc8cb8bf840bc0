// Package fields is about contexts that are kept beside their cancel functions.
package fields

import (
	"context"
	"errors"
)

type backend interface{ Close(context.Context) error }

type server struct {
	ctx    context.Context
	cancel context.CancelFunc
	quit   func()
	store  backend
}

func newServer(b backend) *server {
	ctx, cancel := context.WithCancel(context.Background())
	return &server{ctx: ctx, cancel: cancel, store: b, quit: func() {}}
}

func (s *server) badStop() error {
	s.cancel()
	return s.store.Close(s.ctx) // want "cleanupctx: s.store.Close is given a context that is done by then, and cannot finish: its cancel function has been called"
}

func (s *server) badDeferred() (err error) {
	defer func() { err = errors.Join(err, s.store.Close(s.ctx)) }() // want "cleanupctx: s.store.Close is given a context that is done by then"
	defer s.cancel()
	return nil
}

func (s *server) goodStop() error {
	err := s.store.Close(s.ctx)
	s.cancel()
	return err
}

func (s *server) goodOther() error {
	s.quit()
	return s.store.Close(s.ctx)
}
