package fix

import (
	"bytes"
	"go/format"
	"go/parser"
	"go/token"
)

// rewritten returns the file with its edits: formatted, without the imports that
// they leave unused, and with the line ends that it had.
func (t *target) rewritten() (File, error) {
	result := t.file
	result.New = t.file.Old
	if len(t.edits) == 0 {
		return result, nil
	}
	source, err := tidied(t.file.Old, apply(t.file.Old, t.edits))
	if err != nil {
		return result, err
	}
	if hasCRLF(t.file.Old) {
		source = bytes.ReplaceAll(source, []byte("\n"), []byte("\r\n"))
	}
	result.New = source
	return result, nil
}

// hasCRLF reports whether all lines end as they do on Windows, which formatting
// does away with.
func hasCRLF(source []byte) bool {
	n := bytes.Count(source, []byte("\r\n"))
	return n > 0 && n == bytes.Count(source, []byte("\n"))
}

// tidied formats the new source and puts its imports in order.
func tidied(old, source []byte) ([]byte, error) {
	before, err := parser.ParseFile(token.NewFileSet(), "", old, 0)
	if err != nil {
		return nil, err
	}
	source, err = joinImports(before, source)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	after, err := parser.ParseFile(fset, "", source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	if !dropImports(fset, before, after) {
		return format.Source(source)
	}
	var b bytes.Buffer
	err = format.Node(&b, fset, after)
	return b.Bytes(), err
}
