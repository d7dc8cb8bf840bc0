// Package sqlitefile removes SQLite databases from disk.
package sqlitefile

import (
	"errors"
	"io/fs"
	"os"
)

// suffixes are what SQLite appends to the name of a database for the names of
// the files that belong to it; the first is the database itself. It comes
// first: as long as it cannot be removed, all of it stays, and stays whole.
var suffixes = []string{"", "-wal", "-shm", "-journal"}

// Remove removes the database at path and what belongs to it. All connections
// must have been closed: on Unix one that is still open would go on writing into
// files without a name, and the next would create new ones. Files that do not
// exist are no error.
func Remove(path string) error {
	for _, suffix := range suffixes {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
