// Package compress has leaks and clean uses of writers that compress.
package compress

import (
	"bytes"
	"io"

	"github.com/buengese/sgzip"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/pgzip"
)

func badRatio(r io.Reader) (float64, error) {
	var b bytes.Buffer
	w, err := sgzip.NewWriterLevel(&b, sgzip.DefaultCompression) // want "unclosed: w "
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(w, r)
	if err != nil {
		return 0, err
	}
	return float64(n) / float64(b.Len()), nil
}

func goodRatio(r io.Reader) (float64, error) {
	var b bytes.Buffer
	w, err := sgzip.NewWriterLevel(&b, sgzip.DefaultCompression)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(w, r)
	if err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	return float64(n) / float64(b.Len()), nil
}

func badParallel(w io.Writer, data []byte) error {
	z := pgzip.NewWriter(w) // want "unclosed: z "
	_, err := z.Write(data)
	return err
}

func goodParallel(w io.Writer, data []byte) error {
	z := pgzip.NewWriter(w)
	if _, err := z.Write(data); err != nil {
		return err
	}
	return z.Close()
}

func badGzip(w io.Writer, data []byte) error {
	z := gzip.NewWriter(w) // want "unclosed: z "
	_, err := z.Write(data)
	return err
}

func goodGzip(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }

func badZlib(w io.Writer, data []byte) error {
	z := zlib.NewWriter(w) // want "unclosed: z "
	_, err := z.Write(data)
	return err
}

func goodZlib(w io.Writer, data []byte) error {
	z := zlib.NewWriter(w)
	if _, err := z.Write(data); err != nil {
		return err
	}
	return z.Close()
}

func badFlate(w io.Writer, data []byte) error {
	z, err := flate.NewWriter(w, flate.BestSpeed) // want "unclosed: z "
	if err != nil {
		return err
	}
	_, err = z.Write(data)
	return err
}

func goodFlate(w io.Writer, data []byte) error {
	z, err := flate.NewWriter(w, flate.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := z.Write(data); err != nil {
		return err
	}
	return z.Close()
}
