// Package views reads through what it has closed.
package views

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
)

func lines(name string) ([]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	scanner := bufio.NewScanner(f)
	f.Close()
	var all []string
	for scanner.Scan() { // want "afterclose: f \\(\\*os.File\\) is used after it was released"
		all = append(all, scanner.Text())
	}
	return all, scanner.Err()
}

func linesRight(name string) ([]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	scanner := bufio.NewScanner(f)
	var all []string
	for scanner.Scan() {
		all = append(all, scanner.Text())
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return all, scanner.Err()
}

func decode(name string, v any) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(f)
	if err := f.Close(); err != nil {
		return err
	}
	return dec.Decode(v) // want "afterclose: f "
}

// A reader over a reader.
func limited(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	r := bufio.NewReader(io.LimitReader(f, 100))
	f.Close()
	return r.ReadString('\n') // want "afterclose: f "
}

func whole(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	r := io.LimitReader(f, 100)
	if err := f.Close(); err != nil {
		return nil, err
	}
	return io.ReadAll(r) // want "afterclose: f "
}

// What was read is there afterwards, too.
func wholeRight(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, 100))
	f.Close()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(bytes.NewReader(data))
}

// The reader of each file ends with it.
func sizes(names []string) (total int64, err error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		zr, err := gzip.NewReader(f)
		if err != nil {
			f.Close()
			return 0, err
		}
		n, err := io.Copy(io.Discard, zr)
		f.Close()
		if err != nil {
			return 0, err
		}
		if err := zr.Close(); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// It is closed on one of the ways only.
func perhaps(name string, first bool) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	r := bufio.NewReader(f)
	line, err := r.ReadString('\n')
	if err != nil || first {
		f.Close()
		return line, err
	}
	line, err = r.ReadString('\n')
	f.Close()
	return line, err
}

// A new file is read by the same reader.
func next(name, other string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	r := bufio.NewReader(f)
	if _, err := r.ReadString('\n'); err != nil {
		f.Close()
		return "", err
	}
	f.Close()
	g, err := os.Open(other)
	if err != nil {
		return "", err
	}
	defer g.Close()
	r.Reset(g)
	return r.ReadString('\n')
}
