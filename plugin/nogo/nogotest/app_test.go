package nogotest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const document = "../../../docs/bazel.md"

// TestApp runs nogo with the configuration that the document shows.
func TestApp(t *testing.T) {
	exe := nogoOf(t, documentConfig(t))
	patch := ""
	found := map[string][]string{}
	analyse(t, exe, "testdata/app", "./...", func(u unit, v verdict) {
		for _, match := range line.FindAllStringSubmatch(v.output, -1) {
			found[u.ImportPath] = append(found[u.ImportPath], match[2]+": "+match[3])
		}
		if u.ImportPath == "example.com/app" {
			data, err := os.ReadFile(filepath.Join(v.dir, "nogo.patch"))
			if err != nil {
				t.Fatal(err)
			}
			patch = string(data)
		}
	})
	want := []string{"7: unclosed: f (*os.File) is never closed", "39: unclosed: l (*app.lease) is never released"}
	if got := found["example.com/app"]; strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := found["example.com/app/legacy"]; got != nil {
		t.Errorf("excluded: %q", got)
	}
	if added := regexp.MustCompile(`(?m)^\+[^+].*$`).FindAllString(patch, -1); strings.Join(added, "\n") != "+\tdefer f.Close()\n+\tdefer l.giveBack()" {
		t.Errorf("the patch adds %q", added)
	}
}

// documentConfig returns the only JSON in the document.
func documentConfig(t *testing.T) string {
	data, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)\n```json\n(.*?)\n```").FindAllSubmatch(data, -1)
	if len(blocks) != 1 {
		t.Fatalf("%s has %d blocks of JSON", document, len(blocks))
	}
	return string(blocks[0][1])
}

func TestBadFlags(t *testing.T) {
	for config, want := range map[string]string{
		`{"leakvet": {"analyzer_flags": {"rule": "unclosed"}}}`:               `leakvet: unrecognized flag: rule`,
		`{"leakvet": {"analyzer_flags": {"rules": "nosuch"}}}`:                `leakvet: invalid value for flag: rules=nosuch: unknown rule "nosuch" (rules: afterclose, `,
		`{"leakvet": {"analyzer_flags": {"config": "{\"ruels\": \"all\"}"}}}`: `unknown field "ruels" (fields: profile, rules, `,
	} {
		exe := nogoOf(t, config)
		analyse(t, exe, "testdata/app", ".", func(u unit, v verdict) {
			if v.code != failure || !strings.Contains(v.output, want) {
				t.Errorf("%s: exit code %d\n%s\nwant %s", config, v.code, v.output, want)
			}
		})
	}
}

// TestCgo: of a package with cgo the other files are checked, if they can be without.
func TestCgo(t *testing.T) {
	if strings.TrimSpace(run(t, ".", "go", "env", "CGO_ENABLED")) != "1" {
		t.Skip("no cgo")
	}
	got := map[string]verdict{}
	analyse(t, nogoOf(t, `{}`), "testdata/cgo", "./...", func(u unit, v verdict) { got[u.ImportPath] = v })
	if v := got["example.com/cgo"]; v.code != violation || !strings.Contains(v.output, "go.go:6:12: unclosed: f (*os.File) is never closed (leakvet)") {
		t.Errorf("exit code %d\n%s", v.code, v.output)
	}
	if v := got["example.com/cgo/half"]; v.code != failure || !strings.Contains(v.output, "type-checking error") {
		t.Errorf("exit code %d\n%s", v.code, v.output)
	}
}
