package fix

import (
	"bufio"
	"os"
)

type reader struct{ f *os.File }

func (r *reader) Close() error { return r.f.Close() }

func badConstructor(name string) (*reader, error) {
	f, err := os.Open(name) // want "unclosed: f"
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errNone
	}
	return &reader{f}, nil
}

func badLoop(names []string) (n int, err error) {
	for _, name := range names {
		f, err := os.Open(name) // want "unclosed: f"
		if err != nil {
			return 0, err
		}
		info, err := f.Stat()
		if err != nil {
			continue
		}
		if info.IsDir() {
			break
		}
		switch info.Size() {
		case 0:
			break
		case 1:
			continue
		}
		n++
	}
	return n, nil
}

func badLoopReturn(names []string) (n int, err error) {
	for _, name := range names {
		f, err := os.Open(name) // want "unclosed: f"
		if err != nil {
			return 0, err
		}
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		n += int(info.Size())
		f.Close()
	}
	return n, nil
}

// It is handed on or not, and the function returns in one place.
func noFixHandedOn(name string, last map[string]*os.File) error {
	f, err := os.Open(name) // want "unclosed: f"
	if err != nil {
		return err
	}
	if name != "" {
		last[name] = f
	}
	return nil
}

func badEither(here, there string) (*reader, error) {
	var f *os.File
	var err error
	if here != "" {
		f, err = os.Open(here) // want "unclosed: f"
	} else if there == "" {
		err = errNone
	} else {
		f, err = os.Open(there) // want "unclosed: f"
	}
	if err != nil {
		return nil, err
	}
	if _, err := f.Stat(); err != nil {
		return nil, err
	}
	return &reader{f}, nil
}

// One of the two is not the function's to close.
func badLent(r *reader, name string) (int64, error) {
	var f *os.File
	var err error
	if name != "" {
		f, err = os.Open(name) // want "unclosed: f"
	} else {
		f, err = r.f, nil
	}
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Source asks for more when the function has returned.
type Source struct{ f *os.File }

func newSource(f *os.File) *Source { return &Source{f} }

func (s *Source) Size() (int64, error) {
	info, err := s.f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func noFixUsedLater(name string) (*Source, error) {
	f, err := os.Open(name) // want "unclosed: f"
	if err != nil {
		return nil, err
	}
	s := newSource(f)
	if _, err := s.Size(); err != nil {
		return nil, err
	}
	return s, nil
}

// What reads the files does so behind the loop.
func noFixReadLater(names []string) (n int) {
	var readers []*bufio.Scanner
	for _, name := range names {
		f, err := os.Open(name) // want "unclosed: f"
		if err != nil {
			continue
		}
		readers = append(readers, bufio.NewScanner(f))
	}
	for _, r := range readers {
		for r.Scan() {
			n++
		}
	}
	return n
}
