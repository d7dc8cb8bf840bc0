package contract

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestTable holds every word of the table against the packages that
// testdata/roots pins. Nothing is compiled: declarations are type-checked from
// source, which takes ten seconds of processor time once the modules are there.
func TestTable(t *testing.T) {
	if testing.Short() {
		t.Skip("needs the modules of testdata/roots")
	}
	if err := Check(all()...); err != nil {
		t.Fatal(err)
	}
	c := newChecker(t)
	for _, lib := range all() {
		t.Run(lib.Path, func(t *testing.T) {
			c.T = t
			c.library(lib)
		})
	}
}

// all is the table of both profiles.
func all() []Library { return append(Table(), StrictTable()...) }

// checker compares the table with real packages.
type checker struct {
	*testing.T
	index *Index
	pkgs  map[string]*types.Package
	// acquired tells for each word of an Acquire list whose it is.
	acquired map[symbol]*Resource
	path     string // of the library at hand
}

func newChecker(t *testing.T) *checker {
	c := &checker{
		T:        t,
		index:    NewIndex(all()...),
		pkgs:     make(map[string]*types.Package),
		acquired: make(map[symbol]*Resource),
	}
	var paths []string
	for _, lib := range all() {
		if slices.Contains(paths, lib.Path) {
			t.Errorf("two libraries %s", lib.Path)
		}
		paths = append(paths, lib.Path)
	}
	for _, pkg := range load(t, paths) {
		if len(pkg.Errors) > 0 && pkg.Types.Scope().Len() == 0 {
			t.Fatalf("%s: %v", pkg.PkgPath, pkg.Errors)
		}
		c.pkgs[pkg.PkgPath] = pkg.Types
		for path, imported := range pkg.Imports {
			if c.pkgs[path] == nil {
				c.pkgs[path] = imported.Types
			}
		}
	}
	return c
}

// load type-checks declarations, not function bodies. Errors are expected:
// imports that only bodies need look unused.
func load(t *testing.T, paths []string) []*packages.Package {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedSyntax |
			packages.NeedImports | packages.NeedDeps,
		Dir: "../../../testdata/roots",
		Env: append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off"),
		ParseFile: func(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
			file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
			if file != nil {
				dropBodies(file)
			}
			return file, err
		},
	}, paths...)
	if err != nil {
		t.Fatal(err)
	}
	return pkgs
}

func dropBodies(file *ast.File) {
	for _, decl := range file.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok {
			fn.Body = nil
		}
	}
}

func (c *checker) library(lib Library) {
	c.path = lib.Path
	for i := range lib.Resources {
		c.resource(&lib.Resources[i], lib.Wraps)
	}
	anything := func(types.Type) bool { return true }
	c.params("Takes", lib.Takes, anything)
	c.params("TakesIfOK", lib.TakesIfOK, anything)
	c.params("TakesIfNot", lib.TakesIfNot, anything)
	c.params("Releases", lib.Releases, anything)
	c.params("ReleasesIfErr", lib.ReleasesIfErr, anything)
	c.params("Wraps", lib.Wraps, anything)
	c.params("NilGuards", lib.NilGuards, types.IsInterface)
	c.params("ErrGuards", lib.ErrGuards, types.IsInterface)
	c.params("NilTests", lib.NilTests, types.IsInterface)
	c.params("ErrTests", lib.ErrTests, types.IsInterface)
	c.params("Denies", lib.Denies, isBool)
	c.params("Panics", lib.Panics, isFunc)
	c.params("NilKeepers", lib.NilKeepers, isError)
	c.params("CallsNow", lib.CallsNow, isFunc)
	c.params("Commits", lib.Commits, isFunc)
	c.params("Once", lib.Once, isFunc)
	c.params("CallsLater", lib.CallsLater, isFunc)
	c.params("Teardowns", lib.Teardowns, anything)
	c.params("Undeterred", lib.Undeterred, types.IsInterface)
	c.params("Retries", lib.Retries, isFunc)
	c.params("Gives", lib.Gives, isFunc)
	c.params("Asks", lib.Asks, anything)
	c.params("InTx", lib.InTx, isFunc)
	c.params("Deletes", lib.Deletes, isString)
	c.results("TakesIfOK", lib.TakesIfOK, func(t types.Type) bool { return isError(t) || isBool(t) })
	c.results("ReleasesIfErr", lib.ReleasesIfErr, isError)
	c.results("TakesIfNot", lib.TakesIfNot, isBool)
	c.results("NilTests", lib.NilTests, isBool)
	c.results("ErrTests", lib.ErrTests, isBool)
	c.results("NilKeepers", lib.NilKeepers, isError)
	c.results("NonNil", lib.NonNil, isError)
	c.results("Wraps", lib.Wraps, anything)
	c.results("Gives", lib.Gives, anything)
	c.results("Inert", lib.Inert, anything)
	for _, word := range strings.Fields(lib.NoReturn) {
		c.function("NoReturn", word)
	}
	for _, list := range []string{lib.Exits, lib.Flushes} {
		for _, word := range strings.Fields(list) {
			c.function("Exits, Flushes", word)
		}
	}
	if !lib.Partial {
		c.complete()
	}
}

func (c *checker) resource(r *Resource, wraps string) {
	obj := c.object(r.Type)
	if obj == nil {
		c.Errorf("%s: no such type", r.Type)
		return
	}
	if (r.Class == Scan) != (r.Release+r.DoneBy == "" && r.Err != "") {
		c.Errorf("%s: what holds nothing is asked for its error, and nothing else", r.Type)
	}
	if r.Class != Scan && r.Release+r.DoneBy == "" && !strings.Contains(wraps, "/recv") {
		c.Errorf("%s: nothing releases it", r.Type)
	}
	for _, word := range strings.Fields(r.Release) {
		carrier, method, name := obj.Type(), word, word
		if field, rest, ok := strings.Cut(word, "."); ok {
			carrier, name = c.field(obj.Type(), field), rest
		}
		if carrier == nil || lookup(carrier, name) == nil {
			c.Errorf("%s: no method %s", r.Type, method)
		}
	}
	c.methods(r, obj, r.ErrRelease, isError)
	c.methods(r, obj, r.Drain, isBool)
	c.methods(r, obj, r.Reopens, isBool)
	c.methods(r, obj, r.FailCloses, isError)
	c.methods(r, obj, r.Err, isError)
	c.methods(r, obj, r.DoneBy, nil)
	c.methods(r, obj, r.Plain, nil)
	c.methods(r, obj, r.Fill, nil)
	if r.ErrField != "" {
		if f := c.field(obj.Type(), r.ErrField); f == nil || !isError(f) {
			c.Errorf("%s: no error field %s", r.Type, r.ErrField)
		}
	}
	for _, word := range strings.Fields(r.Unless) {
		if c.object(word) == nil {
			c.Errorf("%s: no function or field %s", r.Type, word)
		}
	}
	for _, word := range slices.Concat(strings.Fields(r.Parent), strings.Fields(r.Over)) {
		if c.object(word) == nil {
			c.Errorf("%s: no type %s", r.Type, word)
		}
	}
	for _, n := range r.Needs {
		c.need(r, n)
	}
	for _, word := range strings.Fields(r.Acquire) {
		c.acquire(r, obj, word)
		if r.Peer != "" {
			c.handsOutPeer(r, word)
		}
	}
}

// need checks that the types and their methods exist.
func (c *checker) need(r *Resource, n Need) {
	if strings.Count(n.Harm, "%s") != 1 {
		c.Errorf("%s: the harm %q does not name it", r.Type, n.Harm)
	}
	for _, word := range strings.Fields(n.Types) {
		obj := c.object(word)
		if obj == nil {
			c.Errorf("%s: needs %s, and there is none", r.Type, word)
			continue
		}
		for _, method := range strings.Fields(n.By) {
			if lookup(obj.Type(), method) == nil {
				c.Errorf("%s: %s has no method %s", r.Type, word, method)
			}
		}
	}
}

// methods checks that all methods exist, and what their last result is, if
// result is not nil.
func (c *checker) methods(r *Resource, obj types.Object, list string, result func(types.Type) bool) {
	c.Helper()
	for _, word := range strings.Fields(list) {
		fn := lookup(obj.Type(), word)
		if fn == nil {
			c.Errorf("%s: no method %s", r.Type, word)
		} else if result != nil && !hasResult(fn, result) {
			c.Errorf("%s: method %s: unexpected type %v", r.Type, word, fn.Type())
		}
	}
}

func (c *checker) acquire(r *Resource, obj types.Object, word string) {
	fn := c.function(r.Type+".Acquire", word)
	if fn == nil {
		return
	}
	if !hasResult(fn, func(t types.Type) bool { return handsOut(t) == obj }) {
		c.Errorf("%s: %s returns no %s", r.Type, word, r.Type)
	}
	sym := funcSymbol(fn)
	if c.acquired[sym] != nil {
		c.Errorf("%s: %s stands in two lists", r.Type, word)
	}
	c.acquired[sym] = r
	if known := c.index.Func(fn); known != nil && known.Inert {
		c.Errorf("%s: %s both acquires and is inert", r.Type, word)
	}
}

// handsOutPeer checks that a function that acquires hands out the other end, too.
func (c *checker) handsOutPeer(r *Resource, word string) {
	peer := c.object(r.Peer)
	if peer == nil || !hasResult(c.function(r.Type+".Peer", word), func(t types.Type) bool { return handsOut(t) == peer }) {
		c.Errorf("%s: %s returns no %s", r.Type, word, r.Peer)
	}
}

func (c *checker) params(list, words string, ok func(types.Type) bool) {
	for _, word := range strings.Fields(words) {
		name, param, _ := cutLast(word, "/")
		fn := c.function(list, name)
		if fn == nil {
			continue
		}
		i, _ := paramIndex(param)
		sig := fn.Signature()
		switch {
		case i == RecvIndex && sig.Recv() == nil:
			c.Errorf("%s: %s: no receiver", list, word)
		case i == RecvIndex:
		case i >= sig.Params().Len():
			c.Errorf("%s: %s: no such parameter", list, word)
		case !ok(sig.Params().At(i).Type()):
			c.Errorf("%s: %s: unexpected type %v", list, word, sig.Params().At(i).Type())
		}
	}
}

func (c *checker) results(list, words string, ok func(types.Type) bool) {
	for _, word := range strings.Fields(words) {
		if name, _, cut := cutLast(word, "/"); cut && !strings.Contains(name, ":") {
			word = name
		}
		if fn := c.function(list, word); fn != nil && !hasResult(fn, ok) {
			c.Errorf("%s: %s: unexpected results %v", list, word, fn.Type())
		}
	}
}

// complete reports functions of the package that return a resource and of
// which the table does not say whether it is owned. What implements a driver
// is called by database/sql alone and needs no word.
func (c *checker) complete() {
	for _, fn := range exported(c.pkgs[c.path]) {
		known := c.index.Func(fn)
		if c.index.Acquires(fn) != nil || known != nil && (known.Inert || known.Wraps != nil) {
			continue
		}
		for v := range fn.Signature().Results().Variables() {
			obj := handsOut(v.Type())
			if obj == nil {
				continue
			}
			if obj.Pkg() != nil && obj.Pkg().Path() == "database/sql/driver" && c.path != obj.Pkg().Path() {
				continue
			}
			r := c.index.Resource(obj.Type())
			if r != nil && !r.ByType && !fluent(fn, obj) {
				c.Errorf("%s returns a %s: owned or not?", funcSymbol(fn).name, obj.Name())
			}
		}
	}
}
