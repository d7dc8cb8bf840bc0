package accuracy

import (
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestParseVet(t *testing.T) {
	const out = `{}
{"m/p [m/p.test]": {
	"unclosed": [
		{"category": "unclosed", "posn": "/tree/p/b.go:9:2", "message": "rows is not closed on all paths",
		 "related": [{"posn": "/tree/p/b.go:12:3", "message": "the function leaves here"}]},
		{"posn": "/tree/p/a.go:7:2", "message": "f is not closed"}],
	"rowserr": [{"posn": "/elsewhere/c.go:1:1", "message": "rows.Err is not checked"}]}}
`
	got, err := ParseVet([]byte(out), "/tree")
	if err != nil {
		t.Fatal(err)
	}
	want := []Diagnostic{
		{Rule: "rowserr", Package: "m/p", File: "/elsewhere/c.go", Line: 1, Message: "rows.Err is not checked"},
		{Rule: "unclosed", Package: "m/p", File: "p/a.go", Line: 7, Message: "f is not closed"},
		{Rule: "unclosed", Package: "m/p", File: "p/b.go", Line: 9, Message: "rows is not closed on all paths",
			Related: []Related{{"p/b.go", 12, "the function leaves here"}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestParseVetErrors(t *testing.T) {
	for _, out := range []string{
		`{"p": {"unclosed": {"error": "internal error: boom"}}}`,
		`{"p": {"notes": [{"category": "crash", "posn": "/tree/a.go:1:1", "message": "internal error in f"}]}}`,
		`panic: boom`,
		`{"p": {`,
	} {
		if ds, err := ParseVet([]byte(out), "/tree"); err == nil {
			t.Errorf("ParseVet(%s) = %v, want an error", out, ds)
		}
	}
}

func TestVariable(t *testing.T) {
	for message, want := range map[string]string{
		"rows is not closed on all paths": "rows",
		"`rows` is not closed":            "rows",
		"resp.Body is not closed":         "resp.Body",
		"":                                "",
	} {
		if got := (Diagnostic{Message: message}).variable(); got != want {
			t.Errorf("variable of %q is %q, want %q", message, got, want)
		}
	}
}

func TestGist(t *testing.T) {
	failed := errors.New("exit status 1")
	for _, tt := range []struct{ stderr, want string }{
		{"go: downloading x v1.0.0\n# m/p\n# [m/p]\nvet: ./a.go:3:1: undefined: x\nmore\n", "m/p: vet: ./a.go:3:1: undefined: x"},
		{"go: x@v1.0.0: 403 Forbidden\n", "go: x@v1.0.0: 403 Forbidden"},
		{"", "exit status 1"},
	} {
		if got := gist(tt.stderr, failed); got != tt.want {
			t.Errorf("gist(%q) = %q, want %q", strings.TrimSpace(tt.stderr), got, tt.want)
		}
	}
}

// TestPortable: a failure is stored, and must not depend on where it was met.
func TestPortable(t *testing.T) {
	tool := Tool{exec: "'/home/me/accuracy' toolexec"}
	for failure, want := range map[string]string{
		"m/p: /home/me/accuracy: exit status 1":                       "m/p: exit status 1",
		"m/p: build constraints exclude all Go files in /trees/m/p":   "m/p: build constraints exclude all Go files in p",
		"pattern ./...: directory prefix . does not contain /trees/m": "pattern ./...: directory prefix . does not contain the repository",
	} {
		if got := tool.portable(failure, filepath.FromSlash("/trees/m")); got != want {
			t.Errorf("%q: got %q, want %q", failure, got, want)
		}
	}
}
