package lsp

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// A snapshot is the text of files at one time.
type snapshot struct {
	texts   map[string]*text // by path
	open    map[string]bool  // those that are open in the editor
	altered map[string]bool  // those that the disk holds other text of
}

// snapshot returns the Go files of directories.
func (s *server) snapshot(dirs ...string) *snapshot {
	snap := &snapshot{make(map[string]*text), make(map[string]bool), make(map[string]bool)}
	for _, dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // what is open is all there is
		}
		for _, entry := range entries {
			path := filepath.Join(dir, entry.Name())
			if entry.IsDir() || !s.checks(path) {
				continue
			}
			if data, err := os.ReadFile(path); err == nil {
				snap.texts[path] = newText(string(data))
			}
		}
	}
	for path, text := range s.openTexts() {
		if slices.Contains(dirs, filepath.Dir(path)) && s.checks(path) {
			snap.addOpen(path, text)
		}
	}
	return snap
}

// checks reports whether a file is one of those that are checked.
func (s *server) checks(path string) bool {
	return strings.HasSuffix(path, ".go") && (s.opts.Tests || !strings.HasSuffix(path, "_test.go"))
}

// openTexts returns the texts of all open files.
func (s *server) openTexts() map[string]*text {
	s.mu.Lock()
	defer s.mu.Unlock()
	texts := make(map[string]*text)
	for path, b := range s.buffers {
		texts[path] = b.text
	}
	return texts
}

func (snap *snapshot) addOpen(path string, t *text) {
	saved := snap.texts[path]
	snap.altered[path] = saved == nil || saved.content != t.content
	snap.texts[path] = t
	snap.open[path] = true
}

// complete adds the files to a snapshot that findings name.
func (s *server) complete(snap *snapshot, findings []check.Finding) {
	add := func(path string) {
		if snap.texts[path] == nil {
			snap.texts[path] = s.read(path)
		}
	}
	for _, f := range findings {
		add(f.File)
		for _, r := range f.Related {
			add(r.File)
		}
		for _, fix := range f.Fixes {
			for _, e := range fix.Edits {
				add(e.File)
			}
		}
	}
}

// write writes the altered files to a directory and returns the overlay that puts
// them in their places.
func (snap *snapshot) write(dir string) (map[string]string, error) {
	overlay := make(map[string]string)
	for path, t := range snap.texts {
		if !snap.altered[path] {
			continue
		}
		file, err := put(dir, path, t.content)
		if err != nil {
			return nil, err
		}
		overlay[path] = file
	}
	return overlay, nil
}

// writeAll is like write for all files, each with a comment at its end.
func (snap *snapshot) writeAll(dir, comment string) (map[string]string, error) {
	overlay := make(map[string]string)
	for path, t := range snap.texts {
		file, err := put(dir, path, fmt.Sprintf("%s\n// %s\n", t.content, comment))
		if err != nil {
			return nil, err
		}
		overlay[path] = file
	}
	return overlay, nil
}

// put writes a file below a directory, under its own name, which can mean something,
// and returns its path there.
func put(dir, path, content string) (string, error) {
	parent := sha256.Sum256([]byte(filepath.Dir(path)))
	file := filepath.Join(dir, hex.EncodeToString(parent[:8]), filepath.Base(path))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return "", err
	}
	return file, os.WriteFile(file, []byte(content), 0o666)
}
