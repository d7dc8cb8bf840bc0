// Package config reads what a project says to leakvet: the file .leakvet.yml, and
// the flags, which are heard before the file. Every driver takes its configuration
// from here, so that all of them understand the same.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/leakvet/leakvet/analyzer"
)

// Name is the name of the file.
const Name = ".leakvet.yml"

// Load returns the configuration of the module that holds a directory, and the path
// of the file that it comes from; without a file both are empty. An error names the
// file, the line and the column.
func Load(dir string) (*analyzer.Config, string, error) {
	path := Find(dir)
	if path == "" {
		return new(analyzer.Config), "", nil
	}
	cfg, err := Read(path)
	return cfg, path, err
}

// Find returns the path of the file of the module that holds a directory, or "". The
// file stands beside go.mod, or in a directory above it, for several modules at once.
func Find(dir string) string {
	root := dir
	if mod := above(dir, "go.mod"); mod != "" {
		root = filepath.Dir(mod)
	}
	return above(root, Name)
}

// above returns the path of the file of that name in a directory or the nearest one
// above it, or "".
func above(dir, name string) string {
	for {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// Read reads a file.
func Read(path string) (*analyzer.Config, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no configuration %s", path)
	}
	if err != nil {
		return nil, err
	}
	return parse(path, data)
}
