package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/generated"
	"github.com/leakvet/leakvet/internal/snippet"
)

var update = flag.Bool("update", false, "rewrite the generated parts of the documents")

const readme = "../../README.md"

// TestReadme compares the parts of the README between BEGIN and END marks with
// what the command says today.
func TestReadme(t *testing.T) {
	generated.Check(t, readme, map[string]string{
		"EXAMPLE":   example(t),
		"RULES":     ruleTable(t),
		"HELP":      helpText(t),
		"RUNTIME":   runtimePart(t),
		"GOLANGCI":  documented(t, "golangci-lint.md", ".golangci.yml"),
		"PRECOMMIT": documented(t, "ci.md", ".pre-commit-config.yaml"),
	}, *update, "go test ./cmd/leakvet -run TestReadme -update")
}

// example runs leakvet on the program in the testdata.
func example(t *testing.T) string {
	dir := "testdata/example"
	source, err := os.ReadFile(filepath.Join(dir, "users.go"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(leakvet, "-C", dir, ".").Output()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Fatalf("leakvet: %v, want exit code 1", err)
	}
	return fenced("go", string(source)) + fenced("", "$ leakvet .\n"+string(out))
}

func ruleTable(*testing.T) string {
	var b strings.Builder
	b.WriteString("| rule | what it does |\n|---|---|\n")
	for _, rule := range analyzer.Rules() {
		summary, _, _ := strings.Cut(strings.TrimPrefix(rule.Doc, rule.Name+": "), "\n")
		fmt.Fprintf(&b, "| [%s](analyzer/%[1]s/doc.go) | %s |\n", rule.Name, summary)
	}
	return b.String()
}

func helpText(t *testing.T) string {
	out, err := exec.Command(leakvet, "help").Output()
	if err != nil {
		t.Fatal(err)
	}
	return fenced("", strings.ReplaceAll(string(out), "\t", "    "))
}

// documented is a file that a document shows.
func documented(t *testing.T, document, name string) string {
	text, err := snippet.Read(filepath.Join("../../docs", document), name)
	if err != nil {
		t.Fatal(err)
	}
	return fenced("yaml", text)
}

// runtimePart is an example of package dbpool and a table of what is there.
func runtimePart(t *testing.T) string {
	const dir = "../../dbpool"
	out, err := exec.Command("go", "list", "-C", dir, "-f", "{{.ImportPath}}\t{{.Doc}}", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString(fenced("go", function(t, filepath.Join(dir, "example_test.go"), "enroll")))
	b.WriteString("\n| package | what it does |\n|---|---|\n")
	for line := range strings.Lines(string(out)) {
		path, doc, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if strings.Contains(path, "/internal/") {
			continue
		}
		path = strings.TrimPrefix(path, "github.com/leakvet/leakvet/")
		_, doc, _ = strings.Cut(doc, filepath.Base(path)+" ") // "Package name "
		doc, _, _ = strings.Cut(doc, ":")
		fmt.Fprintf(&b, "| [%s](%[1]s) | %s |\n", path, strings.TrimSuffix(doc, "."))
	}
	return b.String()
}

// function returns the source of a function.
func function(t *testing.T, file, name string) string {
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(source), "\nfunc "+name+"(")
	body, _, ok2 := strings.Cut(rest, "\n}\n")
	if !ok || !ok2 {
		t.Fatalf("%s has no function %s", file, name)
	}
	return "func " + name + "(" + body + "\n}"
}

func fenced(language, text string) string {
	return "```" + language + "\n" + strings.TrimSpace(text) + "\n```\n"
}
