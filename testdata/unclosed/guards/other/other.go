// Package other asks what errors are.
package other

import "errors"

// ErrBusy is what IsTemporary looks for.
var ErrBusy = errors.New("busy")

// IsTemporary reports whether err goes away by itself.
func IsTemporary(err error) bool {
	var temporary interface{ Temporary() bool }
	return errors.As(err, &temporary) && temporary.Temporary() || errors.Is(err, ErrBusy)
}

// IsFine reports whether err does not matter.
func IsFine(err error) bool {
	return err == nil || IsTemporary(err)
}
