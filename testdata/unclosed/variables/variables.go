// Package variables calls functions through package variables, which tests may
// replace by others that are used alike.
package variables

import (
	"errors"
	"io"
	"net"
	"os"
)

var (
	openFile = os.Open
	dial     = func(addr string) (net.Conn, error) { return net.Dial("tcp", addr) }
	closeAll = closeEach
	lock     = plainLock
	stdin    = func() (*os.File, error) { return os.Stdin, nil }
	handed   = os.Open
	pointed  = os.Open
	chosen   func(name string) (*os.File, error)

	// OpenFile may be set by anybody.
	OpenFile = os.Open
)

// locked is a file that is locked.
type locked struct{ *os.File }

func init() {
	if os.Getenv("LOCKING") != "" {
		lock = otherLock
	}
	chosen = os.Open
}

func plainLock(name string) (*locked, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &locked{f}, nil
}

func otherLock(name string) (*locked, error) {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return &locked{f}, nil
}

func closeEach(cs ...io.Closer) error {
	var err error
	for _, c := range cs {
		err = errors.Join(err, c.Close())
	}
	return err
}

// use lets others set the variables.
func use(open func(string) (*os.File, error)) {
	handed = open
	set(&pointed)
}

func set(open *func(string) (*os.File, error)) { *open = nil }

func badStd(name string) (int64, error) {
	f, err := openFile(name) // want "unclosed: f .*is never closed"
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func goodStd(name string) (int64, error) {
	f, err := openFile(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func badLiteral(addr string, b []byte) error {
	c, err := dial(addr) // want "unclosed: c .*it stays open when err != nil"
	if err != nil {
		return err
	}
	if _, err := c.Write(b); err != nil {
		return err
	}
	return c.Close()
}

func goodLiteral(addr string, b []byte) error {
	c, err := dial(addr)
	if err != nil {
		return err
	}
	_, err = c.Write(b)
	return errors.Join(err, c.Close())
}

// tryLock hands out what the variable's function does.
func tryLock(name string) (*locked, error) { return lock(name) }

func badReplaced(name string) error {
	l, err := tryLock(name) // want "unclosed: l .*it stays open when err != nil"
	if err != nil {
		return err
	}
	if err := os.Remove(name); err != nil {
		return err
	}
	return l.Close()
}

func goodReplaced(name string) error {
	l, err := tryLock(name)
	if err != nil {
		return err
	}
	return errors.Join(os.Remove(name), l.Close())
}

func badGoroutine(name string) <-chan error {
	errs := make(chan error, 1)
	go func() {
		l, err := lock(name) // want "unclosed: l .*it stays open when err != nil"
		if err != nil {
			errs <- err
			return
		}
		if err := os.Remove(name); err != nil {
			errs <- err
			return
		}
		errs <- l.Close()
	}()
	return errs
}

func goodGoroutine(name string) <-chan error {
	errs := make(chan error, 1)
	go func() {
		l, err := lock(name)
		if err != nil {
			errs <- err
			return
		}
		defer l.Close()
		errs <- os.Remove(name)
	}()
	return errs
}

func badReleasedLate(a, b string) error {
	f, err := os.Open(a) // want "unclosed: f .*it stays open when err != nil"
	if err != nil {
		return err
	}
	g, err := os.Open(b)
	if err != nil {
		return err
	}
	return closeAll(f, g)
}

func goodReleased(a, b string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	g, err := os.Open(b)
	if err != nil {
		return errors.Join(err, closeAll(f))
	}
	return closeAll(f, g)
}

// What the variable holds owes nothing.
func goodNothingOwed() ([]byte, error) {
	f, err := stdin()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// What the variable holds is not known.
func goodUnknown(name string) error {
	for _, open := range []func(string) (*os.File, error){handed, pointed, chosen, OpenFile} {
		if _, err := open(name); err != nil {
			return err
		}
	}
	if _, err := handed(name); err != nil {
		return err
	}
	if _, err := pointed(name); err != nil {
		return err
	}
	if _, err := chosen(name); err != nil {
		return err
	}
	_, err := OpenFile(name)
	return err
}
