package fix

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// dropImports drops the imports that the old file used and the new one does not. One
// whose name only its package tells is used in neither, as far as can be seen, and
// stays. It reports whether it dropped any.
func dropImports(fset *token.FileSet, before, after *ast.File) bool {
	var unused []*ast.ImportSpec
	for _, spec := range after.Imports {
		if path := importPath(spec); astutil.UsesImport(before, path) && !astutil.UsesImport(after, path) {
			unused = append(unused, spec)
		}
	}
	for _, spec := range unused {
		name := ""
		if spec.Name != nil {
			name = spec.Name.Name
		}
		astutil.DeleteNamedImport(fset, after, name, importPath(spec))
	}
	return len(unused) > 0
}

// joinImports makes one declaration of an import that was added alone and of those
// around it that stand alone, too. Fixes cannot do that by themselves, as each would
// do it on its own:
//
//	import "log"            import (
//	import "os" // why  →       "log"
//	                            "os" // why
//	                        )
func joinImports(before *ast.File, source []byte) ([]byte, error) {
	fset := token.NewFileSet()
	after, err := parser.ParseFile(fset, "", source, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	had := make(map[string]bool)
	for _, spec := range before.Imports {
		had[importPath(spec)] = true
	}
	lines := strings.SplitAfter(string(source), "\n")
	first, last, added := 0, 0, false
	var own, others string // the lines of the standard library, and the rest
	for _, d := range after.Decls {
		decl := d.(*ast.GenDecl)
		line := fset.Position(decl.Pos()).Line
		alone := fset.Position(decl.End()).Line == line && strings.HasPrefix(lines[line-1], "import ") && !strings.Contains(lines[line-1], ";")
		if decl.Lparen.IsValid() || !alone || first > 0 && !blank(lines[last:line-1]) {
			break
		}
		path := importPath(decl.Specs[0].(*ast.ImportSpec))
		added = added || !had[path]
		if first == 0 {
			first = line
		}
		last = line
		if text := strings.TrimPrefix(lines[line-1], "import"); strings.Contains(path, ".") {
			others += text
		} else {
			own += text
		}
	}
	if !added || first == last {
		return source, nil
	}
	var b bytes.Buffer
	for _, part := range [][]string{lines[:first-1], {"import (\n", own, "\n", others, ")\n"}, lines[last:]} {
		b.WriteString(strings.Join(part, ""))
	}
	return b.Bytes(), nil
}

// blank reports whether the lines are blank.
func blank(lines []string) bool { return strings.TrimSpace(strings.Join(lines, "")) == "" }

// importPath returns the path of an import that was parsed.
func importPath(spec *ast.ImportSpec) string {
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		panic("internal error: the parser lets through an import of " + spec.Path.Value)
	}
	return path
}
