// Package lib makes scanners and reads them to their end for other packages.
package lib

import (
	"bufio"
	"fmt"
	"io"
)

// Words hands out a scanner; the caller reads.
func Words(r io.Reader) *bufio.Scanner {
	s := bufio.NewScanner(r)
	s.Split(bufio.ScanWords)
	return s
}

// Check wraps the error of the scanner.
func Check(s *bufio.Scanner) error {
	if err := s.Err(); err != nil {
		return fmt.Errorf("line too long, or: %w", err)
	}
	return nil
}

// Count reads to the end; whoever made the scanner looks at its error.
func Count(s *bufio.Scanner) (n int) {
	for s.Scan() {
		n++
	}
	return n
}
