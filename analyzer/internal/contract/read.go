package contract

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// paths returns the packages that a library speaks of: its own, and those that its
// words name.
func (lib *shelved) paths() []string {
	paths := []string{lib.Path}
	add := func(list string) {
		if !strings.Contains(list, ":") {
			return
		}
		for _, word := range strings.Fields(list) {
			if i := strings.LastIndexByte(word, ':'); i >= 0 && !slices.Contains(paths, word[:i]) {
				paths = append(paths, word[:i])
			}
		}
	}
	for _, r := range lib.resources {
		add(r.Acquire)
	}
	for _, l := range lists {
		add(l.words(lib.Library))
	}
	return paths
}

// An indexer fills a shelf and gathers what it could not read.
type indexer struct {
	*shelf
	lib  string // the path of the library being read
	errs []error
}

// read fills a shelf. Resources are shared by shelves, hence the lock.
func (x *Index) read(s *shelf) []error {
	x.mu.Lock()
	defer x.mu.Unlock()
	s.resources = make(map[string]*Resource)
	s.acquires = make(map[string]*Resource)
	s.makers = make(map[string][]string)
	s.funcs = make(map[string]*FuncContract)
	r := &indexer{shelf: s}
	for _, lib := range s.libs {
		r.library(lib)
	}
	return r.errs
}

func (x *indexer) library(lib *shelved) {
	x.lib = lib.Path
	for i := range lib.resources {
		x.resource(&lib.resources[i])
	}
	for _, l := range lists {
		if l.params != nil {
			x.params(l.words(lib.Library), l.params)
		} else {
			x.marks(l.words(lib.Library), l.mark)
		}
	}
}

func (x *indexer) resource(r *Resource) {
	sym, ok := x.symbol(r.Type)
	if !ok {
		return
	}
	if r.path == "" {
		x.parse(r, sym)
	}
	if sym.path == x.path {
		x.resources[sym.name] = r
	}
	for _, word := range strings.Fields(r.Acquire) {
		if fn, ok := x.symbol(word); ok && fn.path == x.path {
			x.acquires[fn.name] = r
			if _, method, ok := strings.Cut(fn.name, "."); ok {
				x.makers[method] = append(x.makers[method], fn.name)
			}
		}
	}
}

// parse splits the lists of a resource.
func (x *indexer) parse(r *Resource, sym symbol) {
	r.parsed = parsed{
		path:       x.lib,
		errRelease: strings.Fields(r.ErrRelease),
		drain:      strings.Fields(r.Drain),
		reopens:    strings.Fields(r.Reopens),
		failCloses: strings.Fields(r.FailCloses),
		doneBy:     strings.Fields(r.DoneBy),
		plain:      strings.Fields(r.Plain),
		fill:       strings.Fields(r.Fill),
	}
	for _, word := range strings.Fields(r.Unless) {
		r.unless = append(r.unless, word[strings.LastIndexByte(word, '.')+1:])
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
	r.parent = x.symbols(r.Parent)
	r.over = x.symbols(r.Over)
	for _, n := range r.Needs { // a copy: the table is not ours to change
		n.types = x.symbols(n.Types)
		r.needs = append(r.needs, n)
	}
}

// symbols reads a list of types.
func (x *indexer) symbols(list string) []symbol {
	var all []symbol
	for _, word := range strings.Fields(list) {
		if sym, ok := x.symbol(word); ok {
			all = append(all, sym)
		}
	}
	return all
}

// marks reads a list of functions.
func (x *indexer) marks(list string, set func(*FuncContract)) {
	for _, word := range strings.Fields(list) {
		if sym, ok := x.symbol(word); ok && sym.path == x.path {
			set(x.contract(sym.name))
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
		} else if ok && sym.path == x.path {
			list := get(x.contract(sym.name))
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

func (x *indexer) contract(name string) *FuncContract {
	c := x.funcs[name]
	if c == nil {
		c = new(FuncContract)
		x.funcs[name] = c
	}
	return c
}

// symbol reads "Open", "DB.Query" or "example.com/path:Open".
func (x *indexer) symbol(word string) (sym symbol, ok bool) {
	sym = symbol{x.lib, word}
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
	x.errs = append(x.errs, fmt.Errorf(x.lib+": "+format, args...))
}
