package contract

import (
	"go/types"
	"slices"
)

// parsed holds the lists of a Resource, split.
type parsed struct {
	path                                      string // of the library
	field                                     string
	release, errRelease, drain, doneBy, plain []string
	fill, unless, reopens, failCloses         []string
	parent, over                              []symbol
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

// IsReopen reports whether a true result of the method says that the resource is open.
func (r *Resource) IsReopen(method string) bool { return slices.Contains(r.reopens, method) }

// IsDoneBy reports whether the method uses the value up.
func (r *Resource) IsDoneBy(method string) bool { return slices.Contains(r.doneBy, method) }

// IsFailClose reports whether the method closes it if it fails, or tells of a failure that has.
func (r *Resource) IsFailClose(method string) bool { return slices.Contains(r.failCloses, method) }

// IsFill reports whether the method makes a variable owe.
func (r *Resource) IsFill(method string) bool { return slices.Contains(r.fill, method) }

// IsExcuse reports whether a mention of obj, around the acquire, means that nothing
// may be owed.
func (r *Resource) IsExcuse(obj types.Object) bool {
	return obj.Pkg() != nil && obj.Pkg().Path() == r.path && slices.Contains(r.unless, obj.Name())
}

// IsPlain reports whether the method may be called after release.
func (r *Resource) IsPlain(method string) bool { return slices.Contains(r.plain, method) }

// HasAccessor reports whether any of those methods neither releases nor makes it new.
func (r *Resource) HasAccessor() bool {
	return slices.ContainsFunc(r.plain, func(method string) bool { return !r.IsRelease(method) && method != "Reset" })
}

// HasParent reports whether the release of a value of type t frees a resource
// that was acquired from it.
func (r *Resource) HasParent(t types.Type) bool {
	return len(r.parent) > 0 && slices.Contains(r.parent, typeSymbol(t))
}

// CannotFail reports whether the resource owes nothing if it is made over a value of
// type t.
func (r *Resource) CannotFail(t types.Type) bool {
	return len(r.over) > 0 && slices.Contains(r.over, typeSymbol(t))
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
