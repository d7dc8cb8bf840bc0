// Package overlay writes the files by which the go command is told to read other files
// than those on the disk (go build -overlay).
package overlay

import (
	"encoding/json"
	"errors"
	"os"
)

// Write writes an overlay into a temporary file, and returns its name. The overlay maps
// the absolute names of files to those of the files to read in their place, or to "",
// which says that there is no such file. The caller has to remove the file; after an
// error there is none.
func Write(replace map[string]string) (name string, err error) {
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	file, err := os.CreateTemp("", "leakvet-overlay-*.json")
	if err != nil {
		return "", err
	}
	_, err = file.Write(data)
	if err := errors.Join(err, file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}
