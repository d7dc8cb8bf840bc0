// Package lib has openers that say by a bool whether there was anything to open.
package lib

import (
	"errors"
	"io/fs"
	"os"
)

// Find opens a file if it is there.
func Find(path string) (*os.File, bool, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return f, true, nil
}

// Miss says that a file is missing.
func Miss(path string) (f *os.File, missing bool, err error) {
	f, err = os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true, nil
	}
	return f, false, err
}

// Make says whether it had to make the file: there is one in any case.
func Make(path string) (*os.File, bool, error) {
	f, err := os.Open(path)
	if err == nil {
		return f, false, nil
	}
	f, err = os.Create(path)
	if err != nil {
		return nil, false, err
	}
	return f, true, nil
}
