package citest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPreCommit runs pre-commit with the hook of this clone in place of the one that
// the document names.
func TestPreCommit(t *testing.T) {
	if _, err := exec.LookPath("pre-commit"); err != nil {
		if os.Getenv("PRECOMMIT_REQUIRED") != "" {
			t.Fatal(err)
		}
		t.Skip("pre-commit is not installed")
	}
	var config struct {
		Repos []struct {
			Repo  string
			Rev   string
			Hooks []struct{ ID string }
		}
	}
	text := shown(t, ".pre-commit-config.yaml", &config)
	if len(config.Repos) != 1 || len(config.Repos[0].Hooks) != 1 {
		t.Fatalf("%+v", config)
	}

	hooks, dir, env := committed(t), project(t), preCommitEnv(t)
	must(t, dir, env, "git", "init", "-q")
	must(t, dir, env, "git", "add", ".")
	if log, code := run(t, dir, env, "pre-commit", "try-repo", hooks, config.Repos[0].Hooks[0].ID, "--all-files"); code != 1 || !strings.Contains(log, "m.go:6:12: "+finding) {
		t.Errorf("try-repo: exit code %d\n%s", code, log)
	}

	write(t, dir, ".pre-commit-config.yaml", strings.Replace(text, config.Repos[0].Repo, "file://"+hooks, 1))
	must(t, dir, env, "git", "add", ".")
	must(t, dir, env, "pre-commit", "autoupdate", "--freeze")
	must(t, dir, env, "git", "add", ".")
	must(t, dir, env, "pre-commit", "install")

	commit := func() (string, int) {
		return run(t, dir, env, "git", "-c", "user.email=ada@example.com", "-c", "user.name=Ada", "commit", "-m", "a commit")
	}
	if log, code := commit(); code != 1 || !strings.Contains(log, "m.go:6:12: "+finding) {
		t.Fatalf("exit code %d\n%s", code, log)
	}
	mend(t, dir)
	must(t, dir, env, "git", "add", ".")
	if log, code := commit(); code != 0 || !strings.Contains(log, "Passed") {
		t.Errorf("mended: exit code %d\n%s", code, log)
	}
}

// committed returns a repository with the files of this clone that git knows, as they
// are now, on a branch main.
func committed(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	list, code := run(t, clone, nil, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if code != 0 {
		t.Fatalf("git ls-files: %s", list)
	}
	for name := range strings.SplitSeq(strings.TrimRight(list, "\x00"), "\x00") {
		data, err := os.ReadFile(filepath.Join(clone, name))
		if os.IsNotExist(err) {
			continue // deleted, and not yet committed
		}
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, name, string(data))
	}
	must(t, dir, nil, "git", "init", "-q", "-b", "main")
	must(t, dir, nil, "git", "add", ".")
	must(t, dir, nil, "git", "-c", "user.email=ada@example.com", "-c", "user.name=Ada", "commit", "-q", "-m", "leakvet")
	return dir
}

// preCommitEnv keeps pre-commit to itself, and lets it have the caches of the go
// command.
func preCommitEnv(t *testing.T) []string {
	t.Helper()
	env := []string{"HOME=" + t.TempDir(), "PRE_COMMIT_HOME=" + t.TempDir()}
	for _, name := range []string{"GOCACHE", "GOMODCACHE"} {
		value, code := run(t, ".", nil, "go", "env", name)
		if code != 0 {
			t.Fatal(value)
		}
		env = append(env, name+"="+strings.TrimSpace(value))
	}
	return env
}
