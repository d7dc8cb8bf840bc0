package contract

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

const source = `package p

type DB struct{ Body Body }
type Body struct{}
type Alias = *DB
type Rows[T any] struct{}
type Tx interface{ Query() *Rows[int] }
type Wide interface{ Tx }

func Open() (*DB, error)
func Wrap(a, b *DB) *DB
func Other() *DB
func (b Body) Close() error
func (db *DB) Begin() Tx
func (r *Rows[T]) Next() bool
func (db *DB) With() *DB
var literal interface{ Query() *Rows[int] }
`

// check type-checks source as the package with the given path.
func check(t *testing.T, path string) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Error: func(error) {}} // functions without bodies
	pkg, _ := conf.Check(path, fset, []*ast.File{file}, nil)
	return pkg
}

func library() Library {
	return Library{
		Path: "example.com/p",
		Resources: []Resource{
			{Type: "DB", Class: Pool, Acquire: "Open", Release: "Body.Close"},
			{Type: "Rows", Acquire: "Tx.Query", Release: "Close", Drain: "Next", Parent: "DB"},
		},
		Wraps:    "Wrap/1 DB.With/recv",
		Inert:    "Other",
		NoReturn: "example.com/q/v2:T.Fatal",
	}
}

func TestIndexResource(t *testing.T) {
	pkg := check(t, "example.com/p")
	x := NewIndex(library())
	for name, want := range map[string]string{
		"DB": "DB", "Alias": "DB", "Rows": "Rows", "Tx": "", "Body": "",
	} {
		got := ""
		if r := x.Resource(pkg.Scope().Lookup(name).Type()); r != nil {
			got = r.Type
		}
		if got != want {
			t.Errorf("Resource(%s) = %q, want %q", name, got, want)
		}
	}
	if r := x.Resource(types.Typ[types.Int]); r != nil {
		t.Errorf("Resource(int) = %v", r)
	}
	if r := x.Resource(types.Universe.Lookup("error").Type()); r != nil {
		t.Errorf("Resource(error) = %v", r)
	}
	other := check(t, "example.com/vendored/p")
	if r := x.Resource(other.Scope().Lookup("DB").Type()); r != nil {
		t.Errorf("Resource of a package of the same name = %v", r)
	}
}

func TestIndexAcquires(t *testing.T) {
	pkg := check(t, "example.com/p")
	x := NewIndex(library())
	query := func(name string) *types.Func {
		iface := pkg.Scope().Lookup(name).Type().Underlying().(*types.Interface)
		return iface.Method(0)
	}
	open, _ := pkg.Scope().Lookup("Open").(*types.Func)
	for _, test := range []struct {
		fn   *types.Func
		want string
	}{
		{open, "DB"},
		{query("Tx"), "Rows"},
		{query("Wide"), "Rows"}, // it is the method of Tx
		{query("literal"), ""},
		{nil, ""},
	} {
		got := ""
		if r := x.Acquires(test.fn); r != nil {
			got = r.Type
		}
		if got != test.want {
			t.Errorf("Acquires(%v) = %q, want %q", test.fn, got, test.want)
		}
	}
}

func TestIndexFunc(t *testing.T) {
	pkg := check(t, "example.com/p")
	x := NewIndex(library())
	wrap, _ := pkg.Scope().Lookup("Wrap").(*types.Func)
	if c := x.Func(wrap); c == nil || !slices.Equal(c.Wraps, []int{1}) {
		t.Errorf("Func(Wrap) = %+v", c)
	}
	with := lookup(pkg.Scope().Lookup("DB").Type(), "With")
	if c := x.Func(with); c == nil || !slices.Equal(c.Wraps, []int{RecvIndex}) {
		t.Errorf("Func(DB.With) = %+v", c)
	}
	other, _ := pkg.Scope().Lookup("Other").(*types.Func)
	if c := x.Func(other); c == nil || !c.Inert {
		t.Errorf("Func(Other) = %+v", c)
	}
	begin := lookup(pkg.Scope().Lookup("DB").Type(), "Begin")
	if c := x.Func(begin); c != nil {
		t.Errorf("Func(DB.Begin) = %+v", c)
	}
	if !x.Knows("example.com/p") || x.Knows("example.com/q/v2") {
		t.Error("Knows is wrong")
	}
}

func TestResourceLists(t *testing.T) {
	pkg := check(t, "example.com/p")
	x := NewIndex(library())
	db := pkg.Scope().Lookup("DB").Type()
	rows := x.Resource(pkg.Scope().Lookup("Rows").Type())
	pool := x.Resource(db)
	if pool.Field() != "Body" || !pool.IsRelease("Close") || pool.IsRelease("Body.Close") {
		t.Error("the field of DB is wrong")
	}
	if !rows.IsDrain("Next") || rows.IsDrain("Close") || rows.IsPlain("Close") || rows.IsDoneBy("Scan") {
		t.Error("the lists of Rows are wrong")
	}
	if !rows.HasParent(types.NewPointer(db)) || rows.HasParent(types.Typ[types.Int]) || pool.HasParent(db) {
		t.Error("the parents are wrong")
	}
}

// The later library is heard, so that users can correct the table.
func TestIndexLater(t *testing.T) {
	pkg := check(t, "example.com/p")
	x := NewIndex(library(), Library{
		Path:      "example.com/p",
		Resources: []Resource{{Type: "DB", Acquire: "Open", Release: "Body.Close", Verb: "shut"}},
	})
	open, _ := pkg.Scope().Lookup("Open").(*types.Func)
	if got := x.Resource(pkg.Scope().Lookup("DB").Type()).Verb; got != "shut" {
		t.Errorf("Resource: Verb = %q", got)
	}
	if got := x.Acquires(open).Verb; got != "shut" {
		t.Errorf("Acquires: Verb = %q", got)
	}
}

func TestCheck(t *testing.T) {
	if err := Check(library()); err != nil {
		t.Fatal(err)
	}
	for name, lib := range map[string]Library{
		"Serve":      {Takes: "Serve"},
		"Serve/x":    {Takes: "Serve/x"},
		"Serve/-1":   {Takes: "Serve/-1"},
		"a.com/b:F":  {Takes: "a.com/b:F"},
		"A.B.C":      {Inert: "A.B.C"},
		"DB-":        {Resources: []Resource{{Type: "DB-"}}},
		"no type":    {Resources: []Resource{{Type: ""}}},
		"two fields": {Resources: []Resource{{Type: "R", Release: "Body.Close Close"}}},
	} {
		lib.Path = "example.com/p"
		err := Check(lib)
		if err == nil || !strings.HasPrefix(err.Error(), "example.com/p: ") {
			t.Errorf("%s: Check = %v", name, err)
		}
	}
}
