package fix

import (
	"bytes"
	"go/ast"
	"go/build"
	"go/token"
	"go/types"
	"io"
	"path"
	"path/filepath"
	"strings"
)

// DeclareInTests lets the tests of the package have a function, to be called at pos.
// Signature is its type as [types.TypeString] writes it; text declares it, and names
// the packages that it imports by their own names. It goes to the end of a test file,
// the same one for all fixes of the package. The function may be there already; if
// the name means something else, or there is no place for it, the answer is false.
func (p *Patch) DeclareInTests(name, signature, text string, imports []string, pos token.Pos) bool {
	if obj := Named(p.pass, name, pos); obj != nil {
		fn, ok := obj.(*types.Func)
		return ok && types.TypeString(fn.Signature(), nil) == signature
	}
	home := p.testFile()
	if home == nil {
		return false
	}
	q := &Patch{pass: p.pass, file: home}
	if q.isTaken(name) {
		return false
	}
	for _, pkg := range imports {
		if used, ok := q.Use(pkg, home.Name.Pos()); !ok || used != path.Base(pkg) {
			return false
		}
	}
	q.Replace(home.FileEnd, home.FileEnd, "\n"+text)
	p.edits = append(p.edits, q.edits...)
	return true
}

// testFile returns the first test file, by name, that belongs to the package on every
// system, nil if there is none.
func (p *Patch) testFile() *ast.File {
	var first *ast.File
	name := func(f *ast.File) string { return p.pass.Fset.File(f.FileStart).Name() }
	for _, f := range p.pass.Files {
		if (first == nil || name(f) < name(first)) && strings.HasSuffix(name(f), "_test.go") && isEverywhere(f, name(f)) &&
			!ast.IsGenerated(f) && bytes.HasSuffix(p.source(p.pass.Fset.File(f.FileStart)), []byte("}\n")) {
			first = f
		}
	}
	return first
}

// isEverywhere reports whether neither the name of a file nor a comment says for which
// systems it is.
func isEverywhere(f *ast.File, name string) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if c.Pos() < f.Package && (strings.HasPrefix(c.Text, "//go:build") || strings.HasPrefix(c.Text, "// +build")) {
				return false
			}
		}
	}
	nowhere := build.Context{GOOS: "none", GOARCH: "none", Compiler: "gc", OpenFile: func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package p\n")), nil
	}}
	matches, err := nowhere.MatchFile(filepath.Split(name))
	return err == nil && matches
}
