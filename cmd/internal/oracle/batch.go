package oracle

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/oracle/render"
	"github.com/leakvet/leakvet/cmd/internal/oracle/world"
)

//go:embed env world
var sources embed.FS

const (
	here   = "github.com/leakvet/leakvet/cmd/internal/oracle/"
	module = "example.com/oracle/"
	// perPackage bounds how many programs are in a package.
	perPackage = 100
)

// toRun replaces the imports that are stood in for when a program runs.
var toRun = strings.NewReplacer(
	`"database/sql"`, `"`+module+`world/sql"`,
	`"net/http"`, `"`+module+`world/http"`,
	`"os"`, `"`+module+`world/os"`,
	`"testing"`, `"`+module+`world/testing"`,
	`"`+module+`env"`, `"`+module+`world/env"`,
)

// A batch is a set of programs on disk, twice: to be looked at and to be run.
type batch struct {
	look, run string // the modules' directories
	verdicts  []*Verdict
}

// write writes programs below dir. Those that make no sense have no verdict.
func write(dir string, cases []Case) (*batch, error) {
	b := &batch{look: filepath.Join(dir, "look"), run: filepath.Join(dir, "run")}
	files := map[string]string{}
	for _, root := range []string{b.look, b.run} {
		files[filepath.Join(root, "go.mod")] = "module example.com/oracle\n\ngo 1.25\n"
	}
	if err := copySources("env", b.look, files); err != nil {
		return nil, err
	}
	if err := copySources("world", b.run, files); err != nil {
		return nil, err
	}
	var packages []*registry
	last := ""
	for _, c := range cases {
		pkg := fmt.Sprintf("p%04d", len(b.verdicts)/perPackage)
		lib := module + pkg + "/lib"
		text, err := render.Program(c.Program, c.ID, c.Style, render.Imports{Env: module + "env", Lib: lib})
		if err != nil {
			continue
		}
		v := &Verdict{Case: c, Near: text.Near, Far: text.Far, near: filepath.Join(pkg, world.FilePrefix+c.ID+".go")}
		if text.Far != "" {
			v.far = filepath.Join(pkg, "lib", world.FilePrefix+c.ID+"lib.go")
		}
		for name, text := range v.files() {
			files[filepath.Join(b.look, name)] = text
			files[filepath.Join(b.run, name)] = toRun.Replace(text)
		}
		if pkg != last {
			last = pkg
			packages = append(packages, &registry{pkg: pkg})
		}
		packages[len(packages)-1].add(c.ID, text)
		b.verdicts = append(b.verdicts, v)
	}
	for _, r := range packages {
		files[filepath.Join(b.run, r.pkg, "functions.go")] = r.text()
	}
	files[filepath.Join(b.run, "main.go")] = mainText(packages)
	return b, writeFiles(files)
}

func writeFiles(files map[string]string) error {
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// copySources adds the files of one of this package's packages to a module.
func copySources(pkg, root string, files map[string]string) error {
	return fs.WalkDir(sources, pkg, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(sources, path)
		files[filepath.Join(root, path)] = strings.ReplaceAll(string(text), here, module)
		return err
	})
}

// A registry lists the functions of a package of programs that are to be run.
type registry struct {
	pkg      string
	far      bool // some are in the other package
	programs strings.Builder
}

func (r *registry) add(id string, text render.Text) {
	functions := text.Functions
	for _, f := range text.FarFunctions {
		r.far = true
		functions = append(functions, "lib."+f)
	}
	fmt.Fprintf(&r.programs, "\t{ID: %q, Functions: []any{%s}},\n", id, strings.Join(functions, ", "))
}

func (r *registry) text() string {
	lib := ""
	if r.far {
		lib = fmt.Sprintf("import %q\n", module+r.pkg+"/lib")
	}
	return fmt.Sprintf(`package programs

import "%sworld"
%s
var Programs = []world.Program{
%s}
`, module, lib, r.programs.String())
}

// mainText is the program that runs the programs of packages.
func mainText(packages []*registry) string {
	var imports, programs strings.Builder
	for _, r := range packages {
		fmt.Fprintf(&imports, "\t%s %q\n", r.pkg, module+r.pkg)
		fmt.Fprintf(&programs, "\t\t%s.Programs,\n", r.pkg)
	}
	return fmt.Sprintf(`package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"slices"

	"%sworld"
%s)

func main() {
	log.SetOutput(io.Discard) // what the programs say
	programs := slices.Concat(
%s	)
	if err := world.Main(os.Stdout, programs, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
`, module, imports.String(), programs.String())
}
