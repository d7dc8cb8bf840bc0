package lib

import (
	"context"
	"io"
)

// Writer writes one blob. Close without Commit gives it up.
type Writer interface {
	io.WriteCloser
	Commit(ctx context.Context, digest string) error
}

// Blobs keeps blobs.
type Blobs interface {
	Writer(ctx context.Context, ref string) (Writer, error)
	NewIterator(prefix string) Iterator
	Iterator() Iterator
}

// Iterator goes over keys, and holds the store's lock until it is released.
type Iterator interface {
	Next() bool
	Key() string
	Release()
}

// Copy copies and commits; if that fails the caller closes the writer.
func Copy(ctx context.Context, w Writer, r io.Reader, digest string) error {
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	return w.Commit(ctx, digest)
}
