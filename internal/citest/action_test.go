package citest

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/rhysd/actionlint"
)

// An action is what action.yml says, as far as running it needs that.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Steps []struct {
			Name, Shell, Run string
			Dir              string `yaml:"working-directory"`
			Env              map[string]string
		}
	}
}

// A job is what became of the steps of the action.
type job struct {
	log    string
	code   int
	output string // the file of outputs
}

// runAction runs the steps as GitHub's runner does, with what a step with gives.
func runAction(t *testing.T, workspace string, with map[string]string, env ...string) job {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(clone, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(data, &a); err != nil {
		t.Fatal(err)
	}
	path, err := filepath.Abs(clone)
	if err != nil {
		t.Fatal(err)
	}
	var inputs []string
	for name, input := range a.Inputs {
		value, ok := with[name]
		if !ok {
			value = input.Default
		}
		inputs = append(inputs, fmt.Sprintf("${{ inputs.%s }}", name), value)
	}
	expand := strings.NewReplacer(inputs...).Replace

	temp, j := t.TempDir(), job{}
	env = append(env, "GITHUB_ACTIONS=true", "GITHUB_ACTION_PATH="+path, "RUNNER_TEMP="+temp, "GITHUB_OUTPUT="+filepath.Join(temp, "output"))
	for _, step := range a.Runs.Steps {
		if step.Shell != "bash" {
			t.Fatalf("%s: shell %s", step.Name, step.Shell)
		}
		stepEnv := env
		for name, value := range step.Env {
			stepEnv = append(stepEnv, name+"="+expand(value))
		}
		write(t, temp, "step.sh", expand(step.Run))
		log, code := run(t, filepath.Join(workspace, expand(step.Dir)), stepEnv,
			"bash", "--noprofile", "--norc", "-e", "-o", "pipefail", filepath.Join(temp, "step.sh"))
		j.log, j.code = j.log+log, code
		if code != 0 {
			break
		}
	}
	output, err := os.ReadFile(filepath.Join(temp, "output"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	j.output = string(output)
	return j
}

const annotation = "::error file=m.go,line=6,endLine=6,col=12,endColumn=25,title=unclosed::f (*os.File) is never closed"

func TestAction(t *testing.T) {
	dir := project(t)
	must(t, dir, nil, "git", "init", "-q")
	j := runAction(t, dir, nil)
	if j.code != 1 || !strings.Contains(j.log, annotation) || j.output != "" {
		t.Errorf("exit code %d, outputs %q\n%s\nwant %s", j.code, j.output, j.log, annotation)
	}

	j = runAction(t, dir, map[string]string{"sarif": "leakvet.sarif"})
	path, ok := strings.CutPrefix(strings.TrimSpace(j.output), "sarif=")
	if j.code != 1 || !strings.Contains(j.log, annotation) || !ok {
		t.Fatalf("exit code %d, outputs %q\n%s", j.code, j.output, j.log)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var log struct {
		Runs []struct{ Results []struct{ RuleID string } }
	}
	if err := json.Unmarshal(data, &log); err != nil || len(log.Runs) != 1 || len(log.Runs[0].Results) != 1 || log.Runs[0].Results[0].RuleID != "unclosed" {
		t.Errorf("%v\n%s", err, data)
	}

	if j := runAction(t, dir, map[string]string{"flags": "-disable=unclosed -profile=strict"}); j.code != 0 || strings.Contains(j.log, "::error") {
		t.Errorf("disabled: exit code %d\n%s", j.code, j.log)
	}
	mend(t, dir)
	if j := runAction(t, dir, nil); j.code != 0 || strings.Contains(j.log, "::error") {
		t.Errorf("mended: exit code %d\n%s", j.code, j.log)
	}
}

func TestActionBelow(t *testing.T) {
	dir := t.TempDir()
	must(t, dir, nil, "git", "init", "-q")
	if err := os.CopyFS(filepath.Join(dir, "sub"), os.DirFS(project(t))); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(annotation, "file=m.go", "file=sub/m.go", 1)
	if j := runAction(t, dir, map[string]string{"working-directory": "sub", "packages": ". ./..."}); j.code != 1 || !strings.Contains(j.log, want) {
		t.Errorf("exit code %d\n%s\nwant %s", j.code, j.log, want)
	}
	j := runAction(t, dir, map[string]string{"sarif": "leakvet.sarif"})
	if j.code != 2 || !strings.Contains(j.log, "no go.mod in this directory") || j.output != "" {
		t.Errorf("no module: exit code %d, outputs %q\n%s", j.code, j.output, j.log)
	}
}

func TestActionWithoutGo(t *testing.T) {
	bin := t.TempDir() // with nothing but a shell
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(shell, filepath.Join(bin, "bash")); err != nil {
		t.Fatal(err)
	}
	j := runAction(t, project(t), nil, "PATH="+bin)
	if want := "::error title=leakvet::there is no Go: put a step with actions/setup-go before this one\n"; j.code != 2 || j.log != want {
		t.Errorf("exit code %d\n%s\nwant %s", j.code, j.log, want)
	}
}

// TestActionWithOldGo has a go command that builds nothing, as one does that is older
// than go.mod asks for.
func TestActionWithOldGo(t *testing.T) {
	bin := t.TempDir()
	write(t, bin, "go", "#!/bin/sh\n[ \"$1\" = env ] && echo go1.25.5 && exit\necho 'go: go.mod requires go >= 1.26.0' >&2\nexit 1\n")
	if err := os.Chmod(filepath.Join(bin, "go"), 0o777); err != nil {
		t.Fatal(err)
	}
	j := runAction(t, project(t), nil, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	for _, want := range []string{"go.mod requires go >= 1.26.0\n", "::error title=leakvet::go1.25.5 could not build leakvet, which needs Go 1.26: "} {
		if j.code != 2 || !strings.Contains(j.log, want) {
			t.Errorf("exit code %d\n%s\nwant %s", j.code, j.log, want)
		}
	}
}

// TestNamedGo: the action's error names the Go of the module.
func TestNamedGo(t *testing.T) {
	out, code := run(t, clone, nil, "go", "list", "-m", "-f", "{{.GoVersion}}")
	data, err := os.ReadFile(filepath.Join(clone, "action.yml"))
	if code != 0 || err != nil {
		t.Fatal(out, err)
	}
	if version := strings.TrimSuffix(strings.TrimSpace(out), ".0"); !strings.Contains(string(data), "needs Go "+version+":") {
		t.Errorf("action.yml names another Go than %s", version)
	}
}

// TestWorkflow has the workflow of the document checked, together with the action.
func TestWorkflow(t *testing.T) {
	const name, reference = ".github/workflows/leakvet.yml", "uses: leakvet/leakvet@main"
	text := shown(t, name, new(map[string]any))
	if strings.Count(text, reference) != 1 {
		t.Fatalf("%s does not use the action once", name)
	}
	dir := t.TempDir()
	write(t, dir, name, strings.Replace(text, reference, "uses: ./", 1))
	data, err := os.ReadFile(filepath.Join(clone, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "action.yml", string(data))
	must(t, dir, nil, "git", "init", "-q")

	var log strings.Builder
	linter, err := actionlint.NewLinter(&log, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	errs, err := linter.LintRepository(dir)
	if err != nil || len(errs) > 0 {
		t.Errorf("%v\n%s", err, &log)
	}
}
