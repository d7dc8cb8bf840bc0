package contract

import (
	"errors"
	"go/types"
	"maps"
	"slices"
	"strings"
	"sync"
)

// RecvIndex stands for the receiver where a parameter index is expected.
const RecvIndex = -1

// A FuncContract is what the table knows of one function. Parameters are
// given by index, the receiver as [RecvIndex].
type FuncContract struct {
	Takes         []int
	TakesIfOK     []int
	TakesIfNot    []int
	Releases      []int
	ReleasesIfErr []int
	Wraps         []int
	Elements      []int
	NilGuards     []int
	ErrGuards     []int
	NilTests      []int
	ErrTests      []int
	Denies        []int
	Panics        []int
	NilKeepers    []int
	CallsNow      []int
	Commits       []int
	Once          []int
	CallsLater    []int
	Teardowns     []int
	Retries       []int
	Gives         []int
	Undeterred    []int
	Asks          []int
	InTx          []int
	Deletes       []int

	Inert    bool
	NoReturn bool // Exits included
	Exits    bool
	Flushes  bool
	Logs     bool
	NonNil   bool
	Lends    bool // it is a field
}

// An Index answers questions about types and functions from libraries. Most
// packages ask about few others, so it reads what the libraries say of a package
// when it is asked about that. It may be shared, by goroutines too.
type Index struct {
	mu      sync.Mutex // held while a shelf is read
	shelves map[string]*shelf
	whole   map[string]bool // the packages of which all is known
}

// A shelf holds what is known of the types and functions of one package, by name.
type shelf struct {
	once      sync.Once
	path      string
	libs      []*shelved // that speak of the package
	resources map[string]*Resource
	acquires  map[string]*Resource
	makers    map[string][]string // of acquires, the methods by name
	funcs     map[string]*FuncContract
}

// A shelved library has resources of its own, the same for all shelves.
type shelved struct {
	*Library
	resources []Resource
}

// NewIndex returns an index of libs, which must not change any more. Where two of them
// speak of the same type or the same parameter, the later one is heard. Malformed
// words are left out: [Check] finds them.
func NewIndex(libs ...Library) *Index {
	x := &Index{shelves: make(map[string]*shelf), whole: make(map[string]bool)}
	for i := range libs {
		lib := &shelved{&libs[i], slices.Clone(libs[i].Resources)}
		x.whole[lib.Path] = x.whole[lib.Path] || !lib.Partial
		for _, path := range lib.paths() {
			if x.shelves[path] == nil {
				x.shelves[path] = &shelf{path: path}
			}
			x.shelves[path].libs = append(x.shelves[path].libs, lib)
		}
	}
	return x
}

// Check returns an error that names every malformed word of libs.
func Check(libs ...Library) error {
	var errs []error
	x := NewIndex(libs...)
	for _, path := range slices.Sorted(maps.Keys(x.shelves)) {
		errs = append(errs, x.read(x.shelves[path])...)
	}
	return errors.Join(errs...)
}

// of returns what is known of a package; nothing is if it is nil.
func (x *Index) of(path string) *shelf {
	s := x.shelves[path]
	if s == nil {
		return new(shelf)
	}
	s.once.Do(func() { x.read(s) })
	return s
}

// Knows reports whether some library tells all about the package.
func (x *Index) Knows(path string) bool { return x.whole[path] }

// Resource returns the resource that t is, or points to, or nil.
func (x *Index) Resource(t types.Type) *Resource {
	sym := typeSymbol(t)
	if r := x.of(sym.path).resources[sym.name]; r != nil {
		return r
	}
	return x.embedded(t)
}

// embedded returns the one-shot resource that an interface embeds, and is by that: a
// module's own name for the rows of a driver.
func (x *Index) embedded(t types.Type) *Resource {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || !types.IsInterface(named) {
		return nil
	}
	for e := range named.Underlying().(*types.Interface).EmbeddedTypes() {
		if r := x.Resource(e); r != nil && r.ByType {
			return r
		}
	}
	return nil
}

// Named returns the resource of that name in the package path, or nil.
func (x *Index) Named(path, name string) *Resource { return x.of(path).resources[name] }

// Acquires returns the resource that a call of fn hands out, or nil.
func (x *Index) Acquires(fn *types.Func) *Resource {
	sym := funcSymbol(fn)
	return x.of(sym.path).acquires[sym.name]
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
	s := x.of(pkg.Path())
	for _, name := range s.makers[method.Name()] {
		if s.acquires[name] != entry {
			continue
		}
		typ, _, _ := strings.Cut(name, ".")
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

// Lends reports whether a value of type t only uses what is put into a field of it.
func (x *Index) Lends(t types.Type, field string) bool {
	sym := typeSymbol(t)
	c := x.of(sym.path).funcs[sym.name+"."+field]
	return c != nil && c.Lends
}

// Func returns what is known of fn, or nil. The caller must not change it.
func (x *Index) Func(fn *types.Func) *FuncContract {
	sym := funcSymbol(fn)
	return x.of(sym.path).funcs[sym.name]
}
