package contract

import (
	"go/token"
	"go/types"
	"strings"
)

// object returns the type or function that a word of the table names, or nil.
func (c *checker) object(word string) types.Object {
	path, name, ok := cutLast(word, ":")
	if !ok {
		path, name = c.path, word
	}
	pkg := c.pkgs[path]
	if pkg == nil {
		c.Errorf("%s: package %s is not in the table", word, path)
		return nil
	}
	outer, method, ok := strings.Cut(name, ".")
	obj := pkg.Scope().Lookup(outer)
	if obj == nil || !ok {
		return obj
	}
	fn, _, _ := types.LookupFieldOrMethod(types.NewPointer(obj.Type()), true, pkg, method)
	if types.IsInterface(obj.Type()) {
		fn, _, _ = types.LookupFieldOrMethod(obj.Type(), true, pkg, method)
	}
	return fn
}

// function returns the function that word names. It must be found again
// under that name: a promoted method would not.
func (c *checker) function(list, word string) *types.Func {
	c.Helper()
	fn, ok := c.object(word).(*types.Func)
	if !ok {
		c.Errorf("%s: no function %s", list, word)
		return nil
	}
	_, name, cut := cutLast(word, ":")
	if !cut {
		name = word
	}
	if sym := funcSymbol(fn); sym.name != name {
		c.Errorf("%s: %s is declared as %s:%s", list, word, sym.path, sym.name)
	}
	return fn
}

func (c *checker) field(t types.Type, name string) types.Type {
	obj, _, _ := types.LookupFieldOrMethod(t, true, c.pkgs[c.path], name)
	if v, ok := obj.(*types.Var); ok {
		return v.Type()
	}
	return nil
}

// lookup returns the exported method of t or *t, or nil.
func lookup(t types.Type, method string) *types.Func {
	if !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
	fn, _ := obj.(*types.Func)
	return fn
}

// exported returns all functions and methods that t's users can call.
func exported(pkg *types.Package) []*types.Func {
	var all []*types.Func
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if !token.IsExported(name) {
			continue
		}
		switch obj := scope.Lookup(name).(type) {
		case *types.Func:
			all = append(all, obj)
		case *types.TypeName:
			all = append(all, methodsOf(obj)...)
		}
	}
	return all
}

// methodsOf returns the exported methods that obj declares by itself.
func methodsOf(obj *types.TypeName) []*types.Func {
	named, ok := types.Unalias(obj.Type()).(*types.Named)
	if !ok {
		return nil
	}
	var all []*types.Func
	if iface, ok := named.Underlying().(*types.Interface); ok {
		for fn := range iface.ExplicitMethods() {
			if fn.Exported() {
				all = append(all, fn)
			}
		}
	}
	for fn := range named.Methods() {
		if fn.Exported() {
			all = append(all, fn)
		}
	}
	return all
}

// handsOut returns the type whose value a result of type t is, points to or
// has as its elements.
func handsOut(t types.Type) types.Object {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return handsOut(t.Elem())
	case *types.Slice:
		return handsOut(t.Elem())
	case *types.Named:
		return t.Obj()
	}
	return nil
}

// fluent reports whether fn is a method that returns its receiver's type:
// it configures the receiver and gives it back, or a view of it.
func fluent(fn *types.Func, result types.Object) bool {
	recv := fn.Signature().Recv()
	return recv != nil && handsOut(recv.Type()) == result
}

func hasResult(fn *types.Func, ok func(types.Type) bool) bool {
	for v := range fn.Signature().Results().Variables() {
		if ok(v.Type()) {
			return true
		}
	}
	return false
}

func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Kind() == types.Bool
}

func isString(t types.Type) bool { return types.Identical(t, types.Typ[types.String]) }

func isFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// cutLast is strings.Cut at the last separator.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
