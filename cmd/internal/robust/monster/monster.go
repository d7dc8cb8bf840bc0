// Package monster writes programs of any size that are much larger, deeper or more
// entangled than people's, to find what costs more than its share. Each is one file
// of a package, well-typed, with resources in it so that the analysis cannot pass by.
package monster

import (
	"strconv"
	"strings"
)

// A Monster is a family of programs.
type Monster struct {
	Name string
	// Size is one that people have called absurd. The program grows in proportion.
	Size int
	body func(n int) string
}

// Imports are the packages that the programs import.
var Imports = []string{"context", "database/sql", "errors", "io", "os", "sync"}

// Source is the program of size n.
func (m Monster) Source(n int) string {
	return "package p\n\nimport (\n\t\"" + strings.Join(Imports, "\"\n\t\"") + "\"\n)\n" + m.body(n) + `
var (
	_ context.Context
	_ *sql.DB
	_ = errors.New
	_ io.Closer
	_ sync.Once
)

func cond() bool    { return len(os.Args) > 1 }
func num() int      { return len(os.Args) }
func use(...any)    {}
func fails() error  { _, err := os.Getwd(); return err }
`
}

// repeat returns n copies of a text, with its number for # and the next one for @.
func repeat(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.NewReplacer("#", strconv.Itoa(i), "@", strconv.Itoa(i+1)).Replace(text))
	}
	return b.String()
}

// nest puts n copies of what is before and after around the middle.
func nest(n int, before, middle, after string) string {
	return repeat(n, before) + middle + strings.Repeat(after, n)
}

// opened is a function that opens a file, does what the body says, and closes it.
func opened(body string) string {
	return "func f() error {\n\tx, err := os.Open(\"a\")\n\tif err != nil { return err }\n" + body + "\n\treturn x.Close()\n}\n"
}

// repeated is a Monster that opens a file and repeats a text before it is closed.
func repeated(name string, size int, text string) Monster {
	return Monster{name, size, func(n int) string { return opened(repeat(n, text)) }}
}

// decls is a Monster of n declarations, and more.
func decls(name string, size int, text, more string) Monster {
	return Monster{name, size, func(n int) string {
		return repeat(n, text) + strings.ReplaceAll(more, "#", strconv.Itoa(n))
	}}
}

// last is a number in a text.
func last(n int) string { return strconv.Itoa(n) }
