package check

import (
	"path/filepath"
	"strings"
)

// names gives files the names that the user knows them by.
type names struct {
	dir       string            // the working directory
	originals map[string]string // a file of the overlay → the file that it stands for
	absolute  bool              // whether to leave the names absolute
}

// namesOf returns the names in a directory, when files stand for others as in
// [Options.Overlay].
func namesOf(dir string, overlay map[string]string) names {
	n := names{dir: dir, originals: make(map[string]string)}
	for original, replacement := range overlay {
		n.originals[replacement] = original
	}
	return n
}

// of returns the name of a file, relative to the directory where that is
// shorter, as go vet does.
func (n names) of(file string) string {
	if original, ok := n.originals[file]; ok {
		file = original
	}
	if rel, err := filepath.Rel(n.dir, file); err == nil && len(rel) < len(file) && !n.absolute {
		return rel
	}
	return file
}

// inText translates the names in what the go command says.
func (n names) inText(lines []string) []string {
	var pairs []string
	for replacement, original := range n.originals {
		pairs = append(pairs, replacement, original)
		if rel, err := filepath.Rel(n.dir, replacement); err == nil {
			pairs = append(pairs, rel, n.of(original))
		}
	}
	if len(pairs) == 0 {
		return lines
	}
	replacer := strings.NewReplacer(pairs...)
	var result []string
	for _, line := range lines {
		result = append(result, replacer.Replace(line))
	}
	return result
}
