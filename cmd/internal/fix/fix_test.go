package fix

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// module writes files into a module.
func module(t *testing.T, files map[string]string) Source {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	return Source{Dir: dir, Modules: []string{dir}}
}

// A change is an edit that is told by the text it stands before or in the place of.
type change struct{ old, new string }

// before inserts before a text.
func before(text, what string) change { return change{text, what + text} }

// finding returns one with a fix of a file.
func finding(t *testing.T, content, file string, changes ...change) check.Finding {
	t.Helper()
	fix := check.Fix{Message: "mend it"}
	for _, c := range changes {
		start := strings.Index(content, c.old)
		if start < 0 {
			t.Fatalf("no %q in %q", c.old, content)
		}
		e := check.Edit{File: file, Start: start, End: start + len(c.old), New: c.new}
		if what, ok := strings.CutSuffix(c.new, c.old); ok {
			e.End, e.New = start, what
		}
		fix.Edits = append(fix.Edits, e)
	}
	return check.Finding{Fixes: []check.Fix{fix, {Message: "another way, which is not taken"}}}
}

const source = `package a

import (
	"fmt"
	"os"
)

func f() {
	fmt.Println(os.Args)
}
`

func TestMake(t *testing.T) {
	const call = "fmt.Println(os.Args)"
	imported := before("\"fmt\"", "\"errors\"\n\t")
	tests := map[string]struct {
		fixes     [][]change
		want      []string // that are in the result
		not       []string
		conflicts int
	}{
		"one":                           {fixes: [][]change{{before(call, "defer g()\n\t")}}, want: []string{"\tdefer g()\n\tfmt"}},
		"formatted":                     {fixes: [][]change{{before(call, "if  x {g( )}\n")}}, want: []string{"\tif x {\n\t\tg()\n\t}\n\tfmt"}},
		"the same twice":                {fixes: [][]change{{before(call, "g()\n\t")}, {before(call, "g()\n\t")}}, want: []string{"{\n\tg()\n\tfmt"}},
		"insertions at a place":         {fixes: [][]change{{before(call, "g()\n\t")}, {before(call, "h()\n\t")}}, want: []string{"\tg()\n\th()\n\tfmt"}},
		"an insertion before":           {fixes: [][]change{{{call, "g()"}}, {before(call, "h()\n\t")}}, want: []string{"\th()\n\tg()\n}"}},
		"an import that both need":      {fixes: [][]change{{imported, {"os.Args", "errors.X"}}, {imported, before(call, "errors.Y()\n\t")}}, want: []string{"(\n\t\"errors\"\n\t\"fmt\"\n)", "errors.X", "errors.Y"}, not: []string{`"os"`}},
		"an import that nobody needs":   {fixes: [][]change{{{"os.Args", "1"}}}, not: []string{`"os"`}, want: []string{"import (\n\t\"fmt\"\n)"}},
		"overlapping":                   {fixes: [][]change{{{"os.Args", "1"}}, {{call, "2"}}}, want: []string{"fmt.Println(1)"}, conflicts: 1},
		"an insertion into what goes":   {fixes: [][]change{{{call, "g()"}}, {before("os.Args", "1, ")}}, want: []string{"\tg()\n}"}, conflicts: 1},
		"whole fixes win and lose":      {fixes: [][]change{{{"os.Args", "1"}}, {before("func f", "// F.\n"), {call, "2"}}}, not: []string{"// F."}, conflicts: 1},
		"what is after a loser":         {fixes: [][]change{{{"os.Args", "1"}}, {{call, "2"}}, {before("func f", "// F.\n")}}, want: []string{"// F.", "Println(1)"}, conflicts: 1},
		"what touches but not overlaps": {fixes: [][]change{{{"fmt.Println(", "g("}}, {{"os.Args", "1"}}}, want: []string{"g(1)"}, not: []string{`"fmt"`}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			src := module(t, map[string]string{"go.mod": "module m\n", "a.go": source})
			var findings []check.Finding
			for _, changes := range test.fixes {
				findings = append(findings, finding(t, source, "a.go", changes...))
			}
			plan, err := Make(src, findings)
			if err != nil {
				t.Fatal(err)
			}
			if len(plan.Files) != 1 {
				t.Fatalf("files: %v", plan.Files)
			}
			got := string(plan.Files[0].New)
			for _, part := range test.want {
				if !strings.Contains(got, part) {
					t.Errorf("no %q in\n%s", part, got)
				}
			}
			for _, part := range test.not {
				if strings.Contains(got, part) {
					t.Errorf("%q in\n%s", part, got)
				}
			}
			if len(plan.Conflicts) != test.conflicts || plan.Applied != len(findings)-test.conflicts {
				t.Errorf("%d applied, %d conflicts", plan.Applied, len(plan.Conflicts))
			}
		})
	}
}

// An import by a name that its path does not tell is not known to be unused.
func TestImportOfUnknownName(t *testing.T) {
	const content = "package a\n\nimport \"example.com/go-yaml.v3\"\n\nvar _ = yaml.X\n"
	src := module(t, map[string]string{"go.mod": "module m\n", "a.go": content})
	plan, err := Make(src, []check.Finding{finding(t, content, "a.go", change{"yaml.X", "1"})})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(plan.Files[0].New); !strings.Contains(got, "go-yaml") {
		t.Errorf("the import went:\n%s", got)
	}
}

// Imports that are added one by one come to stand together.
func TestImportsAlone(t *testing.T) {
	for content, want := range map[string]string{
		"package a\n\nimport \"os\"; import \"fmt\"\n":                             "package a\n\nimport (\n\t\"errors\"\n\t\"log\"\n)\n\nimport \"os\"\nimport \"fmt\"\n",
		"package a\n\n// x\nvar x = 1\n":                                           "package a\n\nimport (\n\t\"errors\"\n\t\"log\"\n)\n\n// x\nvar x = 1\n",
		"package a\n\nimport \"os\" // as ever\n\n// x\nvar x = os.Args\n":         "package a\n\nimport (\n\t\"errors\"\n\t\"log\"\n\t\"os\" // as ever\n)\n\n// x\nvar x = os.Args\n",
		"package a\n\nimport _ \"example.com/driver\" // is needed\n\nvar x = 1\n": "package a\n\nimport (\n\t\"errors\"\n\t\"log\"\n\n\t_ \"example.com/driver\" // is needed\n)\n\nvar x = 1\n",
	} {
		src := module(t, map[string]string{"go.mod": "module m\n", "a.go": content})
		at := before("\n\n", "\n\nimport \"log\"")
		plan, err := Make(src, []check.Finding{finding(t, content, "a.go", at), finding(t, content, "a.go", before("\n\n", "\n\nimport \"errors\""))})
		if err != nil {
			t.Fatal(err)
		}
		if got := string(plan.Files[0].New); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

func TestLineEnds(t *testing.T) {
	content := strings.ReplaceAll(source, "\n", "\r\n")
	src := module(t, map[string]string{"go.mod": "module m\n", "a.go": content})
	plan, err := Make(src, []check.Finding{finding(t, content, "a.go", before("fmt.Println", "g()\n\t"))})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(content, "\tfmt.P", "\tg()\r\n\tfmt.P", 1)
	if got := string(plan.Files[0].New); got != want {
		t.Errorf("got %q", got)
	}
}

func TestUntouched(t *testing.T) {
	files := map[string]string{
		"go.mod":          "module m\n",
		"gen.go":          "// Code generated by hand. DO NOT EDIT.\n\npackage a\n",
		"cgo.go":          "package a\n\nimport \"C\"\n",
		"line.go":         "package a\n\n//line other.go:1\nvar x = 1\n",
		"bom.go":          "\ufeffpackage a\n",
		"grammar.y":       "package a\n",
		"vendor/v/a.go":   "package v\n",
		"nested/go.mod":   "module n\n",
		"nested/a.go":     "package n\n",
		"fine/a.go":       "package fine\n",
		"fine/changed.go": "package fine\n",
		"fine/shut.go":    "package fine\n",
	}
	src := module(t, files)
	if err := os.Chmod(filepath.Join(src.Dir, "fine", "shut.go"), 0o444); err != nil {
		t.Fatal(err)
	}
	var findings []check.Finding
	for _, name := range []string{"gen.go", "cgo.go", "line.go", "bom.go", "grammar.y", "vendor/v/a.go", "nested/a.go", "fine/a.go", "gone.go", "fine/shut.go"} {
		findings = append(findings, finding(t, files[name], name, change{"", "x"}))
	}
	findings[7] = finding(t, files["fine/a.go"], "fine/a.go", before("package", "// A comment.\n"))
	findings = append(findings, check.Finding{Fixes: []check.Fix{{Edits: []check.Edit{{File: "fine/changed.go", Start: 90, End: 90}}}}})
	plan, err := Make(src, findings)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, u := range plan.Untouched {
		got[u.Name] = u.Why
	}
	for name, why := range map[string]string{
		"gen.go": "generated", "cgo.go": `imports "C"`, "line.go": "//line", "bom.go": "byte order mark", "grammar.y": "no Go",
		"vendor/v/a.go": "vendored", "nested/a.go": "another module", "gone.go": "no such file", "fine/changed.go": "changed", "fine/shut.go": "read-only",
	} {
		if !strings.Contains(got[name], why) {
			t.Errorf("%s: %q, want %q", name, got[name], why)
		}
		delete(got, name)
	}
	if len(got) > 0 || len(plan.Files) != 1 || plan.Applied != 1 {
		t.Errorf("untouched too: %v; files: %v", got, plan.Files)
	}
}

// A fix that makes no Go changes nothing, and the error says where.
func TestBroken(t *testing.T) {
	src := module(t, map[string]string{"go.mod": "module m\n", "a.go": source})
	_, err := Make(src, []check.Finding{finding(t, source, "a.go", change{"func f() {", "func {"})})
	if err == nil || !strings.HasPrefix(err.Error(), "a.go: ") {
		t.Errorf("got %v", err)
	}
}

// The mode stays, and so does a symbolic link.
func TestWrite(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	src := module(t, map[string]string{"go.mod": "module m\n", "real/a.go": source})
	link := filepath.Join(src.Dir, "a.go")
	if err := os.Symlink(filepath.Join("real", "a.go"), link); err != nil {
		t.Fatal(err)
	}
	plan, err := Make(src, []check.Finding{finding(t, source, "a.go", before("func", "// F.\n"))})
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Write(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info.Mode(), err)
	}
	real := filepath.Join(src.Dir, "real")
	info, err = os.Stat(filepath.Join(real, "a.go"))
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	data, err := os.ReadFile(link)
	if err != nil || !strings.Contains(string(data), "// F.\nfunc") {
		t.Errorf("got %s, %v", data, err)
	}
	if entries, err := os.ReadDir(real); err != nil || len(entries) != 1 {
		t.Errorf("something is left over: %v, %v", entries, err)
	}
	gone := &Plan{Files: []File{{Name: "gone.go", Path: filepath.Join(src.Dir, "gone.go")}}}
	if err := gone.Write(); err == nil || !strings.HasPrefix(err.Error(), "gone.go is not changed") {
		t.Errorf("a file that is gone: %v", err)
	}
}

func TestPreview(t *testing.T) {
	src := module(t, map[string]string{"a.go": source, "b.go": "package b\n", "cgo.go": "package a\n\nimport \"C\"\n"})
	both := finding(t, source, "a.go", change{"os.Args", "1"}).Fixes[0]
	both.Edits = append(both.Edits, check.Edit{File: "b.go", New: "// B.\n"})
	got := Preview(src.Dir, both)
	for _, part := range []string{"\n@@ -2,9 +2,8 @@\n", "\n-\t\"os\"\n", "\n-\tfmt.Println(os.Args)\n+\tfmt.Println(1)\n", "\n@@ -1,1 +1,2 @@\n+// B.\n"} {
		if !strings.Contains("\n"+got, part) {
			t.Errorf("no %q in\n%s", part, got)
		}
	}
	for name, e := range map[string]check.Edit{
		"of cgo":      {File: "cgo.go"},
		"of no file":  {File: "gone.go"},
		"out of it":   {File: "a.go", Start: 5, End: 1 << 20},
		"that breaks": {File: "a.go", New: "{"},
	} {
		if got := Preview(src.Dir, check.Fix{Edits: []check.Edit{e}}); got != "" {
			t.Errorf("a fix %s: %s", name, got)
		}
	}
}
