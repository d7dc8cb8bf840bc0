package report

import (
	"os"
	"path/filepath"
	"strings"
)

// repository is the directory that the services which host code name files from.
type repository struct {
	root string // "" if there is none
}

// repositoryOf returns the repository of a directory: the directory above it that
// holds .git, or else itself.
func repositoryOf(dir string) repository {
	dir = resolved(dir)
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Lstat(filepath.Join(d, ".git")); err == nil {
			return repository{d}
		}
		if d == filepath.Dir(d) {
			return repository{dir}
		}
	}
}

// name returns the name of a file within the repository, with slashes; false, and
// its absolute name, if it is outside.
func (r repository) name(path string) (string, bool) {
	path = resolved(path)
	rel, err := filepath.Rel(r.root, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(path), false
	}
	return filepath.ToSlash(rel), true
}

// resolved follows symbolic links, where there is something to follow.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}
