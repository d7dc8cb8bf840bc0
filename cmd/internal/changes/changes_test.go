package changes

import (
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/internal/filetest"
)

func TestParse(t *testing.T) {
	const patch = `diff --git a/a.go b/a.go
--- a/a.go
+++ b/a.go
@@ -1 +1,2 @@ package a
-+++ b/looks/like/a/file
++ b/looks/like/a/file
+@@ -9 +9 @@
@@ -10,3 +11,0 @@ func f() {
-x
-y
-z
\ No newline at end of file
diff --git a/sub/ä b.go b/sub/ä b.go
--- a/sub/ä b.go	
+++ b/sub/ä b.go	
@@ -5,0 +6 @@
+x
`
	want := files{"a.go": {{1, 2}, {11, 12}}, "sub/ä b.go": {{6, 6}}}
	got, err := parse(patch)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	for _, bad := range []string{"@@ x", "@@ -1 +x @@", "@@ 1 2 @@"} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func place(file string, first, last int) check.Place {
	return check.Place{File: file, Line: first, EndLine: last}
}

func TestTouches(t *testing.T) {
	f := check.Finding{
		Place:   place("a.go", 10, 10),
		Related: []check.Related{{Place: place("a.go", 14, 16)}, {Place: place("b.go", 3, 3)}},
	}
	for name, test := range map[string]struct {
		files files
		want  bool
	}{
		"nothing":        {files{}, false},
		"its line":       {files{"a.go": {{10, 10}}}, true},
		"within":         {files{"a.go": {{1, 2}, {12, 12}}}, true},
		"its end":        {files{"a.go": {{16, 20}}}, true},
		"before":         {files{"a.go": {{1, 9}}}, false},
		"behind":         {files{"a.go": {{17, 17}}}, false},
		"another file":   {files{"b.go": {{3, 3}}}, true},
		"beside it":      {files{"b.go": {{4, 4}}}, false},
		"unrelated file": {files{"c.go": {whole}}, false},
		"new file":       {files{"a.go": {whole}}, true},
	} {
		if got := (&Set{files: test.files}).Touches(f); got != test.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestSince(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	root := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", root, "-c", "user.name=x", "-c", "user.email=x@example.com"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	write := func(name string, lines ...string) {
		t.Helper()
		filetest.Write(t, filepath.Join(root, name), strings.Join(lines, "\n")+"\n")
	}
	run("init", "-q", "-b", "main")
	write("m/a.go", "1", "2", "3", "4")
	write("m/b.go", "1")
	write("c.go", "1")
	run("add", ".")
	run("commit", "-qm", "first")
	run("branch", "work")
	write("m/b.go", "main has gone on")
	run("commit", "-qam", "second")
	run("checkout", "-q", "work")
	write("m/a.go", "1", "two", "3", "4")
	run("commit", "-qam", "third")
	write("m/a.go", "1", "two", "4") // not committed
	write("m/n/new.go", "1")         // not added
	write("c.go", "one")

	dir := filepath.Join(root, "m")
	set, err := Since(t.Context(), dir, "main")
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]bool{
		"a.go":                      true,
		filepath.Join(dir, "a.go"):  true,
		"b.go":                      false, // it changed on main
		"n/new.go":                  true,
		filepath.Join("..", "c.go"): true,
	} {
		if got := set.Touches(check.Finding{Place: place(file, 1, 2)}); got != want {
			t.Errorf("%s: got %v", file, got)
		}
	}
	if set.Touches(check.Finding{Place: place("a.go", 4, 5)}) {
		t.Error("lines that did not change")
	}
	if _, err := Since(t.Context(), root, "nosuch"); err == nil || !strings.Contains(err.Error(), `no revision "nosuch"`) {
		t.Errorf("an unknown revision: %v", err)
	}
	if _, err := Since(t.Context(), t.TempDir(), "main"); err == nil {
		t.Error("outside of a repository: no error")
	}
}
