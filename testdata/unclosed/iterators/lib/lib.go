// Package lib has iterators of which it cannot be followed where they come from.
package lib

import (
	"errors"
	"os"
)

// A SoundingIterator goes through the soundings of a lake.
type SoundingIterator interface {
	Next() bool
	Depth() float64
	Release()
}

// logs reads the files of several boats.
type logs struct {
	files []*boat
	n     int
}

type boat struct{ log *os.File }

func (l *logs) Next() bool     { l.n++; return l.n < len(l.files) }
func (l *logs) Depth() float64 { return float64(l.n) }
func (l *logs) Release() {
	for _, b := range l.files {
		b.log.Close()
	}
	l.files = nil
}

// memory holds nothing.
type memory struct {
	depths []float64
	n      int
}

func (m *memory) Next() bool     { m.n++; return m.n < len(m.depths) }
func (m *memory) Depth() float64 { return m.depths[m.n] }
func (m *memory) Release()       { m.depths = nil }

// A Lake knows who opens its files.
type Lake struct {
	open  map[string]func() *os.File
	names []string
	last  SoundingIterator
}

var errDry = errors.New("the lake is dry")

type frozen struct{ lake *Lake }

func (f *frozen) Error() string { return "the lake is frozen" }

// Freeze returns an error of a type of its own.
func (l *Lake) Freeze() error {
	if l.last != nil {
		l.last.Release()
	}
	return &frozen{l}
}

func newLogs(l *Lake) (*logs, error) {
	all := &logs{}
	for _, name := range l.names {
		all.files = append(all.files, &boat{log: l.open[name]()})
	}
	if len(all.files) == 0 {
		return nil, errDry
	}
	return all, nil
}

func soundings(l *Lake) (SoundingIterator, error) { return newLogs(l) }

// Soundings opens the files.
func (l *Lake) Soundings() (SoundingIterator, error) { return soundings(l) }

// Remembered opens nothing.
func (l *Lake) Remembered() (SoundingIterator, error) {
	if len(l.names) == 0 {
		return nil, errDry
	}
	return &memory{depths: make([]float64, len(l.names))}, nil
}

// Last lends what the lake keeps.
func (l *Lake) Last() (SoundingIterator, error) {
	if l.last == nil {
		return nil, errDry
	}
	return l.last, nil
}

// deeper leaves out what is shallow, and releases what it is around.
type deeper struct {
	SoundingIterator
	than float64
}

func (d *deeper) Next() bool {
	for d.SoundingIterator.Next() {
		if d.Depth() > d.than {
			return true
		}
	}
	return false
}

// Deeper wraps what it is given.
func Deeper(it SoundingIterator, than float64) (SoundingIterator, error) {
	if than < 0 {
		return nil, errDry
	}
	return &deeper{it, than}, nil
}
