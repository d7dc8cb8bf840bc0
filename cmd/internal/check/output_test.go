package check

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const leak = `{
	"example.com/m/a": {
		"unclosed": [
			{
				"category": "unclosed",
				"posn": "/m/a/a.go:6:12",
				"end": "/m/a/a.go:6:25",
				"message": "f is not closed",
				"suggested_fixes": [
					{
						"message": "Defer f.Close",
						"edits": [
							{
								"filename": "/m/a/a.go",
								"start": 90,
								"end": 90,
								"new": "defer f.Close()\n"
							}
						]
					}
				],
				"related": [
					{
						"posn": "/m/a/a.go:10:2",
						"end": "/m/a/a.go:10:2",
						"message": "returns here"
					}
				]
			}
		],
		"notes": [
			{
				"category": "explain",
				"posn": "/m/a/a.go:3:1",
				"end": "/m/a/a.go:3:1",
				"message": "gave up"
			}
		]
	}
}
`

var (
	finding = Finding{
		Rule: "unclosed", Message: "f is not closed", Package: "example.com/m/a",
		Place:   Place{"a/a.go", 6, 12, 6, 25},
		Related: []Related{{"returns here", Place{"a/a.go", 10, 2, 10, 2}}},
		Fixes:   []Fix{{"Defer f.Close", []Edit{{"a/a.go", 90, 90, "defer f.Close()\n"}}}},
	}
	note = Finding{Rule: "explain", Message: "gave up", Package: "example.com/m/a", Place: Place{"a/a.go", 3, 1, 3, 1}}
)

func TestOutput(t *testing.T) {
	tests := map[string]struct {
		stdout, stderr string
		failure        error
		want           Result
	}{
		"clean": {
			stdout: "{}\n{}\n",
			stderr: "go: downloading example.com/x v1.0.0\n",
		},
		"findings": {
			stdout: "{}\n" + leak,
			want:   Result{Findings: []Finding{finding}, Notes: []Finding{note}},
		},
		"said twice": {
			stdout: leak + leak,
			want:   Result{Findings: []Finding{finding}, Notes: []Finding{note}},
		},
		"said twice, of a variant for a test": {
			stdout: leak + strings.Replace(leak, "m/a", "m/a [example.com/m/a.test]", 1),
			want:   Result{Findings: []Finding{finding}, Notes: []Finding{note}},
		},
		"said twice, by another path": {
			stdout: strings.Replace(leak, "returns here", "returns there", 1) + leak,
			want:   Result{Findings: []Finding{finding}, Notes: []Finding{note}},
		},
		"before Go 1.26": {
			stderr: "# example.com/m/a\n" + leak + "# example.com/m/b\n{}\n",
			want:   Result{Findings: []Finding{finding}, Notes: []Finding{note}},
		},
		"one error a package": {
			stdout: leak,
			stderr: `go: downloading example.com/x v1.0.0
# example.com/m/b
b/b.go:2:23: undefined: x
b/b.go:3:23: undefined: y
# [example.com/m/b]
b/b.go:2:23: undefined: x
# example.com/m/c [example.com/m/c.test]
c/c_test.go:1:1: expected 'package'
`,
			failure: errors.New("exit status 1"),
			want: Result{
				Findings: []Finding{finding},
				Notes:    []Finding{note},
				Errors:   []string{"b/b.go:2:23: undefined: x", "c/c_test.go:1:1: expected 'package'"},
			},
		},
		"packages that cannot be loaded": {
			stderr: `a/a.go:2:8: no required module provides package example.com/x; to add it:
	go get example.com/x
b/b.go:2:8: package b/c is not in std
`,
			failure: errors.New("exit status 1"),
			want: Result{Errors: []string{
				"a/a.go:2:8: no required module provides package example.com/x; to add it:\n\tgo get example.com/x",
				"b/b.go:2:8: package b/c is not in std",
			}},
		},
		"an error in an analyzer": {
			stdout: `{
	"example.com/m/a": {
		"unclosed": {
			"error": "it broke"
		}
	}
}
`,
			want: Result{Errors: []string{"example.com/m/a: unclosed: it broke"}},
		},
		"a crash in an analyzer, which stands beside the rest": {
			stdout: `{
	"example.com/m/a": {
		"notes": [
			{"category": "crash", "posn": "/m/a/a.go:7:6", "end": "/m/a/a.go:7:6", "message": "internal error in f"}
		],
		"unclosed": [
			{"category": "unclosed", "posn": "/m/a/a.go:9:2", "end": "/m/a/a.go:9:2", "message": "file is not closed"}
		]
	}
}
`,
			want: Result{
				Findings: []Finding{{
					Rule: "unclosed", Message: "file is not closed", Package: "example.com/m/a",
					Place: Place{File: "a/a.go", Line: 9, Column: 2, EndLine: 9, EndColumn: 2},
				}},
				Errors: []string{"a/a.go:7:6: internal error in f"},
			},
		},
		"a failure without a word": {
			failure: errors.New("exit status 7"),
			want:    Result{Errors: []string{"go vet: exit status 7"}},
		},
		"an unfinished object": {
			stdout:  "{\n\t\"example.com/m/a\": {",
			failure: errors.New("signal: killed"),
			want:    Result{Errors: []string{"{\n\t\"example.com/m/a\": {"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			out := newOutput(nil)
			out.failure = test.failure
			feed(t, &out.stdout, test.stdout)
			feed(t, &out.stderr, test.stderr)
			got, err := newResult(names{dir: "/m"}, out.trees, out.errors())
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(*got, test.want) {
				t.Errorf("\n got %+v\nwant %+v", *got, test.want)
			}
		})
	}
}

// feed writes the text in pieces that end anywhere, as a pipe does.
func feed(t *testing.T, s *stream, text string) {
	for chunk := range slices.Chunk([]byte(text), 7) {
		if _, err := s.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	s.flush()
}

func TestPlace(t *testing.T) {
	for in, want := range map[span]Place{
		{"/m/a/a.go:6:12", "/m/a/a.go:7:2"}:                   {"a/a.go", 6, 12, 7, 2},
		{"/m/a/a.go:6:12", ""}:                                {"a/a.go", 6, 12, 6, 12},
		{"/n/a.go:6:12", "/n/a.go:6:13"}:                      {"/n/a.go", 6, 12, 6, 13},
		{"/m/with:colon/a.go:6:12", "/m/with:colon/a.go:6:9"}: {"with:colon/a.go", 6, 12, 6, 9},
		{"/m/a/a.go:6", "/m/a/a.go:6"}:                        {"a/a.go", 6, 0, 6, 0},
		{"/m/a/a.go:6:12", "/m/a/b.y:1:1"}:                    {"a/a.go", 6, 12, 6, 12},
		{"-", "-"}:                                            {"-", 0, 0, 0, 0},
	} {
		if got := in.place(names{dir: "/m"}); got != want {
			t.Errorf("%v: got %v, want %v", in, got, want)
		}
	}
}

func TestSkew(t *testing.T) {
	for version, old := range map[string]bool{
		"go1.99.1":            true,
		"go1.20":              false,
		"devel go1.99-012345": false,
		"":                    false,
	} {
		err := Skew(version)
		if got := errors.Is(err, ErrSkew); got != old {
			t.Errorf("%s: got %v", version, err)
		}
		if old && !strings.Contains(err.Error(), version) {
			t.Errorf("the error does not name %s: %v", version, err)
		}
	}
}
