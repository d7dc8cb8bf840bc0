package owners

import (
	"fmt"
	"io"
	"os"
	"sync"
)

var opening sync.Mutex

// The constructor has deferred calls of its own, and hides the type of what it makes.
func goodOpen(path string) (io.Closer, error) {
	opening.Lock()
	defer opening.Unlock()
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &journal{f: f}, nil
}

func goodOpened(path string) error {
	j, err := goodOpen(path)
	if err != nil {
		return err
	}
	return j.Close()
}

func badOpened(path string) error {
	j, err := goodOpen(path) // want "unclosed: j .*is never closed"
	if err != nil {
		return err
	}
	_, err = fmt.Println(j != nil)
	return err
}

// It closes what it has made when something fails after that, and gives it up.
func goodOpenEmpty(path string) (j io.Closer, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	made := &journal{f: f}
	defer func() {
		if err != nil {
			made.Close()
			j = nil
		}
	}()
	if _, err = f.Stat(); err != nil {
		return nil, err
	}
	return made, nil
}

func badOpenedEmpty(path string) error {
	j, err := goodOpenEmpty(path) // want "unclosed: j .*is not closed on every path"
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return err
	}
	return j.Close()
}

// shelf has one journal, which it lends.
type shelf struct {
	mu sync.Mutex
	j  *journal
}

func (s *shelf) Close() error { return s.j.Close() }

func (s *shelf) goodBorrow(path string) (io.Closer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.j == nil {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		s.j = &journal{f: f}
	}
	return s.j, nil
}

func goodBorrowed(s *shelf, path string) error {
	_, err := s.goodBorrow(path)
	return err
}
