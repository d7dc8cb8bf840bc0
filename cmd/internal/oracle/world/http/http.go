// Package http stands in for the client of net/http.
package http

import (
	"errors"
	"io"

	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

var errFault = errors.New("the network fails")

// A Response is the answer to a request.
type Response struct {
	Body io.ReadCloser
}

// Dispose is for the owner of a response that a program has returned.
func (r *Response) Dispose() { _ = r.Body.Close() }

// Get asks a server.
func Get(string) (*Response, error) {
	if world.Fault() {
		return nil, errFault
	}
	b := new(body)
	b.own = world.Acquired("body", func() bool { return !b.closed }, func() { b.closed = true })
	return &Response{Body: b}, nil
}

type body struct {
	own    *world.Resource
	closed bool
}

func (b *body) Read([]byte) (int, error) {
	b.own.Use()
	if world.Fault() {
		return 0, errFault
	}
	return 0, io.EOF
}

func (b *body) Close() error {
	b.own.Release()
	b.closed = true
	if world.Fault() {
		return errFault
	}
	return nil
}
