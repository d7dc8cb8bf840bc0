package wrappers

import (
	"bufio"
	"errors"
	"io"
	"os"
)

// A buffered reads by one and closes the other.
type buffered struct {
	io.Reader
	io.Closer
}

// The struct is returned by value, in an interface, from a function that defers.
func goodBoxed(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	done := false
	defer func() {
		if !done {
			f.Close()
		}
	}()
	if _, err := f.Stat(); err != nil {
		return nil, err
	}
	done = true
	return buffered{Reader: bufio.NewReader(f), Closer: f}, nil
}

// It closes nothing.
func badBoxed(path string) (io.Reader, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	var errs error
	defer func() { errs = errors.Join(errs, nil) }()
	return struct {
		name string
		io.Reader
	}{f.Name(), io.LimitReader(f, 10)}, errs
}
