package obligation

import (
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/leakvet/leakvet/internal/filetest"
)

// module is the path of the modules that tests write.
const module = "example.com/m"

// analyse runs the engine over a module of the named files and returns what
// came of its packages, by their paths below the module's. Facts travel from
// package to package in their encoded form.
func analyse(t testing.TB, files map[string]string) map[string]*checker.Action {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "go.mod", "module "+module+"\n\ngo 1.26.0\n")
	for name, content := range files {
		write(t, dir, name, content)
	}
	pkgs, err := packages.Load(&packages.Config{
		Dir:  dir,
		Mode: packages.LoadAllSyntax | packages.NeedModule,
		Env:  append(os.Environ(), "GOWORK=off", "GOFLAGS=", "CGO_ENABLED=0"),
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(pkgs) > 0 {
		t.FailNow()
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{New(options{enabled: true})}, pkgs, &checker.Options{SanityCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	actions := map[string]*checker.Action{}
	for act := range graph.All() {
		if act.Err != nil {
			t.Fatalf("%s: %v", act, act.Err)
		}
		if path, ok := strings.CutPrefix(act.Package.PkgPath, module+"/"); ok {
			actions[path] = act
		}
	}
	return actions
}

func write(t testing.TB, dir, name, content string) {
	t.Helper()
	filetest.Write(t, filepath.Join(dir, name), content)
}

// factsOf returns the facts about the objects of the action's own package, as
// "Name fact" or "Type.Method fact".
func factsOf(act *checker.Action) map[string]string {
	facts := map[string]string{}
	for _, f := range act.AllObjectFacts() {
		if f.Object.Pkg() == act.Package.Types {
			facts[nameOf(f.Object)] = f.Fact.(interface{ String() string }).String()
		}
	}
	return facts
}

func nameOf(obj types.Object) string {
	if fn, ok := obj.(*types.Func); ok {
		if recv := fn.Signature().Recv(); recv != nil {
			return namedOf(recv.Type()).Obj().Name() + "." + fn.Name()
		}
	}
	return obj.Name()
}

// notesOf returns the places where the analysis gave up.
func notesOf(act *checker.Action) []string {
	var notes []string
	for _, n := range act.Result.(*Result).Notes {
		notes = append(notes, n.Message)
	}
	return notes
}

// findingsOf returns the findings by function: "Name rule: message".
func findingsOf(act *checker.Action) []string {
	var found []string
	for _, f := range act.Result.(*Result).Findings {
		found = append(found, functionAt(act, f)+" "+f.Rule+": "+f.Message)
	}
	slices.Sort(found)
	return found
}

func functionAt(act *checker.Action, f Finding) string {
	scope := act.Package.Types.Scope()
	for _, name := range scope.Names() {
		fn, ok := scope.Lookup(name).(*types.Func)
		if ok && fn.Scope() != nil && fn.Scope().Contains(f.Pos) {
			return name
		}
	}
	return "?"
}
