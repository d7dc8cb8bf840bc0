package errorpath

import (
	"io"
	"os"
	"sync"
)

// A sum is made once, and its error is kept.
type sum struct {
	once sync.Once
	name string
	n    int64
	err  error
}

func (s *sum) log() {}

// The error of the open is asked for where it is kept.
func (s *sum) goodKeptError() {
	var f *os.File
	f, s.err = os.Open(s.name)
	if s.err != nil {
		return
	}
	defer f.Close()
	s.n, s.err = io.Copy(io.Discard, f)
}

func (s *sum) goodKeptErrorOnce() (int64, error) {
	s.once.Do(func() {
		var f io.ReadCloser
		f, s.err = os.Open(s.name)
		if s.err != nil {
			return
		}
		defer f.Close()
		s.n, s.err = io.Copy(io.Discard, f)
	})
	return s.n, s.err
}

// That of the copy is asked for there, too.
func (s *sum) badKeptError() {
	var f *os.File
	f, s.err = os.Open(s.name) // want "unclosed: f .*is not closed on every path: it stays open when s.err != nil"
	if s.err != nil {
		return
	}
	s.n, s.err = io.Copy(io.Discard, f)
	if s.err != nil {
		return
	}
	s.err = f.Close()
}

// It is another's error.
func (s *sum) badOthersError(other *sum) {
	var f *os.File
	f, s.err = os.Open(s.name) // want "unclosed: f .*is not closed on every path: it stays open when other.err != nil"
	if other.err != nil {
		return
	}
	if s.err == nil {
		s.err = f.Close()
	}
}
