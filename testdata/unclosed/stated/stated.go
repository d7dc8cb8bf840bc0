// Package stated has owners that comments name where no body tells.
package stated

import (
	"errors"
	"io"
	"log"
	"os"

	"example.com/cases/unclosed/stated/lib"
)

// What is pushed is the queue's.
func goodPushed(q lib.Queue, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return q.Push(path, f)
}

// A preview is no hand-over.
func badPreviewed(q lib.Queue, path string) (string, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return "", err
	}
	return q.Preview(f), nil
}

func goodRegistered(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	lib.Register(f)
	return nil
}

func goodDiscarded(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	lib.Discard("empty", f)
	return nil
}

// The file is registered on one path only.
func badRegisteredOnce(path string, keep bool) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return err
	}
	if !keep {
		return errors.New("not kept: " + path)
	}
	lib.Register(f)
	return nil
}

type uploader struct {
	// store is called with a body that it closes.
	//
	//leakvet:releases
	store func(body io.ReadCloser) error
	// peek is called with a body that stays the caller's.
	//
	//leakvet:borrows
	peek func(body io.ReadCloser) string
}

func (u *uploader) goodStored(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return u.store(f)
}

func (u *uploader) badPeeked(path string) error {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	log.Print(u.peek(f))
	return nil
}

// tail keeps the file that it reads, which whoever opened it closes.
type tail struct {
	//leakvet:borrows
	f *os.File
}

// The field borrows: the file is still owed when the function returns.
func (t *tail) badBorrowed(path string) error {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	t.f = f
	return nil
}

func (t *tail) next(p []byte) (int, error) { return t.f.Read(p) }

// vault has a file that the system takes back at the end of the process.
type vault struct {
	//leakvet:owns
	f *os.File
}

func goodOwned(path string) (*vault, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &vault{f: f}, nil
}

func (v *vault) size() (int64, error) {
	info, err := v.f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
