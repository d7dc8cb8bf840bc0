package fingerprint

import (
	"go/ast"
	"go/parser"
	"go/token"
)

// funcs are the functions of a file.
type funcs []function

// A function has a name and the lines from first to last.
type function struct {
	name        string
	first, last int
}

// readFuncs returns the functions of a file; none of one that cannot be read, because
// it is not Go's (a //line comment can name any file).
func readFuncs(path string) funcs {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var all funcs
	for _, decl := range file.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok {
			// Findings go by the names and lines that //line comments give.
			all = append(all, function{name(fn), fset.Position(fn.Pos()).Line, fset.Position(fn.End()).Line})
		}
	}
	return all
}

// at returns the name of the function at a line, or "".
func (fs funcs) at(line int) string {
	for _, f := range fs {
		if f.first <= line && line <= f.last {
			return f.name
		}
	}
	return ""
}

func name(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	typ := fn.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.ParenExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.Name + "." + fn.Name.Name
		default:
			return fn.Name.Name
		}
	}
}
