package enclosing

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/ast/astutil"
)

// The nodes around every call, operator, name, literal and statement of some real
// files are those that astutil finds, which looks at all that stands beside them.
func TestPath(t *testing.T) {
	for _, name := range []string{"database/sql/sql.go", "go/ast/walk.go", "go/types/expr.go", "net/http/server.go"} {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, filepath.Join(build.Default.GOROOT, "src", name), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		finder := New([]*ast.File{{}, file})
		asked := 0
		ast.Inspect(file, func(n ast.Node) bool {
			for _, at := range placesOf(n) {
				asked++
				want, _ := astutil.PathEnclosingInterval(file, at[0], at[1])
				if got := finder.Path(at[0], at[1]); !slices.Equal(got, want) {
					t.Fatalf("%s: got %s, want %s", fset.Position(at[0]), names(got), names(want))
				}
			}
			if lit, ok := n.(*ast.FuncLit); ok {
				path, _ := astutil.PathEnclosingInterval(file, lit.Pos(), lit.End())
				if got, want := finder.Parent(lit), path[slices.Index(path, n)+1]; got != want {
					t.Fatalf("%s: the parent is %T, want %T", fset.Position(lit.Pos()), got, want)
				}
			}
			return true
		})
		if asked < 100 {
			t.Errorf("%s: only %d places", name, asked)
		}
	}
}

// placesOf returns the pieces of the source that are asked about.
func placesOf(n ast.Node) [][2]token.Pos {
	switch n := n.(type) {
	case *ast.CallExpr:
		return [][2]token.Pos{{n.Lparen, n.Lparen}}
	case *ast.BinaryExpr:
		return [][2]token.Pos{{n.OpPos, n.OpPos}}
	case *ast.FuncLit:
		return [][2]token.Pos{{n.Pos(), n.End()}}
	case *ast.SelectorExpr:
		return [][2]token.Pos{{n.Sel.Pos(), n.Sel.Pos()}}
	case *ast.ReturnStmt, *ast.DeferStmt, *ast.AssignStmt:
		return [][2]token.Pos{{n.Pos(), n.Pos()}}
	}
	return nil
}

func names(path []ast.Node) (all []string) {
	for _, n := range path {
		all = append(all, fmt.Sprintf("%T", n))
	}
	return all
}

func TestNowhere(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "a.go", "package p\n\n// A comment.\n\nvar x = f(1)\n\n// The end.\n", parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	finder := New([]*ast.File{file})
	for what, at := range map[string]token.Pos{"no position": token.NoPos, "after the file": file.FileEnd + 1} {
		if got := finder.Path(at, at); got != nil {
			t.Errorf("%s: %s", what, names(got))
		}
	}
	for what, at := range map[string]token.Pos{"before the declarations": file.Pos() + 12, "after them": file.FileEnd - 2} {
		if got := finder.Path(at, at); len(got) != 1 || got[0] != ast.Node(file) {
			t.Errorf("%s: %s, want the file alone", what, names(got))
		}
	}
	for what, n := range map[string]ast.Node{"the name of the package": file.Name, "a declaration": file.Decls[0]} {
		if got := finder.Parent(n); got != nil {
			t.Errorf("%s stands in %T", what, got)
		}
	}
}
