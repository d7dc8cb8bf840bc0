//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package dbtest

import (
	"errors"
	"os"
	"syscall"
)

// lock opens a file and locks it for this process, until the file is closed or
// the process ends, however it ends. It returns nil if another has the lock.
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case err == nil:
		return f, nil
	case errors.Is(err, syscall.EWOULDBLOCK):
		return nil, f.Close()
	default:
		return nil, errors.Join(err, f.Close())
	}
}
