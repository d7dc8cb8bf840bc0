package obligation

import (
	"maps"
	"slices"
	"testing"
)

// oddities are packages that are well-typed and unusual: each has crashed some
// linter. None may make the engine panic, which would be a note, or give up.
var oddities = map[string]map[string]string{
	"empty":       {"a.go": "package p\n"},
	"only_docs":   {"a.go": "// Package p is nothing.\npackage p\n", "b.go": "package p\n"},
	"only_types":  {"a.go": "package p\n\nimport \"os\"\n\ntype T struct{ *os.File }\ntype A = T\n"},
	"only_consts": {"a.go": "package p\n\nconst a, b = iota, iota\n"},
	"generics": {"a.go": `package p

import ("io"; "os")

type Num interface{ ~int | ~float64 }
type Closer[T any] interface { io.Closer; Get() T }
type Pair[A io.Closer, B any] struct { a A; b B; f *os.File }
func (p *Pair[A, B]) Close() error { p.f.Close(); return p.a.Close() }
func New[A io.Closer, B any](a A, b B) (*Pair[A, B], error) {
	f, err := os.Open("a")
	if err != nil { return nil, err }
	return &Pair[A, B]{a, b, f}, nil
}
func CloseAll[S ~[]E, E io.Closer](s S) { for _, c := range s { c.Close() } }
func Never[C Closer[T], T any](c C, f *os.File) T { defer f.Close(); return c.Get() }
func Sum[T Num](xs ...T) (s T) { for _, x := range xs { s += x }; return s }
func Core[T interface{ *os.File }](x T) { (*os.File)(x).Close() }
func Fields[T interface{ struct{ f *os.File } }](x T) {}
func Func[F interface{ ~func() error }](f F) { f() }
func Chan[C chan *os.File](c C) { for f := range c { f.Close() } }
func Self[T interface{ Self() T; io.Closer }](x T) { x.Self().Self().Close() }
func use() error {
	p, err := New[*os.File](os.Stdin, map[string]Pair[io.ReadCloser, []int]{})
	if err != nil { return err }
	defer p.Close()
	c := CloseAll[[]io.Closer]
	c(nil)
	return nil
}
`},
	"embedded_interfaces": {"a.go": `package p

import ("io"; "os")

type Reader interface { io.ReadCloser; comparable2 }
type comparable2 interface{ Equal(any) bool }
type Wrapped struct { io.ReadCloser; Reader2 Reader }
type Deep struct { *Wrapped }
type named interface{ io.Closer; Name() string }
type Anon struct { named }
func (d Deep) Shut() error { return d.Close() }
func Promoted(d Deep) { d.Close(); d.Reader2.Close() }
func Expr(d *Deep, a Anon) { f := (*Deep).Close; f(d); io.Closer.Close(a); g := a.Close; g() }
func Make() (*Deep, error) { f, err := os.Open("a"); if err != nil { return nil, err }; return &Deep{&Wrapped{ReadCloser: f}}, nil }
`},
	"line_directives": {"a.go": `package p

import "os"

//line other.y:100
func f() (*os.File, error) {
//line /nowhere/at/all.go:1:1
	f, err := os.Open("a") /*line third.go:7:3*/ ; if err != nil { return nil, err }
	//line a.go:2
	defer func() { f.Close() }()
//line :1
	g, err := os.Open("b")
	_ = g
	return nil, err
}
`},
	"initialisers": {"a.go": `package p

import ("io"; "os"; "sync")

var (
	file, openErr = os.Open("a")
	open          = func() (*os.File, error) { return os.Open("b") }
	now           = func() *os.File { f, _ := os.Open("c"); return f }()
	dropped       = func() string { f, err := os.Open("d"); if err != nil { return "" }; return f.Name() }()
	once          = sync.OnceValue(func() io.Closer { f, _ := os.Open("e"); return f })
	byName        = map[string]func() error{"x": func() error { f, err := os.Open("f"); _ = f; return err }}
	method        = file.Close
	nested        = struct{ c func() func() }{func() func() { f, _ := os.Open("h"); return func() { f.Close() } }}
	a             = b
	b             = func() int { if c { return a2() }; return 0 }()
	c             = openErr == nil
)

func a2() int { f, _ := os.Open("i"); f.Name(); return 1 }
`},
	"init_functions": {"a.go": `package p

import "os"

var f *os.File

func init() { f, _ = os.Open("a") }
func init() { f, err := os.Open("b"); if err != nil { panic(err) }; f.Name() }
func init() { defer f.Close() }
`, "b.go": "package p\n\nfunc init() {}\n"},
	"jumps": {"a.go": `package p

import "os"

func gotos(n int) error {
	i := 0
again:
	f, err := os.Open("a")
	if err != nil {
		if i++; i < n { goto again }
		goto fail
	}
	if n > 3 { goto done }
	goto again
done:
	f.Close()
fail:
	return err
}

func labels(m [][]string) (err error) {
outer:
	for _, row := range m {
	inner:
		for i, name := range row {
			f, err := os.Open(name)
			switch {
			case err != nil: continue outer
			case i > 3: break inner
			case i > 2: break outer
			case i > 1: fallthrough
			default: f.Close(); continue
			}
			select {
			default: break outer
			}
		}
	}
label:
	for { select {} }
	goto label
}

func dead() { return; f, _ := os.Open("a"); f.Close() }
func loop() { for {}; f, _ := os.Open("a"); f.Name() }
func selfLoop() { l: goto l }
func empty(c chan *os.File) { for range c {}; switch {}; select { default: } ; {} ; ; }
`},
	"assembly": {"a.go": `package p

import "os"

func asm(f *os.File) error
func asmOpen() (*os.File, error)
func use() error {
	f, err := asmOpen()
	if err != nil { return err }
	g, err := os.Open("a")
	if err != nil { return err }
	defer asm(g)
	func(h func(*os.File) error) { h(f) }(asm)
	return asm(f)
}
type T struct{ f *os.File }
func (t *T) Close() error
func New() (*T, error) { f, err := os.Open("a"); return &T{f}, err }
`, "a.s": "\n"},
	"blanks": {"a.go": `package p

import "os"

func _() { f, _ := os.Open("a"); f.Name() }
func _(f *os.File) (*os.File, error) { f.Close(); return os.Open("a") }
type T struct{ _ *os.File; _ int }
func (*T) _() { os.Open("a") }
func (_ *T) Close(_ *os.File, _ error) error { _, err := os.Open("b"); return err }
func named(_, f *os.File) (_ *os.File, _ error) { f.Close(); return }
var _ = func() int { f, _ := os.Open("a"); _ = f; return 1 }()
type _ struct{ f *os.File }
const _ = 1
`},
	"recursion": {"a.go": `package p

import "os"

func even(f *os.File, n int) (*os.File, error) { if n == 0 { return f, f.Close() }; return odd(f, n-1) }
func odd(f *os.File, n int) (*os.File, error) { if n == 0 { return os.Open("a") }; return even(f, n-1) }
func three(g func(), n int) { if n > 0 { one(func() { g(); two(g, n-1) }, n-1) } }
func one(g func(), n int) { two(g, n); defer g() }
func two(g func(), n int) { three(func() { g() }, n) }
func guard(err error) { if err != nil { guard2(err) } }
func guard2(err error) { guard(err); panic(err) }
func wrap(err error) error { return wrap2(err) }
func wrap2(err error) error { return wrap(err) }
func forever() { forever() }
type walker struct{ f *os.File; up *walker; walk func(*walker) error }
func (w *walker) Close() error { w.f.Close(); return w.walk(w.up) }
func (w *walker) parent() *walker { return w.up.parent().parent() }
func (w *walker) Stop() { w.parent().Stop(); w.parent().f.Close() }
func closure() { var again func(int) *os.File; again = func(n int) *os.File { f, _ := os.Open("a"); if n > 0 { return again(n-1) }; return f }; again(3).Close() }
func generic[T any](x T, n int) { if n > 0 { generic([]T{x}[0], n-1) } }
`},
	"recursive_types": {"a.go": `package p

import "os"

type Slice []Slice
type Map map[string]Map
type Chan chan Chan
type Func func(Func) Func
type Ptr *Ptr
type List struct { next *List; rest []List; m map[string]List; f *os.File }
func (l *List) Close() { for _, r := range l.rest { r.Close() }; for _, r := range l.m { r.Close() }; l.next.Close(); l.f.Close() }
type A struct { *B; f *os.File }
type B struct { *A; c interface{ Close() error } }
func (a *A) Shut() { a.B.c.Close(); a.B.A.f.Close() }
type Iface interface { Open() (Iface, error); Close() error }
type Tree[T any] struct { left, right *Tree[T]; x T; f *os.File }
func (t *Tree[T]) Close() { t.left.Close(); t.right.Close(); t.f.Close() }
func all(s Slice, m Map, c Chan, f Func, p Ptr, l *List, i Iface, err error) (Slice, Map, Chan, Func, Ptr, *List, Iface, error) {
	x, err := i.Open()
	if err != nil { f(f); return s[0], m["a"], <-c, f(f), *p, l.next, nil, err }
	return s, m, c, f, p, &l.rest[0], x, nil
}
func tree(t *Tree[*Tree[int]]) { t.x.Close(); t.Close() }
`},
	"odd_calls": {"a.go": `package p

import ("os"; "unsafe"; "errors")

type fn func() (*os.File, error)
type S struct { open fn; m map[string]fn; a [2]fn }
func nothing()  { func() {}(); (func())(nil)(); var f fn; f() }
func dynamic(s S, i int) (err error) {
	f, err := s.open()
	if err != nil { return }
	g, err := s.m["a"]()
	if err != nil { return errors.Join(err, f.Close()) }
	h, err := s.a[i]()
	_, _, _ = f, g, h
	return
}
func variadic(fs ...*os.File) { variadic(fs...); variadic(); variadic(nil, fs[0]) }
func pass() { variadic(two()) ; f, g := two(); _, _ = f, g }
func two() (*os.File, *os.File) { return nil, os.Stdin }
func pair(f *os.File, err error) {}
func spread() { pair(os.Open("a")) }
func pointers(f *os.File) uintptr { return uintptr(unsafe.Pointer(f)) }
func results() (f *os.File, err error) { defer func() { recover(); f, err = os.Open("a") }(); panic(1) }
func builtin(fs []*os.File) { copy(fs, fs); clear(fs); print(len(fs), cap(fs), min(1, len(fs))); delete(map[int]*os.File{}, 1); close(make(chan *os.File)) }
func deferred() { f, _ := os.Open("a"); defer func() { defer func() { defer f.Close() }() }() }
func deferBuiltin(c chan int, m map[int]int) { f, _ := os.Open("a"); defer close(c); defer delete(m, 1); defer panic(f); go println(f); defer recover() }
func arrays() { var a [3]*os.File; for i := range a { a[i], _ = os.Open("a") }; for _, f := range a { f.Close() }; b := a; _ = b[1:2] }
func big() { var a [1 << 20]*os.File; a[0], _ = os.Open("a"); a[0].Close() }
func conv(f *os.File) any { type t *os.File; type u struct{ f *os.File }; return struct{ f t }{t(f)} }
func iter(yield func(*os.File, error) bool) { f, err := os.Open("a"); if !yield(f, err) { return }; iter(yield) }
func rangeFunc() (string, error) { for f, err := range iter { if err != nil { return "", err }; defer f.Close(); for range 3 { for g := range iter { return g.Name(), nil } } }; return "", nil }
func rangeInt() { for i := range 10 { f, _ := os.Open("a"); if i > 3 { f.Close(); break } } }
func complexes(c complex128) { if real(c) > 1 { f, _ := os.Open("a"); f.Close() } }
func compare(a, b [2]string, s, u struct{ x int }, f *os.File) { if a == b && s == u && f != nil { f.Close() } }
`},
	"shadowed_names": {"a.go": `package p

import o "os"
import . "errors"

type error2 = error
type os struct{ File *o.File }
func (os) Open(string) (*o.File, error2) { return nil, New("") }
func f(nil *o.File, true bool) (err error2) {
	var len, append, panic = func(any) int { return 0 }, func(...any) {}, func(any) {}
	x, err := os{}.Open("a")
	if !true { panic(len(x)); append(x, nil) }
	error := func() { x.Close() }
	error()
	return
}
`},
	"methods_on_anything": {"a.go": `package p

import "os"

type (
	Int   int
	Func  func() error
	Slice []*os.File
	Map   map[string]*os.File
	Chan  chan *os.File
	Arr   [2]*os.File
	Iface interface{ Close() error }
	Ptr   struct{ File **os.File }
)
func (i Int) Close() error { return nil }
func (f Func) Close() error { return f() }
func (s Slice) Close() error { for _, f := range s { f.Close() }; return nil }
func (m Map) Close() error { for k, f := range m { f.Close(); delete(m, k) }; return nil }
func (c Chan) Close() error { close(c); for f := range c { f.Close() }; return nil }
func (a *Arr) Close() error { return a[0].Close() }
func (p Ptr) Close() error { return (*p.File).Close() }
func (p Ptr) Deep() { (*(p.File)).Close() }
func all() (Func, Slice, Map, *Arr, Ptr, error) {
	f, err := os.Open("a")
	return Func(f.Close), Slice{f}, Map{"a": f}, &Arr{0: f}, Ptr{&f}, err
}
`},
}

// Every oddity is there twice: nothing may depend on the order of a map.
func TestRobust(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for dir, odd := range oddities {
		for name, content := range odd {
			files["first/"+dir+"/"+name] = content
			files["again/"+dir+"/"+name] = content
		}
	}
	acts := analyse(t, files)
	for _, dir := range slices.Sorted(maps.Keys(oddities)) {
		t.Run(dir, func(t *testing.T) {
			act, again := acts["first/"+dir], acts["again/"+dir]
			if act == nil || again == nil {
				t.Fatal("not analysed")
			}
			for _, note := range notesOf(act) {
				t.Errorf("note: %s", note)
			}
			for _, f := range act.Result.(*Result).Findings {
				checkPlaces(t, f)
			}
			if a, b := findingsOf(act), findingsOf(again); !slices.Equal(a, b) {
				t.Errorf("the findings are %q and, analysed again, %q", a, b)
			}
			if a, b := factsOf(act), factsOf(again); !maps.Equal(a, b) {
				t.Errorf("the facts are %q and, analysed again, %q", a, b)
			}
		})
	}
}

// checkPlaces checks that whoever reads the finding can be shown what it means.
func checkPlaces(t *testing.T, f Finding) {
	t.Helper()
	if f.Rule == "" || f.Message == "" || !f.Pos.IsValid() || f.End < f.Pos {
		t.Errorf("%s: %q from %d to %d", f.Rule, f.Message, f.Pos, f.End)
	}
	for _, r := range f.Related {
		if r.Message == "" || !r.Pos.IsValid() {
			t.Errorf("%s: %s: %q at %d", f.Rule, f.Message, r.Message, r.Pos)
		}
	}
	for _, fix := range f.Fixes {
		for _, edit := range fix.TextEdits {
			if !edit.Pos.IsValid() || edit.End.IsValid() && edit.End < edit.Pos {
				t.Errorf("%s: %s: %q edits from %d to %d", f.Rule, f.Message, fix.Message, edit.Pos, edit.End)
			}
		}
	}
}
