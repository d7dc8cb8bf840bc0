package robust

import (
	"fmt"
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/leakvet/leakvet/analyzer"
)

// sources are the files of which the corpus below is made: the cases of the rules
// with most paths, and what the Go project tries its own compiler with.
func sources(t testing.TB) []string {
	t.Helper()
	var files []string
	for _, dir := range []string{
		"../../../testdata/unclosed", "../../../testdata/cleanuporder",
		filepath.Join(build.Default.GOROOT, "src/internal/types/testdata/fixedbugs"),
	} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// Single files and their mutants: the engine bears them, and says the same of them
// when it is asked again. Command robust does this for more of them, more often.
func TestFiles(t *testing.T) {
	library := newLibrary(t)
	analysed := 0
	for i, name := range sources(t) {
		if i%4 != 0 {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for seed := range uint64(3) {
			if mutant := Mutate(src, seed); bear(t, library, fmt.Sprintf("%s#%d", name, seed), mutant) {
				analysed++
			}
		}
	}
	if analysed < 40 {
		t.Errorf("only %d mutants are well-typed", analysed)
	}
}

// bear analyses a source, unless it is ill-typed, and reports whether it did.
func bear(t *testing.T, library *Library, name string, src []byte) bool {
	t.Helper()
	var first *Outcome
	for seed := range uint64(2) {
		p, err := library.File(name, src)
		if err != nil {
			return false
		}
		outcome, err := Run([]*packages.Package{p}, analyzer.Strict, seed)
		if err != nil {
			t.Fatal(err)
		}
		for _, crash := range outcome.Crashes {
			t.Errorf("%s: %s\n%s", name, crash, src)
		}
		if first == nil {
			first = outcome
		}
		for _, line := range Difference(first, outcome) {
			t.Errorf("%s: %s\n%s", name, line, src)
		}
	}
	return true
}

// What does not compile is not looked at, under any driver: half of its types are not
// there.
func TestIllTyped(t *testing.T) {
	library := newLibrary(t)
	const src = "package p\n\nimport \"os\"\n\nfunc f() { x, err := os.Open(\"a\"); if err == nil { x.Name() } }\n"
	for name, illTyped := range map[string]bool{"sound": false, "ill-typed": true} {
		p, err := library.File("a.go", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		p.IllTyped = illTyped
		outcome, err := Run([]*packages.Package{p}, analyzer.Strict, 1)
		if err != nil {
			t.Fatal(err)
		}
		if found := len(outcome.Lines) > 0; found == illTyped || len(outcome.Crashes) > 0 {
			t.Errorf("%s: %q %q", name, outcome.Lines, outcome.Crashes)
		}
	}
}

// FuzzEngine looks for a source that makes the engine panic, or change its mind:
//
//	go test -run '^$' -fuzz FuzzEngine ./cmd/internal/robust
func FuzzEngine(f *testing.F) {
	for i, name := range sources(f) {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if i%16 == 0 && len(src) < 1<<14 {
			f.Add(src)
		}
	}
	library := newLibrary(f)
	f.Fuzz(func(t *testing.T, src []byte) { bear(t, library, "fuzz.go", src) })
}

// A copy of packages of the standard library is looked at, which the library is not,
// and gives the same in any order.
func TestCopies(t *testing.T) {
	universe, broken, err := List(t.Context(), "", nil, "os/...", "database/sql/...", "net/textproto")
	if err != nil || len(broken) > 0 {
		t.Fatal(err, broken)
	}
	for _, view := range []View{{Prefix: "source.test/"}, {Prefix: "source.test/", Copies: true}} {
		var first *Outcome
		for seed := range uint64(4) {
			view.Seed = seed
			pkgs, illTyped := universe.Load(view)
			if len(illTyped) > 0 || len(pkgs) < 6 {
				t.Fatalf("%d packages; ill-typed: %v", len(pkgs), illTyped)
			}
			outcome, err := Run(pkgs, analyzer.Strict, seed)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = outcome
			}
			if only := Difference(first, outcome); len(only)+len(outcome.Crashes) > 0 {
				t.Errorf("%+v: %q %q", view, only, outcome.Crashes)
			}
		}
	}
	plain, _ := universe.Load(View{})
	outcome, err := Run(plain, analyzer.Strict, 1)
	if err != nil || len(outcome.Lines) > 0 {
		t.Errorf("of the library itself: %v, %q", err, outcome.Lines)
	}
}

// The checker of go/types is one large circle of functions: where the engine breaks
// it does not depend on the order of the files.
func TestCircles(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses go/types three times")
	}
	universe, _, err := List(t.Context(), "", nil, "go/types")
	if err != nil {
		t.Fatal(err)
	}
	var first *Outcome
	for seed := range uint64(3) {
		pkgs, _ := universe.Load(View{Prefix: "source.test/", Seed: seed})
		outcome, err := Run(pkgs, analyzer.Strict, seed)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = outcome
		}
		if only := Difference(first, outcome); len(only) > 0 || len(outcome.Lines) == 0 {
			t.Errorf("%d lines, different: %q", len(outcome.Lines), only)
		}
	}
}

// What goes wrong is told: neither a crash nor a change may pass.
func TestDifference(t *testing.T) {
	a, b := &Outcome{Lines: []string{"a", "b"}}, &Outcome{Lines: []string{"b", "c"}}
	if got := fmt.Sprint(Difference(a, b)); got != "[- a + c]" {
		t.Error(got)
	}
	if got := Difference(a, &Outcome{Lines: []string{"a", "b", "b"}}); len(got) != 1 {
		t.Error(got)
	}
	if got := Difference(a, a); len(got) > 0 {
		t.Error(got)
	}
}

func TestMutate(t *testing.T) {
	const src = "package p\nfunc f(x int) int {\n\ta := 1\n\tif x > a {\n\t\treturn 2\n\t}\n\treturn a\n}\n"
	seen := map[string]bool{}
	for seed := range uint64(200) {
		mutant := string(Mutate([]byte(src), seed))
		if mutant != string(Mutate([]byte(src), seed)) {
			t.Fatal("another mutant from the same seed")
		}
		seen[mutant] = true
	}
	for what, want := range map[string]string{
		"left out": "package p\nfunc f(x int) int {\n\t\n\tif x > a {\n\t\treturn 2\n\t}\n\treturn a\n}\n",
		"doubled":  "package p\nfunc f(x int) int {\n\ta := 1; a := 1\n\tif x > a {\n\t\treturn 2\n\t}\n\treturn a\n}\n",
		"swapped":  "package p\nfunc f(x int) int {\n\tif x > a {\n\t\treturn 2\n\t}; a := 1\n\treturn a\n}\n",
		"turned":   "package p\nfunc f(x int) int {\n\ta := 1\n\tif x <= a {\n\t\treturn 2\n\t}\n\treturn a\n}\n",
		"negated":  "package p\nfunc f(x int) int {\n\ta := 1\n\tif !(x > a) {\n\t\treturn 2\n\t}\n\treturn a\n}\n",
	} {
		if !seen[want] {
			t.Errorf("no mutant with a statement %s", what)
		}
	}
	if Mutate([]byte("package p"), 1) != nil || Mutate([]byte("nonsense"), 1) != nil {
		t.Error("mutants of nothing")
	}
}
