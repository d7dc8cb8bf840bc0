// Package lib states who owns what its functions are given.
package lib

import (
	"io"
	"os"
)

// Queue sends bodies when it can.
type Queue interface {
	// Push takes the body whatever it returns.
	//
	//leakvet:owns body
	Push(name string, body io.ReadCloser) error
	// Preview reads the beginning.
	//
	//leakvet:borrows
	Preview(body io.ReadCloser) string
}

// Register keeps f open until the process ends.
//
//leakvet:owns
func Register(f *os.File) {}

// Discard is written in assembly as far as its callers know.
//
//leakvet:releases f
func Discard(reason string, f *os.File) {}
