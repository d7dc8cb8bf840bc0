package contract

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// RecvIndex stands for the receiver where a parameter index is expected.
const RecvIndex = -1

// A FuncContract is what the table knows of one function. Parameters are
// given by index, the receiver as [RecvIndex].
type FuncContract struct {
	Takes      []int
	Releases   []int
	Wraps      []int
	NilGuards  []int
	ErrGuards  []int
	NilTests   []int
	ErrTests   []int
	Denies     []int
	NilKeepers []int
	CallsNow   []int
	Once       []int
	CallsLater []int
	Teardowns  []int
	Retries    []int
	Gives      []int
	Undeterred []int
	Asks       []int
	InTx       []int
	Deletes    []int

	Inert    bool
	NoReturn bool // Exits included
	Exits    bool
	Flushes  bool
	Logs     bool
	NonNil   bool
}

// An Index answers questions about types and functions from libraries.
// It does not change once made, so that it may be shared.
type Index struct {
	resources map[symbol]*Resource
	acquires  map[symbol]*Resource
	makers    map[string][]symbol // of acquires, the methods by name
	funcs     map[symbol]*FuncContract
	paths     map[string]bool
}

// NewIndex returns an index of libs. Where two of them speak of the same type
// or the same parameter, the later one is heard. Malformed words are left
// out: [Check] finds them.
func NewIndex(libs ...Library) *Index {
	x, _ := index(libs)
	return x
}

// Check returns an error that names every malformed word of libs.
func Check(libs ...Library) error {
	_, err := index(libs)
	return err
}

// Knows reports whether some library tells all about the package.
func (x *Index) Knows(path string) bool { return x.paths[path] }

// Resource returns the resource that t is, or points to, or nil.
func (x *Index) Resource(t types.Type) *Resource {
	return x.resources[typeSymbol(t)]
}

// Named returns the resource of that name in the package path, or nil.
func (x *Index) Named(path, name string) *Resource { return x.resources[symbol{path, name}] }

// Acquires returns the resource that a call of fn hands out, or nil.
func (x *Index) Acquires(fn *types.Func) *Resource {
	return x.acquires[funcSymbol(fn)]
}

// AcquiresLike returns the resource that a call of the method of an interface
// hands out, as a method of the table does that has the same name and signature:
// the interface stands for its type, a pool for example. Nil if there is none.
func (x *Index) AcquiresLike(method *types.Func) *Resource {
	results := method.Signature().Results()
	if results.Len() == 0 {
		return nil
	}
	made := results.At(0).Type()
	entry := x.Resource(made)
	if entry == nil {
		return nil
	}
	pkg := typePackage(made)
	for _, sym := range x.makers[method.Name()] {
		if x.acquires[sym] != entry || sym.path != pkg.Path() {
			continue
		}
		typ, _, _ := strings.Cut(sym.name, ".")
		obj := pkg.Scope().Lookup(typ)
		if obj == nil {
			continue
		}
		m, _, _ := types.LookupFieldOrMethod(obj.Type(), true, pkg, method.Name())
		if m != nil && types.Identical(m.Type(), method.Type()) {
			return entry
		}
	}
	return nil
}

// Func returns what is known of fn, or nil. The caller must not change it.
func (x *Index) Func(fn *types.Func) *FuncContract {
	return x.funcs[funcSymbol(fn)]
}

// A symbol names a type "DB", a function "Open" or a method "DB.Query".
type symbol struct{ path, name string }

// typeSymbol returns the zero symbol for a type without a package or a name.
func typeSymbol(t types.Type) symbol {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return symbol{}
	}
	return symbol{named.Obj().Pkg().Path(), named.Obj().Name()}
}

// typePackage returns the package of the named type that t is or points to.
func typePackage(t types.Type) *types.Package {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return types.Unalias(t).(*types.Named).Obj().Pkg()
}

// funcSymbol names a method by the type that declares it: promoted methods
// and those of embedded interfaces go by the name of the inner type.
func funcSymbol(fn *types.Func) symbol {
	if fn == nil || fn.Pkg() == nil {
		return symbol{}
	}
	fn = fn.Origin()
	recv := fn.Signature().Recv()
	if recv == nil {
		return symbol{fn.Pkg().Path(), fn.Name()}
	}
	sym := typeSymbol(recv.Type())
	if sym.name == "" {
		return symbol{} // method of a type literal
	}
	sym.name += "." + fn.Name()
	return sym
}

// parsed holds the lists of a Resource, split.
type parsed struct {
	path                                      string // of the library
	field                                     string
	release, errRelease, drain, doneBy, plain []string
	fill                                      []string
	parent                                    []symbol
	needs                                     []Need
}

// Path returns the path of the package that declares the type.
func (r *Resource) Path() string { return r.path }

// Field returns the name of the field that carries the obligation, or "".
func (r *Resource) Field() string { return r.field }

// IsRelease reports whether the method ends the obligation. If [Resource.Field]
// is not empty it is a method of that field.
func (r *Resource) IsRelease(method string) bool { return slices.Contains(r.release, method) }

// IsErrRelease reports whether the method ends the obligation if its error is nil.
func (r *Resource) IsErrRelease(method string) bool { return slices.Contains(r.errRelease, method) }

// IsDrain reports whether a false result of the method releases.
func (r *Resource) IsDrain(method string) bool { return slices.Contains(r.drain, method) }

// IsDoneBy reports whether the method uses the value up.
func (r *Resource) IsDoneBy(method string) bool { return slices.Contains(r.doneBy, method) }

// IsFill reports whether the method makes a variable owe.
func (r *Resource) IsFill(method string) bool { return slices.Contains(r.fill, method) }

// IsPlain reports whether the method may be called after release.
func (r *Resource) IsPlain(method string) bool { return slices.Contains(r.plain, method) }

// HasParent reports whether the release of a value of type t frees a resource
// that was acquired from it.
func (r *Resource) HasParent(t types.Type) bool {
	return len(r.parent) > 0 && slices.Contains(r.parent, typeSymbol(t))
}

// NeedOf returns what the resource needs of the value of type t that it was
// acquired from, or nil.
func (r *Resource) NeedOf(t types.Type) *Need {
	for i := range r.needs {
		if slices.Contains(r.needs[i].types, typeSymbol(t)) {
			return &r.needs[i]
		}
	}
	return nil
}

// An indexer fills an Index and gathers what it could not read.
type indexer struct {
	*Index
	path string // of the library being read
	errs []error
}

func index(libs []Library) (*Index, error) {
	x := &indexer{Index: &Index{
		resources: make(map[symbol]*Resource),
		acquires:  make(map[symbol]*Resource),
		makers:    make(map[string][]symbol),
		funcs:     make(map[symbol]*FuncContract),
		paths:     make(map[string]bool),
	}}
	for i := range libs {
		x.library(&libs[i])
	}
	return x.Index, errors.Join(x.errs...)
}

func (x *indexer) library(lib *Library) {
	x.path = lib.Path
	if !lib.Partial {
		x.paths[lib.Path] = true
	}
	for _, r := range lib.Resources { // a copy: the table is not ours to change
		x.resource(&r)
	}
	x.params(lib.Takes, func(c *FuncContract) *[]int { return &c.Takes })
	x.params(lib.Releases, func(c *FuncContract) *[]int { return &c.Releases })
	x.params(lib.Wraps, func(c *FuncContract) *[]int { return &c.Wraps })
	x.params(lib.NilGuards, func(c *FuncContract) *[]int { return &c.NilGuards })
	x.params(lib.ErrGuards, func(c *FuncContract) *[]int { return &c.ErrGuards })
	x.params(lib.NilTests, func(c *FuncContract) *[]int { return &c.NilTests })
	x.params(lib.ErrTests, func(c *FuncContract) *[]int { return &c.ErrTests })
	x.params(lib.Denies, func(c *FuncContract) *[]int { return &c.Denies })
	x.params(lib.NilKeepers, func(c *FuncContract) *[]int { return &c.NilKeepers })
	x.params(lib.CallsNow, func(c *FuncContract) *[]int { return &c.CallsNow })
	x.params(lib.Once, func(c *FuncContract) *[]int { return &c.Once })
	x.params(lib.CallsLater, func(c *FuncContract) *[]int { return &c.CallsLater })
	x.params(lib.Teardowns, func(c *FuncContract) *[]int { return &c.Teardowns })
	x.params(lib.Undeterred, func(c *FuncContract) *[]int { return &c.Undeterred })
	x.params(lib.Retries, func(c *FuncContract) *[]int { return &c.Retries })
	x.params(lib.Gives, func(c *FuncContract) *[]int { return &c.Gives })
	x.params(lib.Asks, func(c *FuncContract) *[]int { return &c.Asks })
	x.params(lib.InTx, func(c *FuncContract) *[]int { return &c.InTx })
	x.params(lib.Deletes, func(c *FuncContract) *[]int { return &c.Deletes })
	x.marks(lib.Inert, func(c *FuncContract) { c.Inert = true })
	x.marks(lib.NoReturn, func(c *FuncContract) { c.NoReturn = true })
	x.marks(lib.Exits, func(c *FuncContract) { c.NoReturn, c.Exits = true, true })
	x.marks(lib.Flushes, func(c *FuncContract) { c.Flushes = true })
	x.marks(lib.Logs, func(c *FuncContract) { c.Logs = true })
	x.marks(lib.NonNil, func(c *FuncContract) { c.NonNil = true })
}

func (x *indexer) resource(r *Resource) {
	sym, ok := x.symbol(r.Type)
	if !ok {
		return
	}
	r.parsed = parsed{
		path:       x.path,
		errRelease: strings.Fields(r.ErrRelease),
		drain:      strings.Fields(r.Drain),
		doneBy:     strings.Fields(r.DoneBy),
		plain:      strings.Fields(r.Plain),
		fill:       strings.Fields(r.Fill),
	}
	for i, word := range strings.Fields(r.Release) {
		field, method, ok := strings.Cut(word, ".")
		if !ok {
			field, method = "", word
		}
		if i > 0 && field != r.field {
			x.errorf("%s: releases of different fields: %q", sym.name, r.Release)
		}
		r.field = field
		r.release = append(r.release, method)
	}
	for _, word := range strings.Fields(r.Parent) {
		if p, ok := x.symbol(word); ok {
			r.parent = append(r.parent, p)
		}
	}
	for _, n := range r.Needs { // a copy, see library
		for _, word := range strings.Fields(n.Types) {
			if p, ok := x.symbol(word); ok {
				n.types = append(n.types, p)
			}
		}
		r.needs = append(r.needs, n)
	}
	x.resources[sym] = r
	for _, word := range strings.Fields(r.Acquire) {
		if fn, ok := x.symbol(word); ok {
			x.acquires[fn] = r
			if _, method, ok := strings.Cut(fn.name, "."); ok {
				x.makers[method] = append(x.makers[method], fn)
			}
		}
	}
}

// marks reads a list of functions.
func (x *indexer) marks(list string, set func(*FuncContract)) {
	for _, word := range strings.Fields(list) {
		if sym, ok := x.symbol(word); ok {
			set(x.contract(sym))
		}
	}
}

// params reads a list of functions with the index of a parameter.
func (x *indexer) params(list string, get func(*FuncContract) *[]int) {
	for _, word := range strings.Fields(list) {
		slash := strings.LastIndexByte(word, '/')
		if slash < strings.LastIndexByte(word, ':') {
			slash = -1 // it belongs to a path
		}
		if slash < 0 {
			x.errorf("%s: no index of a parameter", word)
			continue
		}
		sym, ok := x.symbol(word[:slash])
		param, err := paramIndex(word[slash+1:])
		if err != nil {
			x.errorf("%s: %w", word, err)
		} else if ok {
			list := get(x.contract(sym))
			*list = append(*list, param)
		}
	}
}

func paramIndex(s string) (int, error) {
	if s == "recv" {
		return RecvIndex, nil
	}
	i, err := strconv.ParseUint(s, 10, 8)
	return int(i), err
}

func (x *indexer) contract(sym symbol) *FuncContract {
	c := x.funcs[sym]
	if c == nil {
		c = new(FuncContract)
		x.funcs[sym] = c
	}
	return c
}

// symbol reads "Open", "DB.Query" or "example.com/path:Open".
func (x *indexer) symbol(word string) (sym symbol, ok bool) {
	sym = symbol{x.path, word}
	if i := strings.LastIndexByte(word, ':'); i >= 0 {
		sym = symbol{word[:i], word[i+1:]}
	}
	outer, method, dotted := strings.Cut(sym.name, ".")
	if sym.path == "" || !token.IsIdentifier(outer) || dotted && !token.IsIdentifier(method) {
		x.errorf("%q: not a function, method or type", word)
		return symbol{}, false
	}
	return sym, true
}

func (x *indexer) errorf(format string, args ...any) {
	x.errs = append(x.errs, fmt.Errorf(x.path+": "+format, args...))
}
