package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/report"
	"github.com/leakvet/leakvet/internal/generated"
)

// TestReports compares what docs/reports.md shows with what the command says today.
func TestReports(t *testing.T) {
	generated.Check(t, "../../docs/reports.md", map[string]string{
		"FORMATS":  formatTable(),
		"TERMINAL": fenced("", "$ leakvet .\n"+onExample(t, "-format=source")),
		"JSON":     shown(t, "json", "-format=json"),
		"GITHUB":   shown(t, "", "-format=github"),
		"DIFF":     shown(t, "diff", "-diff"),
	}, *update, "go test ./cmd/leakvet -run TestReports -update")
}

func formatTable() string {
	var b strings.Builder
	b.WriteString("| `-format` | what it is |\n|---|---|\n")
	for _, f := range report.Formats() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Name, f.Summary)
	}
	return b.String()
}

// shown returns what shows a call of leakvet on the example, and what it prints.
func shown(t *testing.T, language, flag string) string {
	return fenced("", "$ leakvet "+flag+" .") + fenced(language, onExample(t, flag))
}

func onExample(t *testing.T, flags ...string) string {
	stdout, stderr, code := run(t, leakvet, append(flags, "-C", "../cmd/leakvet/testdata/example", ".")...)
	if code != 1 {
		t.Fatalf("leakvet %s: exit code %d\n%s", flags, code, stderr)
	}
	return stdout
}

// TestReportCommands runs the commands of docs/reports.md that stand alone. They find
// something, or fix it; nothing goes wrong.
func TestReportCommands(t *testing.T) {
	data, err := os.ReadFile("../../docs/reports.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/example")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/m\n\ngo 1.26\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	commands := commandsIn(string(data))
	if len(commands) < 5 {
		t.Errorf("docs/reports.md has only these commands: %q", commands)
	}
	for _, command := range commands {
		cmd := exec.Command("sh", "-c", command)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(leakvet)+string(os.PathListSeparator)+os.Getenv("PATH"))
		out, err := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 || strings.Contains(string(out), "leakvet: ") {
			t.Errorf("%s: %v\n%s", command, err, out)
		}
		if match := regexp.MustCompile(` -o (\S+)`).FindStringSubmatch(command); match != nil {
			if info, err := os.Stat(filepath.Join(dir, match[1])); err != nil || info.Size() == 0 {
				t.Errorf("%s: no report: %v", command, err)
			}
		}
	}
	if source, err := os.ReadFile(filepath.Join(dir, "users.go")); err != nil || !strings.Contains(string(source), "defer rows.Close()") {
		t.Errorf("nothing was fixed: %v\n%s", err, source)
	}
}

// commandsIn returns the commands in the blocks of a document that have no language.
func commandsIn(document string) []string {
	var commands []string
	inside, plain := false, false
	for line := range strings.Lines(document) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "```"):
			inside, plain = !inside, line == "```"
		case inside && plain && (strings.HasPrefix(line, "leakvet ") || strings.HasPrefix(line, "go ")):
			commands = append(commands, line)
		}
	}
	return commands
}
