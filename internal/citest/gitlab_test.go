package citest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestGitLab runs the script of the job as GitLab's runner does, line by line until
// one fails.
func TestGitLab(t *testing.T) {
	var jobs map[string]struct {
		Script    []string
		Artifacts struct {
			When    string
			Reports struct{ CodeQuality string }
		}
	}
	shown(t, ".gitlab-ci.yml", &jobs)
	job := jobs["leakvet"]
	i := slices.Index(job.Script, "go install github.com/leakvet/leakvet/cmd/leakvet@latest")
	if i < 0 || job.Artifacts.When != "always" {
		t.Fatalf("%+v", job)
	}
	bin := t.TempDir()
	job.Script[i] = "go install -buildvcs=false ./cmd/leakvet" // of this clone
	must(t, clone, []string{"GOBIN=" + bin}, "bash", "-c", job.Script[i])
	script := strings.Join(slices.Delete(job.Script, i, i+1), "\n")

	dir := project(t)
	must(t, dir, nil, "git", "init", "-q")
	env := []string{"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH")}
	log, code := run(t, dir, env, "bash", "-e", "-o", "pipefail", "-c", script)
	if code != 1 || !strings.Contains(log, "m.go:6:12: "+finding) {
		t.Errorf("exit code %d\n%s", code, log)
	}
	var report []struct {
		Description string
		Location    struct{ Path string }
	}
	data, err := os.ReadFile(filepath.Join(dir, job.Artifacts.Reports.CodeQuality))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &report); err != nil || len(report) != 1 || report[0].Description != finding || report[0].Location.Path != "m.go" {
		t.Errorf("%v\n%s", err, data)
	}
	mend(t, dir)
	if log, code := run(t, dir, env, "bash", "-e", "-o", "pipefail", "-c", script); code != 0 {
		t.Errorf("mended: exit code %d\n%s", code, log)
	}
}
