package lsp

import (
	"os"
	"path/filepath"
)

// A buffer is a file that is open in the editor.
type buffer struct {
	uri     string // as the client writes it
	version int
	text    *text
}

func (s *server) didOpen(p openParams) {
	path := pathOf(p.TextDocument.URI)
	if path == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buffers[path] = &buffer{p.TextDocument.URI, p.TextDocument.Version, newText(p.TextDocument.Text)}
	pkg := s.packageOf(path)
	delete(pkg.published, path) // a client may have forgotten it
	s.changed(pkg)
}

func (s *server) didChange(p changeParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := pathOf(p.TextDocument.URI)
	b, ok := s.buffers[path]
	if !ok {
		return
	}
	b.text = b.text.apply(p.ContentChanges, s.encoding)
	if p.TextDocument.Version != nil {
		b.version = *p.TextDocument.Version
	}
	s.changed(s.packageOf(path))
}

// didSave has the packages that may import the saved one looked at anew, if it has
// changed for them. A client that does not watch files has all of them looked at.
func (s *server) didSave(p documentParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := pathOf(p.TextDocument.URI)
	if s.buffers[path] == nil {
		return
	}
	if !s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		s.dependenciesChanged("") // whatever else has changed on the disk, nobody tells
		return
	}
	pkg := s.packageOf(path)
	if facts := pkg.facts(); facts != pkg.saved {
		pkg.saved = facts
		s.dependenciesChanged(pkg.dir)
	}
}

func (s *server) didClose(p documentParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := pathOf(p.TextDocument.URI)
	if _, ok := s.buffers[path]; !ok {
		return
	}
	pkg := s.packageOf(path)
	delete(s.buffers, path)
	if s.isOpen(pkg.dir) {
		s.changed(pkg)
		return
	}
	pkg.stop()
	s.clear(pkg)
	delete(s.packages, pkg.dir)
}

// isOpen reports whether a file of the directory is open. s.mu is held.
func (s *server) isOpen(dir string) bool {
	for path := range s.buffers {
		if filepath.Dir(path) == dir {
			return true
		}
	}
	return false
}

// read returns the text of a file: as it is in the editor, or else on the disk, and
// nothing if it is not there.
func (s *server) read(path string) *text {
	s.mu.Lock()
	if b := s.buffers[path]; b != nil {
		defer s.mu.Unlock()
		return b.text
	}
	s.mu.Unlock()
	data, err := os.ReadFile(path)
	if err != nil {
		return newText("")
	}
	return newText(string(data))
}
