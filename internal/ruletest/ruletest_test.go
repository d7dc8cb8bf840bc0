package ruletest

import (
	"slices"
	"testing"
)

const source = `package p

func f() {
	a() // want "unclosed: a" ` + "`rowserr: .*`" + `
	b() //leakvet:ignore x y // want "directive: "
	c()
}
`

func TestDiff(t *testing.T) {
	wants, err := parse("p.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	c := &Corpus{Wants: wants}
	tests := map[string]struct {
		got  []Diagnostic
		want []string
	}{
		"as expected": {
			got: []Diagnostic{
				{"p.go", 5, "directive: unknown"},
				{"p.go", 4, "rowserr: a"},
				{"p.go", 4, "unclosed: a"},
				{"p.go", 4, "unclosed: a"},
			},
		},
		"missing": {
			got:  []Diagnostic{{"p.go", 4, "unclosed: a"}, {"p.go", 5, "directive: x"}},
			want: []string{"p.go:4: missing: rowserr: .*"},
		},
		"unexpected": {
			got: []Diagnostic{
				{"p.go", 4, "unclosed: a"}, {"p.go", 4, "rowserr: a"}, {"p.go", 5, "directive: x"},
				{"p.go", 6, "unclosed: c"}, {"q.go", 5, "directive: x"},
			},
			want: []string{"p.go:6: unexpected: unclosed: c", "q.go:5: unexpected: directive: x"},
		},
		"of another rule": {
			got: []Diagnostic{{"p.go", 4, "unclosed: a"}, {"p.go", 4, "deferloop: a"}, {"p.go", 5, "directive: x"}},
			want: []string{
				"p.go:4: missing: rowserr: .*",
				"p.go:4: unexpected: deferloop: a",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := c.Diff(test.got); !slices.Equal(got, test.want) {
				t.Errorf("Diff:\n got %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestParseRejectsBrokenWants(t *testing.T) {
	for _, line := range []string{`// want unquoted`, `// want "("`, `// want "a" and more`} {
		if _, err := parse("p.go", []byte(line)); err == nil {
			t.Errorf("%s: no error", line)
		}
	}
}

func TestStrictFolders(t *testing.T) {
	c := &Corpus{Strict: true}
	for file, want := range map[string]bool{
		"unclosed/strict/a.go": true,
		"unclosed/basic/a.go":  false,
		"unclosed/strict.go":   false,
	} {
		if got := c.has(file); got != want {
			t.Errorf("has(%q) = %v", file, got)
		}
	}
}

func TestOtherRules(t *testing.T) {
	wants, err := parse("unclosed/p/p.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	about := (&Corpus{Wants: wants}).rules()
	for _, test := range []struct {
		file, rule string
		want       bool
	}{
		{"unclosed/p/p.go", "unclosed", true},   // the folder's
		{"unclosed/q/q.go", "unclosed", true},   // with nothing expected
		{"unclosed/p/q.go", "rowserr", true},    // expected in the package
		{"unclosed/q/q.go", "rowserr", false},   // nowhere in the package
		{"unclosed/p/p.go", "deferloop", false}, // nowhere at all
		{"p.go", "deferloop", true},             // in no folder
	} {
		if got := about.has(Diagnostic{File: test.file, Text: test.rule + ": a"}); got != test.want {
			t.Errorf("%s is about %s: %v", test.file, test.rule, got)
		}
	}
}
