package wrappers

import (
	"archive/tar"
	"archive/zip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/template"
)

// The digest of a file that stays open.
func badHashed(path string) (string, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return "", err
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("hash %s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// The encoder writes into a file that stays open.
func badEncoded(path string, v any) error {
	f, err := os.Create(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// The encoder's file is closed and its error is told.
func goodEncoded(path string, v any) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return json.NewEncoder(f).Encode(v)
}

// A template is executed into a file that stays open.
func badTemplate(path string, t *template.Template, data any) error {
	f, err := os.Create(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	return t.Execute(f, data)
}

// The csv writer is flushed and asked for its error; the file is not closed.
func badCSVWriter(path string, records [][]string) error {
	f, err := os.Create(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	for _, rec := range records {
		if err := w.Write(rec); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// What goes nowhere cannot be lost: the size of the entries is all that is wanted.
func goodTarNowhere(files map[string][]byte) error {
	tw := tar.NewWriter(io.Discard)
	for name, data := range files {
		if err := tw.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data))}); err != nil {
			return err
		}
	}
	return nil
}

// The end of the archive is missing.
func badTarToOutput(w io.Writer, files map[string][]byte) error {
	tw := tar.NewWriter(w) // want "unclosed: tw .*is never closed"
	for name, data := range files {
		if err := tw.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data))}); err != nil {
			return err
		}
	}
	return nil
}

// The tar writer is closed, the file below is not.
func badTarOnly(path string, files map[string][]byte) (err error) {
	f, err := os.Create(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	tw := tar.NewWriter(f)
	defer func() { err = errors.Join(err, tw.Close()) }()
	for name, data := range files {
		if err := tw.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data))}); err != nil {
			return err
		}
		if _, err := tw.Write(data); err != nil {
			return err
		}
	}
	return nil
}

// The tar writer and the file below are closed in order.
func goodTar(path string, files map[string][]byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	tw := tar.NewWriter(f)
	defer func() { err = errors.Join(err, tw.Close(), f.Close()) }()
	for name, data := range files {
		if err := tw.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data))}); err != nil {
			return err
		}
		if _, err := tw.Write(data); err != nil {
			return err
		}
	}
	return nil
}

// zip.NewReader borrows the file; only one way out closes it.
func badZipReader(path string) (names []string, err error) {
	f, err := os.Open(path) // want "unclosed: f .*is not closed"
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	zr, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s is no archive: %w", path, err)
	}
	for _, entry := range zr.File {
		names = append(names, entry.Name)
	}
	return names, f.Close()
}

// A limited section of a file is read and the file left.
func badSection(path string, off, n int64) ([]byte, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(io.NewSectionReader(f, off, n), n))
}

// Printed into with fmt, which borrows.
func badPrintedInto(path string, lines []string) error {
	f, err := os.Create(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	for i, line := range lines {
		if _, err := fmt.Fprintf(f, "%4d %s\n", i+1, line); err != nil {
			return err
		}
	}
	return f.Sync()
}
