package report

import (
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// sources reads the lines of source files, each file once.
type sources struct {
	dir   string
	files map[string][]string
}

func newSources(dir string) *sources {
	return &sources{dir, map[string][]string{}}
}

// line returns a line of a file, counted from one, without its end; false if it
// is not to be had: a finding may be older than the file.
func (s *sources) line(file string, n int) (string, bool) {
	lines := s.lines(file)
	if n < 1 || n > len(lines) {
		return "", false
	}
	return lines[n-1], true
}

func (s *sources) lines(file string) []string {
	lines, ok := s.files[file]
	if !ok {
		if data, err := os.ReadFile(s.path(file)); err == nil {
			lines = strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n"), "\n")
		}
		s.files[file] = lines
	}
	return lines
}

// path returns the absolute name of a file.
func (s *sources) path(file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(s.dir, file)
}

// column translates a column from bytes into UTF-16 code units, which most
// programs count in.
func (s *sources) column(file string, line, column int) int {
	text, ok := s.line(file, line)
	if !ok || column < 1 || column > len(text)+1 {
		return column
	}
	return len(utf16.Encode([]rune(text[:column-1]))) + 1
}
