//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package dbtest

import (
	"errors"
	"io/fs"
	"os"
)

// lock creates a file, and returns nil if it is there already: nothing tells
// here whether the process that made it is alive, so its databases stay.
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, nil
	}
	return f, err
}
