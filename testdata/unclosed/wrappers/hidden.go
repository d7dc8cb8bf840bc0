package wrappers

import (
	"compress/gzip"
	"io"
)

// The writer goes by an interface, which does not tell that it holds something back.
func compressed(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }

func badCompressed(out io.Writer, text string) error {
	w := compressed(out) // want "unclosed: w .*is not closed on every path"
	if text == "" {
		return nil
	}
	if _, err := io.WriteString(w, text); err != nil {
		return err
	}
	return w.Close()
}

func goodCompressed(out io.Writer, text string) error {
	w := compressed(out)
	if _, err := io.WriteString(w, text); err != nil {
		return err // nobody reads the rest
	}
	return w.Close()
}
