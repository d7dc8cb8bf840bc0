package dependency

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/objectpath"
)

// A factSet holds the facts about the objects of a package and of what it imports.
type factSet struct {
	pkg *types.Package
	all map[factKey]analysis.Fact
}

type factKey struct {
	obj types.Object
	typ reflect.Type
}

// A gobFact is a fact in a file.
type gobFact struct {
	PkgPath string
	Object  objectpath.Path
	Fact    analysis.Fact
}

func newFactSet(pkg *types.Package, a *analysis.Analyzer) *factSet {
	for _, f := range a.FactTypes {
		gob.Register(f)
	}
	return &factSet{pkg, make(map[factKey]analysis.Fact)}
}

// imported is [analysis.Pass.ImportObjectFact].
func (s *factSet) imported(obj types.Object, to analysis.Fact) bool {
	f, ok := s.all[factKey{obj, reflect.TypeOf(to)}]
	if ok {
		reflect.ValueOf(to).Elem().Set(reflect.ValueOf(f).Elem())
	}
	return ok
}

// export is [analysis.Pass.ExportObjectFact].
func (s *factSet) export(obj types.Object, f analysis.Fact) {
	s.all[factKey{obj, reflect.TypeOf(f)}] = f
}

// read adds the facts of the imports. Those about packages that nothing here mentions,
// and about objects that cannot be reached, are of no use.
func (s *factSet) read(entries map[string]entry, deps map[string]*types.Package) error {
	for _, imp := range s.pkg.Imports() {
		data := entries[imp.Path()].facts
		if len(data) == 0 {
			continue
		}
		var facts []gobFact
		if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&facts); err != nil {
			return err
		}
		for _, f := range facts {
			pkg := deps[f.PkgPath]
			if pkg == nil || f.Object == "" {
				continue
			}
			if obj, err := objectpath.Object(pkg, f.Object); err == nil {
				s.export(obj, f.Fact)
			}
		}
	}
	return nil
}

// encode writes the facts that importers need, always in the same order: all about the
// package's own objects, and those of others that reach an importer which does not
// import these: about types, methods and fields.
func (s *factSet) encode() ([]byte, error) {
	var facts []gobFact
	var encoder objectpath.Encoder
	for k, f := range s.all {
		_, isType := k.obj.(*types.TypeName)
		if k.obj.Pkg() != s.pkg && !isType && k.obj.Parent() == k.obj.Pkg().Scope() {
			continue
		}
		path, err := encoder.For(k.obj)
		if err != nil {
			continue // importers cannot reach it
		}
		facts = append(facts, gobFact{k.obj.Pkg().Path(), path, f})
	}
	if len(facts) == 0 {
		return nil, nil
	}
	slices.SortFunc(facts, func(a, b gobFact) int {
		return cmp.Or(
			cmp.Compare(a.PkgPath, b.PkgPath),
			cmp.Compare(a.Object, b.Object),
			cmp.Compare(reflect.TypeOf(a.Fact).String(), reflect.TypeOf(b.Fact).String()),
		)
	})
	var out bytes.Buffer
	err := gob.NewEncoder(&out).Encode(facts)
	return out.Bytes(), err
}
