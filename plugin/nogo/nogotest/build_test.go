package nogotest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	// What nogo imports, and where its sources are.
	_ "github.com/aymanbagabas/go-udiff"
	_ "github.com/bazelbuild/rules_go/go/runfiles"

	"github.com/leakvet/leakvet/internal/filetest"
	_ "github.com/leakvet/leakvet/plugin/nogo"
)

// nogoOf returns the executable that rules_go makes of the analyzer and of the file
// that is the config of the rule nogo.
func nogoOf(t *testing.T, config string) string {
	t.Helper()
	source := strings.TrimSpace(run(t, ".", "go", "list", "-m", "-f", "{{.Dir}}", "github.com/bazelbuild/rules_go"))
	source = filepath.Join(source, "go", "tools", "builders")
	dir := t.TempDir()
	configFile := filepath.Join(dir, "config.json")
	filetest.Write(t, configFile, config)

	builder := filepath.Join(dir, "builder")
	args := []string{"build", "-ldflags=-X main.rulesGoStdlibPrefix=@//", "-o", builder, filepath.Join(source, "path.go")}
	run(t, ".", "go", append(args, sources(t, source, "builder_srcs")...)...)

	main := filepath.Join(dir, "main")
	copyFiles(t, main, sources(t, source, "nogo_srcs"))
	run(t, ".", builder, "gennogomain", "-output", filepath.Join(main, "nogo_gen.go"), "-config", configFile,
		"-analyzer_importpath", "github.com/leakvet/leakvet/plugin/nogo")

	// It imports what is internal to x/tools, and so has to be called as if it were part of it.
	copyFiles(t, main, []string{"go.mod", "go.sum"})
	clone, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	run(t, main, "go", "mod", "edit", "-module=golang.org/x/tools/cmd/nogomain", "-replace=github.com/leakvet/leakvet="+clone)
	nogo := filepath.Join(dir, "nogo")
	run(t, main, "go", "build", "-buildvcs=false", "-o", nogo, ".")
	return nogo
}

// sources returns the files that a rule of rules_go's BUILD.bazel lists.
func sources(t *testing.T, dir, rule string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "BUILD.bazel"))
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(fmt.Sprintf(`name = %q,\s+srcs = \[([^\]]*)\]`, rule)).FindSubmatch(data)
	if list == nil {
		t.Fatalf("rules_go has no rule %s", rule)
	}
	var files []string
	for _, name := range regexp.MustCompile(`"(\w+\.go)"`).FindAllSubmatch(list[1], -1) {
		files = append(files, filepath.Join(dir, string(name[1])))
	}
	return files
}

func copyFiles(t *testing.T, dir string, files []string) {
	t.Helper()
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		filetest.Write(t, filepath.Join(dir, filepath.Base(file)), string(data))
	}
}

// run runs a command in a directory and returns its standard output.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	var stderr strings.Builder
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stderr = dir, &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, args[0], err, &stderr)
	}
	return string(out)
}
