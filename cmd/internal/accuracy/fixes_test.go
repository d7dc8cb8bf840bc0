package accuracy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEdited(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.go")
	const source = "package a\n\nvar x = 1\n"
	if err := os.WriteFile(name, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	at := strings.Index(source, "1")
	one := Fix{Edits: []Edit{{name, at, at + 1, "2"}}}
	zero := Fix{Edits: []Edit{{name, at, at + 1, "0"}}}
	more := Fix{Edits: []Edit{{name, at + 1, at + 1, " + 3"}}}

	files, conflict, err := edited([]Fix{more, one, one})
	if err != nil || conflict != "" {
		t.Fatalf("got %q, %v", conflict, err)
	}
	if got := string(files[name].new); got != "package a\n\nvar x = 2 + 3\n" {
		t.Errorf("got %q", got)
	}
	replace, trouble, err := files.write(t.TempDir())
	if err != nil || trouble != "" {
		t.Fatalf("got %q, %v", trouble, err)
	}
	if got, err := os.ReadFile(replace[name]); err != nil || string(got) != string(files[name].new) {
		t.Errorf("got %q, %v", got, err)
	}
	if got, want := one.describe(filepath.Dir(name)), "a.go:3\n- 1\n+ 2\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, conflict, err := edited([]Fix{one, zero}); err != nil || conflict == "" {
		t.Errorf("two fixes of one place are applied: %v", err)
	}
}

func TestClumsyFixes(t *testing.T) {
	for _, text := range []string{"package a\n\nvar  x = 1\n", "package a\n\nvar\n"} {
		c := contents{"a.go": {[]byte("package a\n"), []byte(text)}}
		if _, trouble, err := c.write(t.TempDir()); err != nil || trouble == "" {
			t.Errorf("%q: no trouble, %v", text, err)
		}
	}
}

func TestCompareFixed(t *testing.T) {
	before := []Diagnostic{
		{Rule: "unclosed", File: "a.go", Line: 3, Message: "rows (*sql.Rows) is never closed"},
		{Rule: "unclosed", File: "a.go", Line: 9, Message: "rows (*sql.Rows) is not closed on every path"},
		{Rule: "rowserr", File: "a.go", Line: 9, Message: "rows.Err() is not checked"},
	}
	for name, test := range map[string]struct {
		after []Diagnostic
		want  string
	}{
		"gone":             {before[1:], ""},
		"moved":            {[]Diagnostic{{Rule: "unclosed", File: "a.go", Line: 5, Message: "rows is open"}}, ""},
		"others gone, too": {nil, ""},
		"still there":      {before, "still there"},
		"new":              {append(before[1:2:2], Diagnostic{Rule: "cleanuperr", File: "a.go", Line: 4, Message: "the error"}), "new"},
	} {
		if got := compareFixed(before, test.after, []int{0}); !strings.HasPrefix(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%s: got %q", name, got)
		}
	}
}
