package robust

import (
	"context"
	"fmt"
	"go/parser"
	"go/token"
	"go/types"
	"runtime"
	"strconv"

	"golang.org/x/tools/go/packages"
)

// A Library knows the packages that single files may import.
type Library struct {
	u      *Universe
	byPath map[string]*packages.Package
}

// NewLibrary returns a library of the packages that the patterns match.
func NewLibrary(ctx context.Context, dir string, env []string, patterns ...string) (*Library, error) {
	u, _, err := List(ctx, dir, env, patterns...)
	if err != nil {
		return nil, err
	}
	l := &Library{u, map[string]*packages.Package{}}
	for _, p := range u.roots {
		l.byPath[p.PkgPath] = p
	}
	return l, nil
}

// File returns the package that a single file is, or the reason why it is none. What
// it imports is known by its declarations.
func (l *Library) File(name string, src []byte) (*packages.Package, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	imports := mapImporter{"unsafe": types.Unsafe}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if p := l.byPath[path]; err == nil && p != nil {
			imports[path] = l.u.declared(p)
		}
	}
	p := &packages.Package{ID: "example.com/p", Name: file.Name.Name, PkgPath: "example.com/p", Fset: fset, TypesSizes: types.SizesFor("gc", runtime.GOARCH)}
	p.Syntax = append(p.Syntax, file)
	if err := check(p, imports); err != nil {
		return nil, fmt.Errorf("type-check: %w", err)
	}
	return p, nil
}
