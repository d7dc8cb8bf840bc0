// Package render writes programs as Go.
//
// One program can be written in many ways that mean the same: an error is tested
// with == or with !=, in an if or in a switch, before or around what follows;
// variables have other names; blocks are in blocks. A Style chooses. What a
// linter says must not depend on it.
package render

import (
	"errors"
	"fmt"
	"go/format"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/oracle/program"
)

// A Text is a program as Go.
type Text struct {
	Near, Far string // the files of the two packages; Far may be empty
	// Functions are those to run, and FarFunctions those in the other package: the
	// entry, and the helpers that need no resource.
	Functions, FarFunctions []string
}

// Imports are the paths of the packages that are not of the standard library.
type Imports struct{ Env, Lib string }

// Program writes a program that is called id. The style is a seed; 0 is the plain
// one. An error says that the program makes no sense: it uses a variable that it
// does not have.
func Program(p *program.Program, id string, style uint64, imports Imports) (Text, error) {
	near := newFile("programs", id, style, imports)
	far := newFile("lib", id, style, imports)
	for _, o := range p.Owners {
		pick(o.Far, far, near).owner(o)
	}
	for _, f := range p.Helpers {
		pick(f.Far, far, near).function(f)
	}
	near.function(p.Entry)
	text := Text{Near: near.text()}
	if far.body.Len() > 0 {
		text.Far = far.text()
	}
	for _, f := range p.Functions() {
		switch {
		case f.Takes != nil:
		case f.Far:
			text.FarFunctions = append(text.FarFunctions, far.name(f.Name, true))
		default:
			text.Functions = append(text.Functions, near.title(f))
		}
	}
	return text, errors.Join(near.err, far.err)
}

func pick(first bool, a, b *file) *file {
	if first {
		return a
	}
	return b
}

// A file is one in the making.
type file struct {
	pkg, id string
	style   *rand.Rand // nil is the plain style
	from    Imports
	imports []string
	body    strings.Builder
	err     error
}

func newFile(pkg, id string, style uint64, imports Imports) *file {
	f := &file{pkg: pkg, id: id, from: imports}
	if style != 0 {
		f.style = rand.New(rand.NewPCG(style, uint64(len(pkg))))
	}
	return f
}

// chance reports whether to write something in an unusual way; one in n is.
func (f *file) chance(n int) bool { return f.style != nil && f.style.IntN(n) == 0 }

func (f *file) fail(format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf(format, args...)
	}
}

// needs imports a package.
func (f *file) needs(path string) {
	if !slices.Contains(f.imports, path) {
		f.imports = append(f.imports, path)
	}
}

// name is the name of a function or type of the program, as this file writes it.
func (f *file) name(name string, far bool) string {
	switch {
	case !far:
		return name + "_" + f.id
	case f.pkg == "lib":
		return exported(name) + "_" + f.id
	}
	f.needs("lib")
	return "lib." + exported(name) + "_" + f.id
}

// declared is the name of a function or type where it is declared.
func (f *file) declared(name string) string { return f.name(name, f.pkg == "lib") }

// title is the name of a function where it is declared. The entry is exported.
func (f *file) title(of *program.Func) string {
	if of.Entry {
		return exported(f.declared(of.Name))
	}
	return f.declared(of.Name)
}

func exported(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// typeOf is the type of a kind, as this file writes it.
func (f *file) typeOf(k *program.Kind) string {
	if k.Elem != nil {
		return "[]" + f.typeOf(k.Elem)
	}
	for _, path := range k.Imports {
		f.needs(path)
	}
	if k.Owner != nil {
		return "*" + f.name(k.Name, k.Owner.Far)
	}
	return k.Type
}

func (f *file) text() string {
	slices.Sort(f.imports)
	var head strings.Builder
	fmt.Fprintf(&head, "package %s\n\nimport (\n", f.pkg)
	for _, path := range f.imports {
		switch path {
		case "env":
			fmt.Fprintf(&head, "%q\n", f.from.Env)
		case "lib":
			fmt.Fprintf(&head, "lib %q\n", f.from.Lib)
		default:
			fmt.Fprintf(&head, "%q\n", path)
		}
	}
	head.WriteString(")\n")
	text := head.String() + f.body.String()
	formatted, err := format.Source([]byte(text))
	if err != nil {
		f.fail("the text is not Go: %v\n%s", err, text)
		return text
	}
	return string(formatted)
}

// owner writes a type that keeps resources, with its Close.
func (f *file) owner(o *program.Owner) {
	name := f.declared(o.Kind.Name)
	fmt.Fprintf(&f.body, "\ntype %s struct {\n", name)
	for i, kind := range o.Fields {
		fmt.Fprintf(&f.body, "%s %s\n", field(i), f.typeOf(kind))
	}
	f.needs("errors")
	fmt.Fprintf(&f.body, "}\n\nfunc (o *%s) Close() error {\n", name)
	var calls []string
	for _, i := range o.Closes {
		calls = append(calls, fmt.Sprintf("o.%s.%s", field(i), o.Fields[i].Release))
	}
	fmt.Fprintf(&f.body, "return errors.Join(%s)\n}\n", strings.Join(calls, ", "))
}

func field(i int) string { return string(rune('a' + i)) }
