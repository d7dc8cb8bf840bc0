// Package lib has an owner whose file everybody can reach.
package lib

import "os"

// Volume is a file that knows its size.
type Volume struct {
	File *os.File
	size int64
}

// NewVolume takes the file over.
func NewVolume(f *os.File) *Volume {
	v := &Volume{File: f}
	if info, err := f.Stat(); err == nil {
		v.size = info.Size()
	}
	return v
}

// Close closes the file.
func (v *Volume) Close() error { return v.File.Close() }

// Size is in bytes.
func (v *Volume) Size() int64 { return v.size }

// Backend is what a store asks of a volume.
type Backend interface {
	Size() int64
	Close() error
}

// A View shows a file and does not own it.
type View struct{ File *os.File }

// NewView leaves the file to the caller, who can reach it.
func NewView(f *os.File) *View { return &View{File: f} }
