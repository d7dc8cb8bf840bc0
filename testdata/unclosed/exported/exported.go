// Package exported gives files to owners with exported fields.
package exported

import (
	"errors"
	"os"

	"example.com/cases/unclosed/exported/lib"
)

func badSize(path string) (int64, error) {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return 0, err
	}
	var b lib.Backend = lib.NewVolume(f)
	return b.Size(), nil
}

func goodSize(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	var b lib.Backend = lib.NewVolume(f)
	defer b.Close()
	return b.Size(), nil
}

func goodByField(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	v := lib.NewVolume(f)
	defer v.File.Close()
	return v.Size(), nil
}

type store struct {
	data  lib.Backend
	index *os.File
}

func badHalfBuilt(path string) (*store, error) {
	s := &store{}
	data, err := os.Open(path + ".dat") // want "unclosed: data .*is not closed on every path"
	if err != nil {
		return nil, err
	}
	s.data = lib.NewVolume(data)
	if s.index, err = os.Open(path + ".idx"); err != nil {
		return nil, err
	}
	return s, nil
}

func goodHalfBuilt(path string) (*store, error) {
	s := &store{}
	data, err := os.Open(path + ".dat")
	if err != nil {
		return nil, err
	}
	s.data = lib.NewVolume(data)
	if s.index, err = os.Open(path + ".idx"); err != nil {
		return nil, errors.Join(err, s.data.Close())
	}
	return s, nil
}

func (s *store) Close() error { return errors.Join(s.data.Close(), s.index.Close()) }

func goodView(path string) (*lib.View, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return lib.NewView(f), nil
}

func goodViewClosed(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return lib.NewView(f).File.Close()
}
