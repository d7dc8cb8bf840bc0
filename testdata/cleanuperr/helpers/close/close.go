// Package close closes for others.
package close

import (
	"io"
	"log"
)

// Quietly drops the error.
func Quietly(c io.Closer) { c.Close() }

// Through drops it further down.
func Through(c io.Closer) { Quietly(c) }

// Logged logs it.
func Logged(c io.Closer) {
	if err := c.Close(); err != nil {
		Report(err)
	}
}

// Into joins it.
func Into(c io.Closer, err *error) {
	if cerr := c.Close(); *err == nil {
		*err = cerr
	}
}

// Report logs an error.
func Report(err error) { log.Print(err) }
