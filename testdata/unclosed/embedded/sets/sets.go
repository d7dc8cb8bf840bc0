// Package sets has iterators over what is in memory, and one over a file.
package sets

import (
	"bufio"
	"os"
)

type list struct {
	names []string
	at    int
}

func (l *list) Next() bool  { l.at++; return l.at <= len(l.names) }
func (l list) Close() error { return nil }

// Names has its methods from what it embeds, and they release nothing.
type Names struct{ list }

func (n Names) Get() string { return n.names[n.at-1] }

type lines struct {
	f *os.File
	s *bufio.Scanner
}

func (l *lines) Next() bool   { return l.s.Scan() }
func (l *lines) Close() error { return l.f.Close() }

// Lines has its methods from what it embeds, and they release a file.
type Lines struct{ lines }

func (l Lines) Get() string { return l.s.Text() }

type Reader interface {
	Names() (*Names, error)
	Lines() (*Lines, error)
}
