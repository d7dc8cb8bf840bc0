package obligation

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"regexp"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/leakvet/leakvet/analyzer/internal/cleanup"
	"github.com/leakvet/leakvet/analyzer/internal/directive"
)

// What leakvet fails at is told without -explain, together with where that was in
// leakvet, and stops nothing else.
func TestCrash(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", calls, 0)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	engine := &analysis.Analyzer{}
	result := &Result{Directives: directive.Parse(fset, nil), Options: options{enabled: true}, Code: new(cleanup.Code)}
	pass := &analysis.Pass{
		Fset:     fset,
		Files:    []*ast.File{file},
		Pkg:      types.NewPackage("example.com/p", "p"),
		ResultOf: map[*analysis.Analyzer]any{engine: result},
		Report: func(d analysis.Diagnostic) {
			told = append(told, d.Category+": "+fset.Position(d.Pos).String()+": "+d.Message)
		},
	}

	p := &pkg{pass: pass}
	fn := ssa.NewProgram(fset, 0).NewFunction("f", new(types.Signature), "")
	p.guarded(fn, func() { fn.Blocks[0].Index++ })
	run(pass, nil, result) // of a package without types
	result.Notes = append(p.notes, result.Notes...)
	rule := NewCodeRule("r", "// Package r\n//\n// # Analyzer r\n//\n// r: report\npackage r", engine,
		func(*cleanup.Code) []Finding { panic("boom") })
	for _, a := range []*analysis.Analyzer{NewNotes(engine), rule} {
		if _, err := a.Run(pass); err != nil {
			t.Errorf("%s: %v", a.Name, err)
		}
	}

	want := []string{
		`^crash: p\.go:1:1: internal error in f: runtime error: index out of range .* at obligation/crash_test\.go:\d+: it is not checked, please report`,
		`^crash: p\.go:1:1: internal error in package example\.com/p: runtime error: .* at \w+/\w+\.go:\d+: `,
		`^crash: p\.go:1:1: internal error in rule r on package example\.com/p: boom at obligation/crash_test\.go:\d+: `,
	}
	if len(told) != len(want) {
		t.Fatalf("told %q, want %d crashes", told, len(want))
	}
	for i := range want {
		if !regexp.MustCompile(want[i]).MatchString(told[i]) {
			t.Errorf("told %s, want %s", told[i], want[i])
		}
	}
}
