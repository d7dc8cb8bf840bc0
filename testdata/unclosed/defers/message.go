package defers

import (
	"io"
	"os"
)

// What a deferred func literal asks in the end is not why the function has failed.
func copied(from, to string) (err error) {
	dst, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := dst.Close(); cerr != nil && err == nil {
			err = cerr
		}
	}()
	src, err := os.Open(from) // want "unclosed: src \\(\\*os.File\\) is not closed on every path: it stays open when copyErr != nil"
	if err != nil {
		return err
	}
	if _, copyErr := io.Copy(dst, src); copyErr != nil {
		return copyErr
	}
	return src.Close()
}
