package accuracy

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A Place is the extent of a function declaration.
type Place struct {
	File       string // relative to the repository, with slashes
	Start, End int    // lines, both inclusive
}

func (p Place) contains(d Diagnostic) bool {
	return d.File == p.File && p.Start <= d.Line && d.Line <= p.End
}

// Locate finds a function in a file of the tree, or else, since fixes move
// functions, in another file of the same directory.
func Locate(tree, file, function string) (Place, error) {
	if p, ok := locateIn(tree, file, function); ok {
		return p, nil
	}
	dir := path.Dir(file)
	entries, err := os.ReadDir(filepath.Join(tree, filepath.FromSlash(dir)))
	if err != nil {
		return Place{}, err
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		if p, ok := locateIn(tree, path.Join(dir, e.Name()), function); ok {
			return p, nil
		}
	}
	return Place{}, fmt.Errorf("no function %s in %s", function, dir)
}

func locateIn(tree, file, function string) (Place, bool) {
	fset := token.NewFileSet()
	f, _ := parser.ParseFile(fset, filepath.Join(tree, filepath.FromSlash(file)), nil, parser.SkipObjectResolution)
	if f == nil {
		return Place{}, false
	}
	want := plainName(function)
	for _, d := range f.Decls {
		if n := declared(d, want); n != nil {
			// Not Position: a //line comment would lead elsewhere than the file we read.
			start := fset.PositionFor(n.Pos(), false).Line
			return Place{file, start, fset.PositionFor(n.End(), false).Line}, true
		}
	}
	return Place{}, false
}

// declared returns the function in the declaration, or the package variable
// that holds a function, directly or somewhere in a struct.
func declared(d ast.Decl, want string) ast.Node {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if declName(d) == want {
			return d
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			v, ok := s.(*ast.ValueSpec)
			if ok && slices.ContainsFunc(v.Names, func(id *ast.Ident) bool { return id.Name == want }) {
				return v
			}
		}
	}
	return nil
}

// plainName turns "(*T).M", "(T).M" and "T[K].M" into "T.M".
func plainName(function string) string {
	if i := strings.IndexByte(function, '['); i >= 0 {
		if j := strings.IndexByte(function, ']'); j > i {
			function = function[:i] + function[j+1:]
		}
	}
	return strings.NewReplacer("(", "", ")", "", "*", "").Replace(function)
}

func declName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	return receiver(fn.Recv.List[0].Type) + "." + fn.Name.Name
}

func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.Ident:
		return t.Name
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.ParenExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	}
	return ""
}
