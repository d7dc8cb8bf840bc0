package obligation

import (
	"go/types"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// A resource is what an obligation is about: an entry of the table, an owner
// that was inferred, or a parameter of which only the methods are known.
type resource struct {
	typ   string // for messages: "*sql.Rows"
	entry *contract.Resource
	// methods release an inferred owner or a parameter.
	methods []string
	class   contract.Class
	// byName: that it is owed is told by names and types alone.
	byName bool
	// rows: of what a parameter may be all that is known is that it has the methods of rows.
	rows bool
}

// halves are methods that end one direction of a stream and do not free it.
var halves = []string{"CloseRead", "CloseSend", "CloseWrite"}

// looksLikeRelease reports whether a method of something of which only the
// methods are known is likely to release it: MustRollback, CloseQuietly,
// RollbackUnlessCommitted.
func looksLikeRelease(method string) bool {
	method = strings.TrimPrefix(method, "Must")
	return !slices.Contains(halves, method) && (isCloser(method) || slices.ContainsFunc(closers, func(c string) bool {
		rest, ok := strings.CutPrefix(method, c)
		return ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z'
	}))
}

// isRelease reports whether the method ends the obligation.
func (r *resource) isRelease(method string) bool {
	if r.entry != nil {
		return r.entry.IsRelease(method)
	}
	return slices.Contains(r.methods, method)
}

func (r *resource) isDoneBy(method string) bool {
	return r.entry != nil && r.entry.IsDoneBy(method)
}

func (r *resource) isDrain(method string) bool {
	return r.entry != nil && r.entry.IsDrain(method)
}

func (r *resource) isErr(method string) bool {
	if r.entry == nil {
		return method == "Err"
	}
	return r.entry.Err != "" && r.entry.Err == method
}

// closedByError reports whether the resource holds nothing any more where a method
// returns an error: rows that the error has closed, and the Err of a row.
func (r *resource) closedByError(method string) bool {
	if r.entry == nil {
		return r.rows && method == "Err"
	}
	return r.entry.IsFailClose(method) || method == "Err" && r.entry.DoneBy != "" && r.entry.Drain == ""
}

func (r *resource) isPlain(method string) bool {
	if r.entry != nil {
		return r.entry.IsPlain(method) || r.entry.IsRelease(method)
	}
	return isCloser(method) || r.isRelease(method)
}

// tellsWhenDone reports whether it is a writer that is asked something else when it
// has written all: a multipart form's content type.
func (r *resource) tellsWhenDone() bool {
	return r.entry != nil && r.class == contract.Buffer && r.entry.HasAccessor()
}

// releasedVia reports whether a callee that calls one of the methods releases.
func (r *resource) releasedVia(methods []string) bool {
	return slices.ContainsFunc(methods, func(m string) bool {
		return m == "()" || r.isRelease(m) || r.isDoneBy(m) || r.closedByError(m) || r.entry == nil && isCloser(m)
	})
}

// element says what an iteration over the resource comes to.
func (r *resource) element() string {
	if r.class == contract.Scan {
		return "token"
	}
	return "row"
}

// verb says what was missed.
func (r *resource) verb() string {
	if r.entry != nil && r.entry.Verb != "" {
		return r.entry.Verb
	}
	if r.entry != nil && r.entry.Field() == "" && r.entry.Release == "Release" {
		return "released"
	}
	if r.entry == nil && r.isRelease("Commit") && r.isRelease("Rollback") {
		return "committed or rolled back"
	}
	if len(r.methods) > 0 && r.entry == nil {
		if verb, ok := verbs[r.methods[0]]; ok {
			return verb
		}
	}
	return "closed"
}

var verbs = map[string]string{
	"Stop": "stopped", "Release": "released", "Shutdown": "shut down", "End": "ended", "Disconnect": "disconnected",
	"Cleanup": "cleaned up", "Terminate": "terminated",
}

// owed is the resource as a fact.
func (r *resource) owed() Owed {
	o := Owed{Type: r.typ, Release: r.methods, Class: r.class, ByName: r.byName}
	if r.entry != nil {
		o.Path, o.Name = r.entry.Path(), r.entry.Type
		o.Release = nil
	}
	return o
}

// typeString writes a type as code of another package would.
func typeString(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}

// namedOf returns the named type that t is or points to.
func namedOf(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}

// hasMethod reports whether values of type t have the method.
func hasMethod(t types.Type, name string) bool {
	var pkg *types.Package // whose unexported methods count
	if named := namedOf(t); named != nil {
		pkg = named.Obj().Pkg()
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, pkg, name)
	_, ok := obj.(*types.Func)
	return ok
}

// tellingMethods returns the methods of t that end an obligation: of what cannot be closed,
// a row, those that use it up.
func (p *pkg) tellingMethods(t types.Type) []string {
	methods := slices.Clone(p.closersOf(t))
	if len(methods) > 0 || isStdType(t) {
		return methods // context.Context has an Err
	}
	for _, other := range []string{"Scan", "Err"} {
		if hasMethod(t, other) {
			methods = append(methods, other)
		}
	}
	return methods
}

// isStruct reports whether t is a struct, not a pointer to one.
func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// structUnder returns the struct that t is or points to, or nil.
func structUnder(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, _ := t.Underlying().(*types.Struct)
	return st
}

// isFunc reports whether t is a func type.
func isFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// isErrorType reports whether t is the type error.
func isErrorType(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// endsInError reports whether the last result is an error.
func endsInError(results *types.Tuple) bool {
	return results.Len() > 0 && isErrorType(results.At(results.Len()-1).Type())
}

// stdRoots are the first elements of the standard library's package paths.
// A path without a dot may as well be of a user's module.
var stdRoots = strings.Fields(`archive bufio bytes cmd cmp compress container context crypto database debug embed
	encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin
	reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe
	vendor weak`)

// isStd reports whether path is of the standard library.
func isStd(path string) bool {
	root, _, _ := strings.Cut(path, "/")
	return slices.Contains(stdRoots, root)
}
