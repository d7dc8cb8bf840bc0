package guards

import (
	"errors"
	"os"
)

type mode int

const (
	readOnly mode = iota
	readWrite
	appendOnly
)

var errMode = errors.New("no such mode")

// There is no other mode.
func goodEveryMode(path string, m mode) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	switch m {
	case readOnly:
		n, err = 1, f.Close()
	case readWrite, appendOnly:
		n = 2
		if cerr := f.Close(); cerr != nil {
			return 0, cerr
		}
	}
	return n, err
}

func badSomeModes(path string, m mode) (n int, err error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed on every path"
	if err != nil {
		return 0, err
	}
	switch m {
	case readOnly:
		n, err = 1, f.Close()
	case readWrite:
		n, err = 2, f.Close()
	}
	return n, err
}

// A default case is for the modes that are not named.
func badOtherMode(path string, m mode) error {
	f, err := os.Open(path) // want "unclosed: f .*is not closed on every path"
	if err != nil {
		return err
	}
	switch m {
	case readOnly, readWrite:
		return f.Close()
	default:
		return errMode
	}
}
