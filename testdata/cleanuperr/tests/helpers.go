package tests

import (
	"io"
	"os"
	"testing"
)

// The file is in the directory of the test, and deleted with it.
func goodSpool(t testing.TB, r io.Reader) int64 {
	f, err := os.CreateTemp(t.TempDir(), "spool-*")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, err := io.Copy(f, r)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The file outlives the test.
func badSpool(t testing.TB, path string, r io.Reader) int64 {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // want "cleanuperr: the error of f.Close is dropped"
	n, err := io.Copy(f, r)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
