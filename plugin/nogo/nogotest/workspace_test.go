package nogotest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bazelbuild/buildtools/build"

	"github.com/leakvet/leakvet/internal/filetest"
	"github.com/leakvet/leakvet/internal/snippet"
)

// label is how the document's files name the analyzer.
const label = "@com_github_leakvet_leakvet//plugin/nogo"

// TestTargets: gazelle, by which Bazel makes targets of a Go module, makes the one of
// that label.
func TestTargets(t *testing.T) {
	dir := t.TempDir()
	const prefix = "github.com/leakvet/leakvet"
	list := run(t, "../../..", "go", "list", "-deps", "-f", "{{.ImportPath}}\t{{.Dir}}", "./plugin/nogo")
	for entry := range strings.Lines(list) {
		pkg, source, _ := strings.Cut(strings.TrimSpace(entry), "\t")
		below, ok := strings.CutPrefix(pkg, prefix+"/")
		if !ok {
			continue
		}
		files, err := filepath.Glob(filepath.Join(source, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = slices.DeleteFunc(files, func(file string) bool { return strings.HasSuffix(file, "_test.go") })
		copyFiles(t, filepath.Join(dir, below), files)
	}
	filetest.Write(t, filepath.Join(dir, "WORKSPACE"), "")
	run(t, ".", "go", "tool", "gazelle", "-repo_root", dir, "-go_prefix", prefix,
		"-go_naming_convention", "import", "-external", "vendored", dir)

	library := rule(t, parse(t, filepath.Join(dir, "plugin", "nogo", "BUILD.bazel")), "go_library")
	if got := library.Name(); got != "nogo" { // which may stay away from the label
		t.Errorf("the target is %s", got)
	}
	if got := library.AttrString("importpath"); got != prefix+"/plugin/nogo" {
		t.Errorf("importpath %s", got)
	}
	if got := library.AttrStrings("visibility"); !slices.Contains(got, "//visibility:public") {
		t.Errorf("visibility %q", got)
	}
	// A rule's manual is its own source.
	library = rule(t, parse(t, filepath.Join(dir, "analyzer", "unclosed", "BUILD.bazel")), "go_library")
	if got := library.AttrStrings("embedsrcs"); !slices.Equal(got, []string{"doc.go"}) {
		t.Errorf("embedsrcs %q", got)
	}
}

// TestWorkspace reads the files that the document shows.
func TestWorkspace(t *testing.T) {
	module := shown(t, "MODULE.bazel")
	for name, path := range map[string]string{
		"rules_go": "github.com/bazelbuild/rules_go",
		"gazelle":  "github.com/bazelbuild/bazel-gazelle",
	} {
		version := strings.TrimSpace(run(t, ".", "go", "list", "-m", "-f", "{{.Version}}", path))
		if dep := module.RuleNamed(name); dep == nil || "v"+dep.AttrString("version") != version {
			t.Errorf("%s is not at %s, which is tested", name, version)
		}
	}
	uses := module.Rules("use_repo")
	if repository, _, _ := strings.Cut(strings.TrimPrefix(label, "@"), "//"); len(uses) != 1 || !lists(uses[0].Call, repository) {
		t.Errorf("%s is not used", repository)
	}
	target := rule(t, shown(t, "BUILD.bazel"), "nogo")
	if got := target.AttrStrings("deps"); !slices.Equal(got, []string{label}) {
		t.Errorf("deps %q", got)
	}
	tags := module.Rules("go_sdk.nogo")
	if len(tags) != 1 || tags[0].AttrString("nogo") != "//:"+target.Name() {
		t.Errorf("%s is not the nogo of the workspace", target.Name())
	}
	source, err := snippet.Read(document, "tools.go")
	if err != nil || !strings.Contains(source, `import _ "github.com/leakvet/leakvet/plugin/nogo"`) {
		t.Errorf("tools.go: %q, %v", source, err)
	}
}

func shown(t *testing.T, name string) *build.File {
	t.Helper()
	text, err := snippet.Read(document, name)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name)
	filetest.Write(t, file, text)
	return parse(t, file)
}

func parse(t *testing.T, name string) *build.File {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := build.Parse(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// rule returns the only rule of its kind.
func rule(t *testing.T, file *build.File, kind string) *build.Rule {
	t.Helper()
	rules := file.Rules(kind)
	if len(rules) != 1 {
		t.Fatalf("%s has %d rules %s", file.Path, len(rules), kind)
	}
	return rules[0]
}

// lists reports whether a call has the string as an argument.
func lists(call *build.CallExpr, text string) bool {
	return slices.ContainsFunc(call.List, func(arg build.Expr) bool {
		s, ok := arg.(*build.StringExpr)
		return ok && s.Value == text
	})
}
