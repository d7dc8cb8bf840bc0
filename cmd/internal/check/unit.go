package check

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"
)

// A Unit is what the go command asks the tool about in one call: a package
// together with its tests, or the external tests of a package. The tool can be
// asked about it again, with other text in its files, which takes a small part
// of the time that go vet takes. That holds as long as its files import nothing
// else, and the packages that they import stay the same.
type Unit struct {
	ID      string // the import path, and the test that it is a variant for
	Dir     string
	Files   []string // the Go files, absolute
	Ignored []string // files that the build constraints leave out
	Sound   bool     // whether the tool could read it when the go command asked

	config unitchecker.Config
	cgo    bool // whether the files are made anew by every build
}

// takeUnits reads the units that go vet left in the directory [Options.Units],
// and keeps of its files just those that the units need.
func takeUnits(opts Options) ([]*Unit, error) {
	works, err := filepath.Glob(filepath.Join(opts.Units, "go-build*"))
	if err != nil {
		return nil, err
	}
	var units []*Unit
	for _, work := range works {
		configs, err := filepath.Glob(filepath.Join(work, "*", "vet.cfg"))
		if err != nil {
			return nil, err
		}
		for _, file := range configs {
			unit, err := readUnit(file, namesOf("", opts.Overlay))
			if err != nil {
				return nil, err
			}
			if unit.config.VetxOnly {
				continue
			}
			unit.cgo = unit.usesAny(work)
			if err := unit.keep(opts.Units); err != nil {
				return nil, err
			}
			units = append(units, unit)
		}
		err = os.RemoveAll(work)
		if err != nil {
			return nil, err
		}
	}
	// External tests come after the package that they test.
	slices.SortFunc(units, func(a, b *Unit) int { return strings.Compare(a.ID, b.ID) })
	return units, nil
}

func readUnit(file string, n names) (*Unit, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	unit := new(Unit)
	if err := json.Unmarshal(data, &unit.config); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	unit.ID, unit.Dir = unit.config.ID, unit.config.Dir
	for _, file := range unit.config.GoFiles {
		unit.Files = append(unit.Files, n.of(file))
	}
	for _, file := range unit.config.IgnoredFiles {
		unit.Ignored = append(unit.Ignored, n.of(file))
	}
	_, err = os.Stat(unit.config.VetxOutput)
	unit.Sound = err == nil
	return unit, nil
}

// usesAny reports whether a file of the unit lies below the directory.
func (u *Unit) usesAny(dir string) bool {
	return slices.ContainsFunc(u.Files, func(file string) bool {
		return strings.HasPrefix(file, dir+string(filepath.Separator))
	})
}

// keep moves the facts of the dependencies that lie in the go command's working
// directory, and not in its cache, to a directory that stays.
func (u *Unit) keep(dir string) error {
	for path, file := range u.config.PackageVetx {
		rel, err := filepath.Rel(dir, file)
		if err != nil || !filepath.IsLocal(rel) {
			continue
		}
		kept := filepath.Join(dir, strings.ReplaceAll(rel, string(filepath.Separator), "-"))
		u.config.PackageVetx[path] = kept
		if _, err := os.Stat(kept); err == nil {
			continue // another unit needs it, too
		}
		if err := os.Rename(file, kept); err != nil {
			return err
		}
	}
	return nil
}

// IsReady reports whether [Unit.Run] can be called. It cannot on a package that uses
// cgo, nor when the go command has tidied its cache.
func (u *Unit) IsReady() bool {
	for _, file := range u.config.PackageVetx {
		if _, err := os.Stat(file); err != nil {
			return false
		}
	}
	return !u.cgo
}

// Imports reports whether the unit can import the path.
func (u *Unit) Imports(path string) bool {
	_, ok := u.config.ImportMap[path]
	return ok || path == "unsafe"
}

// Package returns the import path.
func (u *Unit) Package() string {
	path, _, _ := strings.Cut(u.ID, " ")
	return path
}

// Of returns the findings in a unit.
func (r *Result) Of(u *Unit) []Finding {
	var findings []Finding
	for _, f := range r.Findings {
		if f.Package == u.Package() {
			findings = append(findings, f)
		}
	}
	return findings
}

// Needs reports whether the unit imports the other one.
func (u *Unit) Needs(other *Unit) bool {
	_, ok := u.config.PackageVetx[other.ID]
	return ok
}

// A Call asks the tool about a unit again.
type Call struct {
	Tool    string
	Flags   []string          // those that the unit was made with
	Overlay map[string]string // as in [Options]
	Temp    string            // a directory for temporary files that nobody else uses
	// Facts are files with facts, by the units that they are of, in place of
	// those that the unit was made with.
	Facts map[string]string
	// FactsOut is the file to write the unit's own facts to.
	FactsOut string
}

// Run asks the tool about the unit. The file names of the result are absolute.
func (u *Unit) Run(ctx context.Context, call Call) (*Result, error) {
	file, err := u.writeConfig(call)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, call.Tool, slices.Concat([]string{"-json"}, call.Flags, []string{file})...)
	cmd.Dir = u.Dir
	out := newOutput(nil)
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out.stdout, &stderr
	err = cmd.Run()
	out.stdout.flush()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	n := namesOf("", call.Overlay)
	if err != nil {
		return nil, fmt.Errorf("%s: %s", u.ID, strings.Join(n.inText([]string{strings.TrimSpace(stderr.String())}), ""))
	}
	return newResult(n, out.trees, nil)
}

// writeConfig writes what the tool reads of the unit.
func (u *Unit) writeConfig(call Call) (string, error) {
	config := u.config
	config.GoFiles = nil
	for _, file := range u.Files {
		if replacement, ok := call.Overlay[file]; ok {
			file = replacement
		}
		config.GoFiles = append(config.GoFiles, file)
	}
	config.PackageVetx = maps.Clone(u.config.PackageVetx)
	maps.Copy(config.PackageVetx, call.Facts)
	config.VetxOutput = call.FactsOut
	config.Stdout = ""
	data, err := json.Marshal(config)
	if err != nil {
		return "", err
	}
	file := filepath.Join(call.Temp, "vet.cfg")
	return file, os.WriteFile(file, data, 0o666)
}
