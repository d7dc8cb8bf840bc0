package obligation

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"
)

// The closers of a type are those that go/types finds among its methods, however it
// comes by them.
func TestClosersOf(t *testing.T) {
	t.Parallel()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "a.go", `package p
		type File struct{}
		func (*File) Close() error { return nil }
		type Closer interface { Close() error }
		type Own struct{}
		func (Own) Close() {}
		func (*Own) Stop() {}
		func (Own) close() {}
		type None struct{ f *File }
		type Promoted struct { None; *Own }
		type Deep struct { Promoted }
		type Twice struct { Own; *File }
		type Shadow struct { Own; Close int }
		type Ring struct { *Ring2; Own }
		type Ring2 struct { *Ring }
		type Self struct { *Self }
		type Iface interface { Closer; Abort() }
		type Held struct { Iface }
		type Alias = Deep
		type OfAlias struct { Alias }
		type Pointer *Own
		type Again Deep
		type Func func()
		func (Func) Close() {}
		type Generic[T Closer] struct { *Own; t T }
		func (*Generic[T]) Free() {}
		type Instance struct { Generic[*File] }
		func f[T Closer](x T, y struct { Closer }) {}
	`, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}}
	if _, err := new(types.Config).Check("p", fset, []*ast.File{file}, info); err != nil {
		t.Fatal(err)
	}
	var all []types.Type
	for _, obj := range info.Defs {
		if obj != nil {
			all = append(all, obj.Type(), types.NewPointer(obj.Type()))
		}
	}
	for _, tv := range info.Types {
		all = append(all, tv.Type)
	}
	p := &pkg{closers: map[types.Type][]string{}, embeds: map[*types.Named]closerSet{}}
	some := 0
	for _, typ := range all {
		if _, isFunc := typ.Underlying().(*types.Signature); typ == types.Typ[types.Invalid] || isFunc && types.Unalias(typ) == typ.Underlying() {
			continue
		}
		want := slices.DeleteFunc(slices.Clone(closers), func(c string) bool { return !hasMethod(typ, c) })
		if got := p.closersOf(typ); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", typ, got, want)
		}
		some += len(want)
	}
	if some < 30 {
		t.Errorf("only %d closers in all", some)
	}
}
