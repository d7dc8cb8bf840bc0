// Package filetest writes the files that tests need.
package filetest

import (
	"os"
	"path/filepath"
	"testing"
)

// Tree writes files, by their names with slashes, into a new directory that is gone
// when the test is over.
func Tree(t testing.TB, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		Write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	return dir
}

// Write writes a file, and makes its directory.
func Write(t testing.TB, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
