// Package iterated releases what is gathered by the iterators of the standard library.
package iterated

import (
	"errors"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
)

type many struct{ cs []io.Closer }

func (m *many) Close() (err error) {
	for _, c := range slices.Backward(m.cs) {
		err = errors.Join(err, c.Close())
	}
	return err
}

func goodMany(path string) (*many, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &many{cs: []io.Closer{f}}, nil
}

type values struct{ cs []io.Closer }

func (m *values) Close() (err error) {
	for c := range slices.Values(m.cs) {
		err = errors.Join(err, c.Close())
	}
	return err
}

func goodValues(path string) (*values, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &values{cs: []io.Closer{f}}, nil
}

type byName struct{ fs map[string]*os.File }

func (m *byName) Close() (err error) {
	for f := range maps.Values(m.fs) {
		err = errors.Join(err, f.Close())
	}
	return err
}

func goodByName(path string) (*byName, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &byName{fs: map[string]*os.File{path: f}}, nil
}

func goodBackward(paths []string) error {
	var fs []*os.File
	defer func() {
		for _, f := range slices.Backward(fs) {
			f.Close()
		}
	}()
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		fs = append(fs, f)
	}
	return nil
}

func goodAll(paths []string) error {
	var fs []*os.File
	defer func() {
		for _, f := range slices.All(fs) {
			f.Close()
		}
	}()
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		fs = append(fs, f)
	}
	return nil
}

func goodAllOfMap(paths []string) error {
	fs := map[string]*os.File{}
	defer func() {
		for _, f := range maps.All(fs) {
			f.Close()
		}
	}()
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		fs[p] = f
	}
	return nil
}

func goodValuesOfMap(paths []string) error {
	fs := map[string]*os.File{}
	defer func() {
		for f := range maps.Values(fs) {
			f.Close()
		}
	}()
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		fs[p] = f
	}
	return nil
}

// The iterator has a name.
func goodVariable(paths []string) error {
	var fs []*os.File
	defer func() {
		backward := slices.Backward(fs)
		for _, f := range backward {
			f.Close()
		}
	}()
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		fs = append(fs, f)
	}
	return nil
}

func badBackward(paths []string) error {
	var fs []*os.File
	defer func() {
		for _, f := range slices.Backward(fs) {
			f.Sync()
		}
	}()
	for _, p := range paths {
		f, err := os.Open(p) // want "unclosed: f .*is never closed"
		if err != nil {
			return err
		}
		fs = append(fs, f)
	}
	return nil
}

func badUnlessAllOpen(paths []string) ([]*os.File, error) {
	var fs []*os.File
	for _, p := range paths {
		f, err := os.Open(p) // want "unclosed: f .*is not closed on every path"
		if err != nil {
			return nil, err
		}
		fs = append(fs, f)
	}
	for _, f := range slices.Backward(fs) {
		if _, err := f.Stat(); err != nil {
			return nil, err
		}
	}
	return fs, nil
}

// The keys are sorted, and what they lead to is released.
func goodSorted(paths []string) error {
	fs := map[string]*os.File{}
	defer func() {
		for _, name := range slices.Sorted(maps.Keys(fs)) {
			fs[name].Close()
		}
	}()
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		fs[p] = f
	}
	return nil
}

// What is collected anew is the same files.
func goodCollected(paths []string) error {
	fs := map[string]*os.File{}
	defer func() {
		for _, f := range slices.Collect(maps.Values(fs)) {
			f.Close()
		}
	}()
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return err
		}
		fs[p] = f
	}
	return nil
}

func goodBackwardNow(a, b string) error {
	f, err := os.Open(a)
	if err != nil {
		return err
	}
	fs := []io.Closer{f}
	g, err := os.Open(b)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	fs = append(fs, g)
	for _, c := range slices.Backward(fs) {
		err = errors.Join(err, c.Close())
	}
	return err
}

// What is gathered goes to others.
func goodCopied(all map[string]*os.File, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	maps.Copy(all, map[string]*os.File{path: f})
	return nil
}

func goodCloned(a string) ([]*os.File, error) {
	f, err := os.Open(a)
	if err != nil {
		return nil, err
	}
	return slices.Clone([]*os.File{f}), nil
}

func goodPulled(paths []string) error {
	var fs []*os.File
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			closeAll(slices.Values(fs))
			return err
		}
		fs = append(fs, f)
	}
	closeAll(slices.Values(fs))
	return nil
}

func closeAll(fs iter.Seq[*os.File]) {
	for f := range fs {
		f.Close()
	}
}

// The body that is called with each is written as a func.
func goodYield(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	slices.Values([]*os.File{f})(func(f *os.File) bool {
		f.Close()
		return true
	})
	return nil
}

func badYield(path string) error {
	f, err := os.Open(path) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	slices.Values([]*os.File{f})(func(f *os.File) bool {
		f.Sync()
		return true
	})
	return nil
}
