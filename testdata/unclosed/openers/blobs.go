package openers

import (
	"context"
	"io"

	"example.com/cases/unclosed/openers/lib"
)

func badCopied(ctx context.Context, blobs lib.Blobs, r io.Reader) error {
	w, err := blobs.Writer(ctx, "a") // want "unclosed: w .*is not closed on every path"
	if err != nil {
		return err
	}
	if err := lib.Copy(ctx, w, r, "sha256:0"); err != nil {
		return err
	}
	return w.Close()
}

func goodCopied(ctx context.Context, blobs lib.Blobs, r io.Reader) error {
	w, err := blobs.Writer(ctx, "a")
	if err != nil {
		return err
	}
	defer w.Close()
	return lib.Copy(ctx, w, r, "sha256:0")
}

func badCount(blobs lib.Blobs) (n int) {
	it := blobs.NewIterator("a/") // want "unclosed: it .*is never released"
	for it.Next() {
		n++
	}
	return n
}

func goodCount(blobs lib.Blobs) (n int) {
	it := blobs.NewIterator("a/")
	defer it.Release()
	for it.Next() {
		n++
	}
	return n
}

func goodReturned(blobs lib.Blobs) lib.Iterator { return blobs.NewIterator("b/") }

// The name does not say that it is made anew.
func goodCurrentIterator(blobs lib.Blobs) (keys []string) {
	for it := blobs.Iterator(); it.Next(); {
		keys = append(keys, it.Key())
	}
	return keys
}
