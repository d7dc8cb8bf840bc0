// Package lib opens and closes for other packages.
package lib

import (
	"io"
	"log"
	"os"
)

// Segment owns a file.
type Segment struct{ f *os.File }

// OpenSegment returns a segment which the caller must close.
func OpenSegment(path string) (*Segment, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &Segment{f: f}, nil
}

// Size tells the size of the file.
func (s *Segment) Size() (int64, error) {
	info, err := s.f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Close closes the segment.
func (s *Segment) Close() error { return s.f.Close() }

// CloseAndLog closes c and logs the error.
func CloseAndLog(c io.Closer) {
	if err := c.Close(); err != nil {
		log.Print(err)
	}
}
