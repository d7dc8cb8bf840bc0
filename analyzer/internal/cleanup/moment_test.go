package cleanup

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
	"github.com/leakvet/leakvet/analyzer/internal/enclosing"
)

// nothing is what is known of calls where nothing is.
type nothing struct{}

func (nothing) Param(call *ssa.CallCommon, i int) Param {
	return Param{Now: Callee(call) != nil && Callee(call).Name() == "Run"}
}
func (nothing) Opens(*ssa.Call) []int           { return nil }
func (nothing) ReleasedBy(*ssa.Call, int) []int { return nil }
func (nothing) Remote(*ssa.Call) bool           { return false }
func (nothing) Exits(*ssa.CallCommon) bool      { return false }
func (nothing) OwnsPool(*types.Func) bool       { return false }

// The functions a and b are called in the code, and the one certainly before the
// other, or neither.
func TestBefore(t *testing.T) {
	tests := map[string]string{
		"a(); b()":             "a b",
		"b(); a()":             "b a",
		"defer a(); b()":       "b a",
		"defer a(); defer b()": "b a",
		"defer func() { a() }(); defer func() { b() }()":                                         "b a",
		"defer func() { a(); b() }()":                                                            "a b",
		"t.Cleanup(a); b()":                                                                      "",
		"t.Cleanup(func() { a() }); defer b()":                                                   "b a",
		"t.Cleanup(func() { a() }); t.Cleanup(func() { b() })":                                   "b a",
		"t.Cleanup(func() { defer a(); b() })":                                                   "b a",
		"if t.Failed() { a() }; b()":                                                             "",
		"if t.Failed() { a() } else { b() }":                                                     "",
		"if t.Failed() { a(); return }; defer b()":                                               "",
		"if t.Failed() { defer a(); return }; b()":                                               "",
		"if t.Failed() { a() }; defer b()":                                                       "a b",
		"if t.Failed() { t.Cleanup(a); return }; defer b()":                                      "",
		"if t.Failed() { defer a() }; b()":                                                       "b a",
		"func() { a() }(); b()":                                                                  "a b",
		"go func() { a() }(); b()":                                                               "",
		"t.Run(``, func(t *testing.T) { a() }); b()":                                             "a b",
		"t.Run(``, func(t *testing.T) { t.Cleanup(func() { a() }) }); b()":                       "a b",
		"t.Run(``, func(s *testing.T) { t.Cleanup(func() { a() }) }); b()":                       "b a",
		"t.Run(``, func(s *testing.T) { t.Cleanup(func() { a() }); s.Cleanup(func() { b() }) })": "b a",
		"f := func() { a() }; f(); b()":                                                          "a b",
		"f := func() { a() }; f(); f(); b()":                                                     "",
		"for range 2 { a() }; b()":                                                               "",
	}
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "source", nil) // they are compiled once
	for body, want := range tests {
		code, fn := build(t, fset, imports, body)
		calls := map[string]ssa.Instruction{}
		code.Calls(fn, true, func(call ssa.CallInstruction) {
			if callee := call.Common().StaticCallee(); callee != nil && len(callee.Name()) == 1 {
				calls[callee.Name()] = call
			}
		})
		if calls["a"] == nil || calls["b"] == nil {
			if want != "" {
				t.Errorf("%s: not called", body)
			}
			continue
		}
		a, b := code.Moment(calls["a"]), code.Moment(calls["b"])
		got := ""
		switch {
		case Before(a, b) && Before(b, a):
			got = "both"
		case Before(a, b):
			got = "a b"
		case Before(b, a):
			got = "b a"
		}
		if got != want {
			t.Errorf("%s: order %q, want %q", body, got, want)
		}
	}
}

// build compiles a function with the body.
func build(t *testing.T, fset *token.FileSet, imports types.Importer, body string) (*Code, *ssa.Function) {
	t.Helper()
	src := "package p\nimport \"testing\"\nfunc a()\nfunc b()\nfunc test(t *testing.T) {\n" + body + "\n}\n"
	file, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	pkg, _, err := ssautil.BuildPackage(&types.Config{Importer: imports}, fset,
		types.NewPackage("p", "p"), []*ast.File{file}, ssa.BuildSerially)
	if err != nil && !strings.Contains(err.Error(), "missing function body") {
		t.Fatalf("%s: %v", body, err)
	}
	fn := pkg.Func("test")
	var funcs []*ssa.Function
	var add func(*ssa.Function)
	add = func(fn *ssa.Function) {
		funcs = append(funcs, fn)
		for _, anon := range fn.AnonFuncs {
			add(anon)
		}
	}
	add(fn)
	pass := &analysis.Pass{Fset: fset, Files: []*ast.File{file}, Pkg: pkg.Pkg}
	return New(pass, contract.NewIndex(contract.Table()...), enclosing.New(pass.Files), funcs, nothing{}), fn
}
