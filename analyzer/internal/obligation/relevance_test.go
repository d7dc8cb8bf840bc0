package obligation

import (
	"slices"
	"strings"
	"testing"
)

// TestRelevant: the functions that are built are those that can matter. Of a type of
// another package its fact tells: a Close that releases nothing is no reason.
func TestRelevant(t *testing.T) {
	t.Parallel()
	actions := analyse(t, map[string]string{
		"lib/a.go": `package lib

			import "os"

			type File struct{ f *os.File }

			func (f *File) Close() error { return f.f.Close() }

			type Thread struct{ stack []int }

			func (t *Thread) Close()     { t.stack = nil }
			func (t *Thread) Free(n int) { t.stack = t.stack[n:] }

			type Shape interface{ Close() error }`,
		"p/a.go": `package p

			import (
				"os"
				"testing"

				"example.com/m/lib"
			)

			type own struct{ f *os.File }

			func (o *own) Close() {}

			type plain struct{ n int }

			func (p *plain) Close() {}

			type number int

			func (n number) Close() {}

			type state struct {
				f                                     *os.File
				a, b, c, d, e, g, h, i, j, k, l, m, n int
			}

			type deep struct{ all []*state }

			func (d *deep) Close() { d.all[0].f.Close() }

			type list struct { next *list; own *own }

			func (l *list) Close() {}

			func KeptFile(f *lib.File)              { use() }
			func KeptCall(f func() *lib.File)       { use() }
			func KeptShape(s lib.Shape)             { use() }
			func KeptInSlice(all []*lib.File)       { use() }
			func KeptOwn(o *own)                    { use() }
			func KeptList(l *list)                  { use() }
			func KeptDeep(d *deep)                  { use() }
			func KeptOpen() error                   { _, err := os.Open("a"); return err }
			func KeptCaller() error                 { return KeptOpen() }
			func KeptParallel(t *testing.T)         { t.Parallel() }
			func LeftTest(t *testing.T)             { use() }
			func LeftThread(t *lib.Thread)          { use(); t.Free(1) }
			func LeftThreads(all []*lib.Thread)     { defer all[0].Close() }
			func LeftOwnPlain(p *plain, n number)   { p.Close(); n.Close() }
			func LeftPlain(n int, s string, b bool) { use() }
			func LeftHands(t *lib.Thread, n int)    { LeftThread(t); LeftHands(t, n-1) }
			func use()                              {}`,
	})
	var built []string
	for _, fn := range actions["p"].Result.(*Result).Code.Funcs {
		built = append(built, fn.Name())
	}
	for _, name := range actions["p"].Package.Types.Scope().Names() {
		switch {
		case strings.HasPrefix(name, "Kept") && !slices.Contains(built, name):
			t.Errorf("%s is left", name)
		case strings.HasPrefix(name, "Left") && slices.Contains(built, name):
			t.Errorf("%s is built", name)
		}
	}
}
