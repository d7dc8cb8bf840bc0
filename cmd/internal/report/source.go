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
	files map[string]sourceFile
}

type sourceFile struct {
	content string
	lines   []string
	tokens  map[int][]tokenSpan // by line; nil before they are asked for
}

func newSources(dir string) *sources {
	return &sources{dir, map[string]sourceFile{}}
}

// line returns a line of a file, counted from one, without its end; false if it
// is not to be had: a finding may be older than the file.
func (s *sources) line(file string, n int) (string, bool) {
	lines := s.file(file).lines
	if n < 1 || n > len(lines) {
		return "", false
	}
	return lines[n-1], true
}

// file returns a file, an empty one if it is not to be had.
func (s *sources) file(name string) sourceFile {
	f, ok := s.files[name]
	if !ok {
		if data, err := os.ReadFile(s.path(name)); err == nil {
			f.content = string(data)
			f.lines = strings.Split(strings.TrimSuffix(strings.ReplaceAll(f.content, "\r\n", "\n"), "\n"), "\n")
		}
		s.files[name] = f
	}
	return f
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

// position translates an offset into a line and a column of UTF-16; false if the file
// does not go that far.
func (s *sources) position(file string, offset int) (line, column int, ok bool) {
	content := s.file(file).content
	if offset < 0 || offset > len(content) || content == "" {
		return 0, 0, false
	}
	before := content[:offset]
	lineStart := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, len(utf16.Encode([]rune(before[lineStart:]))) + 1, true
}
