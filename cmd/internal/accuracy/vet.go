package accuracy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/leakvet/leakvet/cmd/internal/overlay"
)

// A Tool runs leakvet over packages of a checked-out module.
type Tool struct {
	Path    string   // absolute, of the vettool
	Flags   []string // flags for it
	Timeout time.Duration
	Tags    []string // build tags
	// Overlay gives files another content, by their absolute names: that of the
	// file named beside.
	Overlay map[string]string
	// Apart says that the packages are nobody's dependencies as they are.
	Apart bool

	exec, path string // see SkipCompile; may be empty
}

// A Run is the outcome of one `go vet`.
type Run struct {
	Diagnostics []Diagnostic
	// Failure is the gist of what go vet complained of; packages that loaded
	// may have been reported on nevertheless.
	Failure string
}

// Vet runs the tool over the packages. Without tests, the test files of the
// packages' directories are hidden from the go command, for what they import is
// most of the cost and often does not build any more.
func (t Tool) Vet(ctx context.Context, tree, module string, packages []string, tests bool) (_ Run, err error) {
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	dir := filepath.Join(tree, filepath.FromSlash(module))
	// -trimpath takes the directory out of the cache's keys: the two trees of a
	// case share the results of all packages that the fix did not change.
	args := []string{"vet", "-json", "-trimpath", "-vettool=" + t.Path}
	if len(t.Tags) > 0 {
		args = append(args, "-tags="+strings.Join(t.Tags, ","))
	}
	if t.exec != "" {
		args = append(args, "-toolexec="+t.exec)
	}
	replace := maps.Clone(t.Overlay)
	if !tests {
		if replace, err = hideTests(dir, packages, replace); err != nil {
			return Run{}, err
		}
	}
	if len(replace) > 0 {
		var file string
		if file, err = overlay.Write(replace); err != nil {
			return Run{}, err
		}
		defer func() { err = errors.Join(err, os.Remove(file)) }()
		args = append(args, "-overlay="+file)
	}
	if !t.Apart {
		// Else the go command answers with what it has heard of the packages as
		// dependencies of others, which is nothing.
		args = append(args, fmt.Sprintf("-roots=%x", sha256.Sum256([]byte(strings.Join(packages, " ")))))
	}
	args = append(append(args, t.Flags...), packages...)
	run := t.run(ctx, tree, dir, args)
	if strings.Contains(run.Failure, "inconsistent vendoring") {
		run = t.run(ctx, tree, dir, args, goflags+" -mod=mod")
	}
	if ctx.Err() != nil {
		run.Failure = "go vet: " + ctx.Err().Error()
	}
	return run, nil
}

func (t Tool) run(ctx context.Context, tree, dir string, args []string, env ...string) Run {
	cmd := goCommand(ctx, dir, args...)
	if t.path != "" {
		cmd.Env = append(cmd.Env, "PATH="+t.path)
	}
	cmd.Env = append(cmd.Env, env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	failed := cmd.Run()
	ds, err := ParseVet(stdout.Bytes(), tree)
	switch {
	case err != nil:
		return Run{ds, t.portable(err.Error(), tree)}
	case failed != nil:
		return Run{ds, t.portable(gist(stderr.String(), failed), tree)}
	}
	return Run{Diagnostics: ds}
}

// portable takes out of a failure where the tree and the compiler's stand-in are on
// this machine.
func (t Tool) portable(failure, tree string) string {
	names := []string{tree + string(filepath.Separator), "", tree, "the repository"}
	if self, _, ok := strings.Cut(strings.TrimPrefix(t.exec, "'"), "' "); ok {
		names = append(names, self+": ", "")
	}
	return strings.NewReplacer(names...).Replace(failure)
}

const goflags = "GOFLAGS=-buildvcs=false"

// goCommand prepares the go command for somebody else's module: no workspace,
// no other toolchain, and go.mod may be completed.
func goCommand(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	mod := "-mod=mod"
	if exists(filepath.Join(dir, "vendor", "modules.txt")) {
		mod = "-mod=vendor"
	}
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOTOOLCHAIN=local", goflags+" "+mod)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// hideTests adds to an overlay that the test files of directories given as "./x"
// are deleted.
func hideTests(module string, packages []string, replace map[string]string) (map[string]string, error) {
	if replace == nil {
		replace = make(map[string]string)
	}
	for _, p := range packages {
		files, err := filepath.Glob(filepath.Join(module, filepath.FromSlash(p), "*_test.go"))
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			replace[f] = ""
		}
	}
	return replace, nil
}

// gist is the first thing that the go command complained of, in one line.
func gist(stderr string, failed error) string {
	pkg := ""
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		switch {
		case line == "", strings.HasPrefix(line, "go: downloading"), strings.HasPrefix(line, "go: finding"), strings.HasPrefix(line, "go: found"):
		case strings.HasPrefix(line, "# "):
			if pkg == "" {
				pkg = line[2:] + ": "
			}
		default:
			return pkg + line
		}
	}
	return failed.Error()
}
