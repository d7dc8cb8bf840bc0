package config

import (
	"flag"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/filetest"
)

var whole = analyzer.Config{
	Profile: "strict",
	Rules:   []string{"unclosed", "rowserr"},
	Disable: []string{"rowserr"},
	Exclude: []string{"gen/**"},
	Resources: []analyzer.Resource{{
		Type:    "example.com/p.Session",
		Acquire: []string{"example.com/p.Begin", "(*example.com/p.DB).Session"},
		Release: []string{"End"},
		Kind:    "pool",
	}},
	Releasers: []string{"example.com/p.Forget"},
	Retryers:  []string{"example.com/p.Again"},
	Loggers:   []string{"(*example.com/p.Log).Tell"},
}

const wholeText = `# a comment
profile: strict
rules: [unclosed, rowserr]
disable:
  - rowserr
exclude:
  - gen/**
resources:
  - type: example.com/p.Session
    acquire:
      - example.com/p.Begin
      - (*example.com/p.DB).Session
    release: [End]
    kind: pool
releasers: [example.com/p.Forget]
retryers: [example.com/p.Again]
loggers: ["(*example.com/p.Log).Tell"]
`

// right are files, and what they say.
var right = map[string]*analyzer.Config{
	"":                {},
	"# nothing yet\n": {},
	"rules: []\n":     {Rules: []string{}},
	"exclude: ['**']": {Exclude: []string{"**"}},
	wholeText:         &whole,
}

func TestParse(t *testing.T) {
	for text, want := range right {
		got, err := parse("f", []byte(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s\ngot %+v, %v", text, got, err)
		}
	}
}

// wrong are files, and what is said of them.
var wrong = map[string]string{
	"profile: loose\n":                            `f:1:10: unknown profile "loose" (profiles: default, strict)`,
	"\nrules:\n- unclosed\n- unclosd\n":           `f:4:3: unknown rule "unclosd" (rules: `,
	"disable: [unclosed, nosuch]\n":               `f:1:21: unknown rule "nosuch" (rules: `,
	"ruels: []\n":                                 `f:1:1: unknown field "ruels" (fields: profile, rules, disable, exclude, resources, releasers, retryers, loggers; of a resource: type, acquire, release, kind)`,
	"rules: unclosed\n":                           `f:1:8: not a list, like [a, b]`,
	"rules: [unclosed\n":                          `f:1:8: `,
	"rules: []\nrules: []\n":                      `f:2:1: `,
	"exclude: [/abs]\n":                           `f:1:11: "/abs" is not a pattern`,
	"loggers:\n  - (*p.T).\n":                     `f:2:5: "(*p.T)." is not a function`,
	"resources:\n- type: p.T\n  acquire: [p.F]\n": `f:2:7: a resource needs release`,
	"resources:\n- type: T\n  acquire: [p.F]\n  release: [Close]\n":              `f:2:9: "T" is not a type`,
	"resources:\n- typ: p.T\n  release: [Close]\n":                               `f:2:3: unknown field "typ"`,
	"resources:\n- type: p.T\n  acquire: [p.F]\n  release: [Close]\n  kind: x\n": `f:5:9: unknown kind "x" (kinds: handle, pool)`,
	"resources:\n- type: p.T\n  release: [Close]\n":                              `f:2:7: a resource needs acquire`,
	"just words":    `f:1:1: not fields and their values, like field: value`,
	"- a\n- list\n": `f:1:`,
}

func TestParseErrors(t *testing.T) {
	for text, want := range wrong {
		_, err := parse("f", []byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestFlags(t *testing.T) {
	for _, want := range []analyzer.Config{{}, {Rules: []string{"unclosed"}, Explain: true}, whole} {
		flags, err := Flags(&want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseFlags(flags...)
		if err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("from %q:\n got %+v, %v\nwant %+v", flags, got, err, want)
		}
	}
}

func TestFlagsGoOverConfig(t *testing.T) {
	args := []string{`-config={"rules":["rowserr"],"profile":"strict"}`, "-rules=unclosed"}
	for range 2 { // in any order
		got, err := parseFlags(args...)
		want := &analyzer.Config{Rules: []string{"unclosed"}, Profile: analyzer.Strict}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %+v, %v", args, got, err)
		}
		slices.Reverse(args)
	}
	for arg, want := range map[string]string{
		`-config=.leakvet.yml`:                "not a configuration in JSON, like ",
		`-config={"ruels":[]}`:                `unknown field "ruels" (fields: profile, `,
		`-config={"profile":"loose"}`:         `unknown profile "loose"`,
		`-config={"profile":["loose"]}`:       `profile: want a word, got array`,
		`-config={"rules":"unclosed"}`:        `rules: want a list, got string`,
		`-config={"resources":[{"type":[]}]}`: `resources.type: want a word, got array`,
		`-config={"resources":["p.T"]}`:       `resources: want fields and their values, got string`,
		`-config=["unclosed"]`:                `configuration: want fields and their values, got array`,
	} {
		if _, err := parseFlags(arg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", arg, err)
		}
	}
}

func parseFlags(args ...string) (*analyzer.Config, error) {
	fs := flag.NewFlagSet("test", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	cfg := RegisterFlags(fs)
	return cfg, fs.Parse(args)
}

func TestFind(t *testing.T) {
	root := filetest.Tree(t, map[string]string{
		".leakvet.yml":         "",
		"one/go.mod":           "",
		"one/.leakvet.yml":     "",
		"one/sub/.leakvet.yml": "", // beside no go.mod: of no module
		"two/go.mod":           "",
		"two/sub/x.go":         "",
		"loose/sub/x.go":       "",
	})
	for dir, want := range map[string]string{
		"one":       "one/.leakvet.yml",
		"one/sub":   "one/.leakvet.yml",
		"two/sub":   ".leakvet.yml",
		"loose/sub": ".leakvet.yml",
	} {
		if got := Find(filepath.Join(root, dir)); got != filepath.Join(root, want) {
			t.Errorf("%s: got %s", dir, got)
		}
	}
}

func TestWriteFiles(t *testing.T) {
	files := map[string]string{
		"go.work":        "go 1.26\nuse (\n\t./a\n\t./b\n)\n",
		"a/go.mod":       "",
		"a/.leakvet.yml": "rules: [unclosed]\n",
		"b/go.mod":       "",
	}
	dir := func() string { return filepath.Join(filetest.Tree(t, files), "b") }
	var before, after, without strings.Builder
	for _, step := range []struct {
		out  *strings.Builder
		text string
	}{{&before, "rules: [rowserr]\n"}, {&after, "rules: [directive]\n"}} {
		files["b/.leakvet.yml"] = step.text
		if err := WriteFiles(step.out, dir()); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(step.out.String(), step.text) || !strings.Contains(step.out.String(), "unclosed") {
			t.Errorf("not all files of the workspace: %q", step.out)
		}
	}
	t.Setenv("GOWORK", "off")
	if err := WriteFiles(&without, dir()); err != nil || strings.Contains(without.String(), "unclosed") {
		t.Errorf("without the workspace: %q, %v", &without, err)
	}
	files["b/.leakvet.yml"] = "rules: [nosuch]\n"
	if err := WriteFiles(io.Discard, dir()); err == nil || !strings.Contains(err.Error(), ".leakvet.yml:1:9: ") {
		t.Errorf("got %v", err)
	}
}
