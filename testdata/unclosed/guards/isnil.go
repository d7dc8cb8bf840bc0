package guards

import (
	"errors"
	"io"
	"os"
	"reflect"
)

// A helper that says by its name what it asks: whether there is anything.
func isNil(v any) bool { return v == nil || reflect.ValueOf(v).IsNil() }

func askedForNil(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if isNil(f) {
		return errors.New("nothing there")
	}
	return f.Close()
}

func isEmpty(r io.Reader) bool {
	n, _ := r.Read(make([]byte, 1))
	return n == 0
}

func askedForMore(name string) error {
	f, err := os.Open(name) // want "unclosed: f \\(\\*os.File\\) is not closed on every path: it stays open when isEmpty\\(f\\) holds"
	if err != nil {
		return err
	}
	if isEmpty(f) {
		return errors.New("nothing in it")
	}
	return f.Close()
}
