package fix

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// Source is where the files of the findings are.
type Source struct {
	Dir     string   // absolute; the files of the findings are relative to it
	Modules []string // the directories of the modules whose files may change
}

// A target is a file that fixes are suggested for.
type target struct {
	file  File
	edits []check.Edit // accepted so far, in their order, none overlaps with another
	why   string       // it may not be changed; "" if it may
}

// holds reports whether the edit is within the file.
func (t *target) holds(e check.Edit) bool {
	return 0 <= e.Start && e.Start <= e.End && e.End <= len(t.file.Old)
}

// load reads a file and finds out whether it may be changed.
func (s Source) load(name string) *target {
	t := s.read(name)
	if t.why == "" {
		t.why = s.foreign(t.file.Path)
	}
	return t
}

// read reads a file and finds out whether it can be changed, whoever it belongs to.
func (s Source) read(name string) *target {
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(s.Dir, path)
	}
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return &target{why: err.Error()}
	}
	info, err := os.Stat(path)
	if err != nil {
		return &target{why: err.Error()}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return &target{why: err.Error()}
	}
	why := unfit(path, data)
	if info.Mode()&0o200 == 0 {
		why = "it is read-only"
	}
	return &target{file: File{name, path, data, nil}, why: why}
}

// foreign tells why a file is not the user's to change, "" if it is.
func (s Source) foreign(path string) string {
	if strings.Contains(filepath.ToSlash(path), "/vendor/") {
		return "it is vendored"
	}
	module := moduleOf(path)
	own := func(dir string) bool {
		dir, err := filepath.EvalSymlinks(dir)
		return err == nil && dir == module
	}
	if module != "" && !slices.ContainsFunc(s.Modules, own) {
		return "it belongs to another module"
	}
	return ""
}

// moduleOf returns the directory of the module that holds the file, "" if none does.
func moduleOf(path string) string {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// lineDirective matches what makes positions point elsewhere.
var lineDirective = regexp.MustCompile(`(?m)^//line |/\*line `)

// unfit tells why a file cannot be changed, "" if it can. What cgo and //line comments
// do to a file leaves no edit in its place.
func unfit(path string, data []byte) string {
	if filepath.Ext(path) != ".go" {
		return "it is no Go"
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, data, parser.ImportsOnly|parser.ParseComments)
	switch {
	case err != nil:
		return err.Error()
	case ast.IsGenerated(file):
		return "it is generated"
	case slices.ContainsFunc(file.Imports, func(spec *ast.ImportSpec) bool { return spec.Path.Value == `"C"` }):
		return `it imports "C"`
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return "it begins with a byte order mark"
	case lineDirective.Match(data):
		return "it has //line comments"
	}
	return ""
}
