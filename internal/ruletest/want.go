package ruletest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// A Want is a diagnostic that the corpus expects.
type Want struct {
	File    string // relative to the module's directory
	Line    int
	Pattern *regexp.Regexp
}

func (w Want) matches(d Diagnostic) bool {
	return w.File == d.File && w.Line == d.Line && w.Pattern.MatchString(d.Text)
}

func (c *Corpus) readWants() error {
	return walk(c.Dir, func(name string, source []byte) error {
		if !c.has(name) {
			return nil
		}
		wants, err := parse(name, source)
		c.Wants = append(c.Wants, wants...)
		return err
	})
}

// walk calls visit for the Go files of the module in dir, with their names
// relative to it. Modules nested in it are not part of it.
func walk(dir string, visit func(name string, source []byte) error) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && path != dir {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return visit(name, source)
	})
}

// parse returns the expectations of a file. They are found by line and not by
// comment, because one may follow a directive in the same comment.
func parse(name string, source []byte) ([]Want, error) {
	var wants []Want
	line := 0
	for text := range bytes.Lines(source) {
		line++
		_, list, ok := strings.Cut(string(text), "// want ")
		for list = strings.TrimSpace(list); ok && list != ""; list = strings.TrimSpace(list) {
			quoted, err := strconv.QuotedPrefix(list)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: after want: %w: %s", name, line, err, list)
			}
			list = list[len(quoted):]
			expr, err := strconv.Unquote(quoted)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, line, err)
			}
			pattern, err := regexp.Compile(expr)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, line, err)
			}
			wants = append(wants, Want{name, line, pattern})
		}
	}
	return wants, nil
}

// Count returns how many functions of the module in dir have a name that
// begins with the word.
func Count(dir, word string) (int, error) {
	count := 0
	err := walk(dir, func(name string, source []byte) error {
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && strings.HasPrefix(strings.ToLower(f.Name.Name), word) {
				count++
			}
		}
		return nil
	})
	return count, err
}
