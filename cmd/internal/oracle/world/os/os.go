// Package os stands in for the files of package os.
package os

import (
	"errors"

	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

var errFault = errors.New("the file system fails")

// A File is an open file.
type File struct {
	own    *world.Resource
	closed bool
}

func open() (*File, error) {
	if world.Fault() {
		return nil, errFault
	}
	f := new(File)
	f.own = world.Acquired("file", func() bool { return !f.closed }, func() { f.closed = true })
	return f, nil
}

func Open(string) (*File, error)   { return open() }
func Create(string) (*File, error) { return open() }

func (f *File) Write(data []byte) (int, error) {
	f.own.Use()
	if world.Fault() {
		return 0, errFault
	}
	return len(data), nil
}

func (f *File) Close() error {
	f.own.Release()
	f.closed = true
	if world.Fault() {
		return errFault
	}
	return nil
}
