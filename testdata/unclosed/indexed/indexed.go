// Package indexed has handles put into a slice by index.
package indexed

import (
	"errors"
	"os"
)

func badIndexed(paths []string) ([]*os.File, error) {
	files := make([]*os.File, len(paths))
	for i, p := range paths {
		f, err := os.Open(p) // want "unclosed: f .*"
		if err != nil {
			return nil, err
		}
		files[i] = f
	}
	return files, nil
}

func badIndexedInPlace(paths []string) (files []*os.File, err error) {
	files = make([]*os.File, len(paths))
	for i, p := range paths {
		if files[i], err = os.Open(p); err != nil { // want "unclosed: .*"
			return nil, err
		}
	}
	return files, nil
}

func goodIndexedInPlace(paths []string) (files []*os.File, err error) {
	files = make([]*os.File, len(paths))
	for i, p := range paths {
		if files[i], err = os.Open(p); err != nil {
			for _, f := range files[:i] {
				err = errors.Join(err, f.Close())
			}
			return nil, err
		}
	}
	return files, nil
}
