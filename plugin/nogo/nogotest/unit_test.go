package nogotest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/internal/filetest"
)

// A unit is a package as it is compiled; with its tests it is another one. The fields
// are those of go list.
type unit struct {
	ImportPath string // "example.com/p", or "example.com/p [example.com/p.test]"
	Dir        string
	Export     string // file of export data
	GoFiles    []string
	Imports    []string
	ImportMap  map[string]string
	Deps       []string
	Standard   bool
	DepOnly    bool
}

// path is the import path, whatever the tests.
func path(id string) string {
	path, _, _ := strings.Cut(id, " ")
	return path
}

// isMain reports whether u is the program that the go command writes for tests.
func (u unit) isMain() bool { return strings.HasSuffix(u.ImportPath, ".test") }

// A nogo runs an executable over units.
type nogo struct {
	exe   string
	root  string            // the directory that it runs in, as in that of the workspace
	work  string            // a directory for its files
	units map[string]unit   // by import path
	facts map[string]string // files, by import path
}

// A verdict is what nogo did about a unit.
type verdict struct {
	code   int
	output string
	dir    string // in which nogo.patch is
}

// The exit codes.
const (
	success   = 0
	failure   = 1
	violation = 3
)

// analyse runs nogo over the packages that a pattern matches, and first over what
// they import. It calls heard for each of the matched.
func analyse(t *testing.T, exe, dir, pattern string, heard func(unit, verdict)) {
	n := nogo{exe, dir, t.TempDir(), map[string]unit{}, map[string]string{}}
	list := run(t, dir, "go", "list", "-deps", "-export", "-test",
		"-json=ImportPath,Dir,Export,GoFiles,Imports,ImportMap,Deps,Standard,DepOnly", pattern)
	dec := json.NewDecoder(strings.NewReader(list))
	for {
		var u unit
		switch err := dec.Decode(&u); {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			t.Fatal(err)
		}
		n.units[u.ImportPath] = u
		if u.Standard || u.isMain() || len(u.GoFiles) == 0 {
			continue // which nogo is not run for
		}
		v := n.run(t, u)
		switch {
		case !u.DepOnly:
			heard(u, v)
		case v.code != success:
			t.Fatalf("%s: exit code %d\n%s", u.ImportPath, v.code, v.output)
		}
	}
}

// run runs nogo over a unit as rules_go does. What is only imported gives facts.
func (n *nogo) run(t *testing.T, u unit) verdict {
	dir := filepath.Join(n.work, fmt.Sprint(len(n.units)))
	facts := filepath.Join(dir, "facts")
	filetest.Write(t, filepath.Join(dir, "importcfg"), n.importcfg(u))
	args := []string{
		"-p", path(u.ImportPath), "-x", facts, "-fix_dir", dir,
		"-importcfg", filepath.Join(dir, "importcfg"), "-go_version", strings.TrimPrefix(runtime.Version(), "go"),
	}
	for _, imported := range u.Imports {
		if id, ok := u.ImportMap[imported]; ok {
			imported = id
		}
		if file, ok := n.facts[imported]; ok {
			args = append(args, "-fact", path(imported)+"="+file)
		}
	}
	if u.DepOnly {
		args = append(args, "-facts_only")
	}
	for _, file := range u.GoFiles {
		args = append(args, filepath.Join(u.Dir, file))
	}
	cmd := exec.Command(n.exe, args...)
	cmd.Dir = n.root
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	n.facts[u.ImportPath] = facts
	return verdict{cmd.ProcessState.ExitCode(), string(out), dir}
}

// importcfg tells where the export data of all is that a unit depends on.
func (n *nogo) importcfg(u unit) string {
	var cfg strings.Builder
	for _, dep := range u.Deps {
		if file := n.units[dep].Export; file != "" {
			fmt.Fprintf(&cfg, "packagefile %s=%s\n", path(dep), file)
		}
	}
	return cfg.String()
}
