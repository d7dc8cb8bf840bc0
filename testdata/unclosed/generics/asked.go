package generics

import (
	"errors"
	"io"
	"os"
)

// A locked has a file that nobody else writes to.
type locked struct{ *os.File }

func lock(path string) (*locked, error) {
	f, err := os.OpenFile(path, os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &locked{f}, nil
}

// Create makes what it is asked for.
func create[T *os.File | *locked](path string) (T, error) {
	if _, ok := any(T(nil)).(*locked); ok {
		l, err := lock(path)
		if err != nil {
			return nil, err
		}
		return any(l).(T), nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return any(f).(T), nil
}

func badAskedFile(path string) error {
	f, err := create[*os.File](path) // want "unclosed: f .*is not closed on every path"
	if err != nil {
		return err
	}
	if _, err := f.WriteString("log\n"); err != nil {
		return err
	}
	return f.Close()
}

func goodAskedFile(path string) (err error) {
	f, err := create[*os.File](path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = f.WriteString("log\n")
	return err
}

func badAskedLock(path string) error {
	l, err := create[*locked](path) // want "unclosed: l .*is not closed on every path"
	if err != nil {
		return err
	}
	if _, err = l.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	return l.Close()
}

func goodAskedLock(path string) (*locked, error) {
	l, err := create[*locked](path)
	if err != nil {
		return nil, err
	}
	if _, err = l.Seek(0, io.SeekEnd); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// Configured hands out what is kept.
type configured struct{ out *os.File }

func pick[T any](c *configured) (T, error) {
	out, ok := any(c.out).(T)
	if !ok {
		return out, errors.New("another type")
	}
	return out, nil
}

func goodPicked(c *configured) error {
	f, err := pick[*os.File](c)
	if err != nil {
		return err
	}
	_, err = f.WriteString("log\n")
	return err
}
