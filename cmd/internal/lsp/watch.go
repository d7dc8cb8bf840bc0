package lsp

import (
	"net/url"
	"path/filepath"
	"strings"
)

// didChangeWatchedFiles hears of files that changed on the disk, whoever changed them.
func (s *server) didChangeWatchedFiles(p watchedParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	dirs := make(map[string]bool)
	for _, change := range p.Changes {
		u, err := url.Parse(change.URI)
		if err != nil || u.Scheme != "file" {
			continue
		}
		path := filePath(u)
		if !strings.HasSuffix(path, ".go") {
			s.restart() // go.mod, go.work or the configuration
			return
		}
		if s.buffers[path] == nil { // an open file counts as it is in the editor
			dirs[filepath.Dir(path)] = true
		}
	}
	for dir := range dirs {
		if p := s.packages[dir]; p != nil {
			s.changed(p)
		}
		s.dependenciesChanged(dir)
	}
}

// dependenciesChanged has the packages that may import the one in the directory looked
// at anew. Which of them do, the go command knows; the others it answers in no time.
// s.mu is held.
func (s *server) dependenciesChanged(dir string) {
	for _, p := range s.packages {
		if p.dir != dir {
			s.vetSoon(p, stale)
		}
	}
}

// restart forgets what is known of all modules and packages. s.mu is held.
func (s *server) restart() {
	for _, m := range s.modules {
		m.stop()
	}
	clear(s.modules)
	for _, p := range s.packages {
		p.module, p.units = nil, nil
		s.changed(p)
	}
}
