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

// resettable writes to one thing after another.
type resettable interface {
	io.WriteCloser
	Reset(w io.Writer)
}

// It writes to nothing yet.
func spare() resettable { return gzip.NewWriter(nil) }

func goodSpare(out io.Writer, text string) error {
	w := spare()
	if text == "" {
		return nil
	}
	w.Reset(out)
	if _, err := io.WriteString(w, text); err != nil {
		return err
	}
	return w.Close()
}

func made(w io.Writer) resettable { return gzip.NewWriter(w) }

func badMade(out io.Writer, text string) error {
	w := made(out) // want "unclosed: w .*is not closed on every path"
	if text == "" {
		return nil
	}
	if _, err := io.WriteString(w, text); err != nil {
		return err
	}
	return w.Close()
}
