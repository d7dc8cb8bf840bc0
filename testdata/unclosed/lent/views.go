package lent

import (
	"io"

	"example.com/cases/unclosed/lent/session"
)

// What an object hands out of its own ends with the object.
func archived(addr, name string) ([]byte, error) {
	a, err := session.Dial(addr)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	r, err := a.Archive(name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func opened(o session.Opener, name string) ([]byte, error) {
	r, err := o.Contents(name) // want "unclosed: r \\(io.ReadCloser\\) is never closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
