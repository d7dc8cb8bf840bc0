// Package retried opens through helpers that call a func inside another.
package retried

import (
	"bufio"
	"os"

	"example.com/cases/unclosed/retried/lib"
)

func badValue(name string) (string, error) {
	f, err := lib.Value(func() (*os.File, error) { return os.Open(name) }) // want "unclosed: f .*is never closed"
	if err != nil {
		return "", err
	}
	return bufio.NewReader(f).ReadString('\n')
}

func goodValue(name string) (string, error) {
	f, err := lib.Value(func() (*os.File, error) { return os.Open(name) })
	if err != nil {
		return "", err
	}
	defer f.Close()
	return bufio.NewReader(f).ReadString('\n')
}

// What the helper returns is not what it opens.
func goodKnown(name string) (string, error) {
	f, err := lib.Known(os.Stdin, func() (*os.File, error) { return os.Open(name) })
	if err != nil {
		return "", err
	}
	return bufio.NewReader(f).ReadString('\n')
}
