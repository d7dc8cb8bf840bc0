package dependency

import (
	"encoding/json"
	"fmt"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/analysis"
)

// A nameFact is about functions and types.
type nameFact struct{ Name string }

func (*nameFact) AFact() {}

// namer makes a fact of every function, method and type of a package, and notes those
// of what its function bodies use.
func namer(seen *[]string) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:      "namer",
		Doc:       "namer: name",
		FactTypes: []analysis.Fact{new(nameFact)},
		Run: func(pass *analysis.Pass) (any, error) {
			for _, obj := range pass.TypesInfo.Defs {
				switch obj := obj.(type) {
				case *types.Func, *types.TypeName:
					pass.ExportObjectFact(obj, &nameFact{pass.Pkg.Name() + "." + obj.Name()})
				}
			}
			for _, obj := range pass.TypesInfo.Uses {
				var f nameFact
				if obj.Pkg() != nil && obj.Pkg() != pass.Pkg && pass.ImportObjectFact(obj, &f) {
					*seen = append(*seen, f.Name)
				}
			}
			return nil, nil
		},
	}
}

// A tree analyses packages one after another.
type tree struct {
	t     *testing.T
	dir   string
	units map[string]*Unit
	seen  []string
}

func newTree(t *testing.T) *tree {
	return &tree{t: t, dir: t.TempDir(), units: map[string]*Unit{}}
}

// analyse returns whether Read and Analyse take a package of one file.
func (b *tree) analyse(path, source string, learns bool, change func(*Unit)) bool {
	b.t.Helper()
	file := filepath.Join(b.dir, path+".go")
	if err := os.WriteFile(file, []byte(source), 0o666); err != nil {
		b.t.Fatal(err)
	}
	u := &Unit{
		ImportPath:  path,
		GoFiles:     []string{file},
		ImportMap:   map[string]string{"unsafe": "unsafe"},
		PackageVetx: map[string]string{},
		VetxOnly:    true,
		VetxOutput:  filepath.Join(b.dir, path+".vetx"),
	}
	for path, other := range b.units {
		if strings.Contains(source, fmt.Sprintf("%q", path)) {
			u.ImportMap[path] = path
			u.PackageVetx[path] = other.VetxOutput
		}
	}
	if change != nil {
		change(u)
	}
	data, err := json.Marshal(u)
	if err != nil {
		b.t.Fatal(err)
	}
	config := filepath.Join(b.dir, path+".cfg")
	if err := os.WriteFile(config, data, 0o666); err != nil {
		b.t.Fatal(err)
	}
	b.units[path] = u
	b.seen = nil
	read := Read(config)
	return read != nil && read.Analyse(namer(&b.seen), func(string) bool { return learns }) == nil
}

func (b *tree) mustAnalyse(path, source string, learns bool) {
	b.t.Helper()
	if !b.analyse(path, source, learns, nil) {
		b.t.Fatalf("%s was not analysed", path)
	}
}

func (b *tree) wantSeen(want ...string) {
	b.t.Helper()
	slices.Sort(b.seen)
	if got := slices.Compact(b.seen); !slices.Equal(got, want) {
		b.t.Errorf("got %q, want %q", got, want)
	}
}

const base = `package base

import _ "unsafe"

type T struct{}

func (T) Method() {}

func Func() T { return T{} }
`

// TestFacts: facts about functions reach direct importers, those about types and methods
// all who can mention them.
func TestFacts(t *testing.T) {
	b := newTree(t)
	b.mustAnalyse("base", base, true)
	b.mustAnalyse("middle", "package middle\n\nimport \"base\"\n\nvar V = base.Func()\n\ntype Alias = base.T\n", true)
	b.wantSeen("base.Func", "base.T")
	b.mustAnalyse("top", "package top\n\nimport \"middle\"\n\nfunc f() { middle.V.Method() }\n", true)
	b.wantSeen("base.Method")
}

// TestSame: the same file whatever the order of maps.
func TestSame(t *testing.T) {
	var first []byte
	for range 5 {
		b := newTree(t)
		b.mustAnalyse("base", base, true)
		data, err := os.ReadFile(b.units["base"].VetxOutput)
		if err != nil {
			t.Fatal(err)
		}
		// Positions are not in it but for the name of the file.
		data = []byte(strings.ReplaceAll(string(data), b.dir, ""))
		if first == nil {
			first = data
		}
		if string(first) != string(data) {
			t.Fatal("another file")
		}
	}
}

// TestLearns: of what nothing is learned from, the types are there all the same, and
// the bodies are not looked at.
func TestLearns(t *testing.T) {
	b := newTree(t)
	b.mustAnalyse("base", strings.Replace(base, "return T{}", "return undefined", 1), false)
	b.mustAnalyse("top", "package top\n\nimport \"base\"\n\nfunc f() { base.Func().Method() }\n", true)
	b.wantSeen()
}

// TestLeft: what is left to unitchecker.
func TestLeft(t *testing.T) {
	tests := map[string]struct {
		source string
		change func(*Unit)
	}{
		"findings are wanted": {base, func(u *Unit) { u.VetxOnly = false }},
		"no file is wanted":   {base, func(u *Unit) { u.VetxOutput = "" }},
		"does not parse":      {"package", nil},
		"does not compile":    {"package p\n\nfunc f() { undefined() }\n", nil},
		"unknown import":      {"package p\n\nimport _ \"nosuch\"\n", nil},
		"no facts of an import": {"package p\n\nimport _ \"q\"\n", func(u *Unit) {
			u.ImportMap["q"] = "q"
		}},
		"broken facts of an import": {"package p\n\nimport _ \"q\"\n", func(u *Unit) {
			u.ImportMap["q"] = "q"
			u.PackageVetx["q"] = u.GoFiles[0]
		}},
		"cannot be written": {base, func(u *Unit) { u.VetxOutput = filepath.Join(u.VetxOutput, "nosuch") }},
	}
	for _, name := range slices.Sorted(maps.Keys(tests)) {
		b := newTree(t)
		if b.analyse("p", tests[name].source, true, tests[name].change) {
			t.Errorf("%s: was analysed", name)
		}
		if _, err := os.Stat(b.units["p"].VetxOutput); err == nil && b.units["p"].VetxOutput != "" {
			t.Errorf("%s: a file was written", name)
		}
	}
	if Read(filepath.Join(t.TempDir(), "nosuch.cfg")) != nil {
		t.Error("no configuration: was analysed")
	}
}

// TestKnownTools fails when golang.org/x/tools is upgraded. Compare the functions
// readVetxFile and writeVetxFile of its unitchecker, and the type gobFact of its package
// facts, with those here, change knownTools, and run the tests of cmd/leakvet.
func TestKnownTools(t *testing.T) {
	data, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := modfile.Parse("go.mod", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range mod.Require {
		if r.Mod.Path == "golang.org/x/tools" && r.Mod.Version != knownTools {
			t.Errorf("golang.org/x/tools is %s: hold vetx.go against it", r.Mod.Version)
		}
	}
	for _, bad := range []string{"", "vetx", "other...........", "vetx\xff\xff\xff\x00\x00\x00\x00\x00"} {
		if _, err := split([]byte(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}
