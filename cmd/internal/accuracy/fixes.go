package accuracy

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/format"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Mended is a report and what came of its suggested fix.
type Mended struct {
	Report
	Fix   string `json:"fix,omitempty"`   // its message; "" if none is offered
	Patch string `json:"patch,omitempty"` // what it changes, to be read
	// Trouble tells what is wrong with the code once the fix is applied: it does
	// not compile, the report is still there, or there is a new one.
	Trouble string `json:"trouble,omitempty"`
}

// A Mender applies the suggested fixes of packages and looks whether they hold.
type Mender struct {
	Tool         Tool
	Tree, Module string
	Tests        bool // of the packages, too
	Alone        bool // try every fix by itself, not only where those of a package fail together
	Untried      bool // only count them
}

// Mend tries all fixes of a package at once, and where that fails each of them by
// itself.
func (m Mender) Mend(ctx context.Context, packages []string) ([]Mended, error) {
	run, err := m.Tool.Vet(ctx, m.Tree, m.Module, packages, m.Tests)
	if err != nil {
		return nil, err
	}
	byPackage := map[string][]Diagnostic{}
	for _, d := range run.Diagnostics {
		pkg := d.Package
		if !slices.Contains(packages, pkg) {
			pkg = strings.TrimSuffix(pkg, "_test") // the go command knows it by the package under test
		}
		byPackage[pkg] = append(byPackage[pkg], d)
	}
	var all []Mended
	for _, pkg := range slices.Sorted(maps.Keys(byPackage)) {
		diagnostics := byPackage[pkg]
		if len(packages) == 1 {
			pkg = packages[0] // as it was asked for: tests are hidden by that
		}
		mended, err := m.one(ctx, pkg, diagnostics)
		if err != nil {
			return nil, err
		}
		all = append(all, mended...)
	}
	return all, ctx.Err()
}

// one tries the fixes of one package.
func (m Mender) one(ctx context.Context, pkg string, before []Diagnostic) ([]Mended, error) {
	var mended []Mended
	var offered []int
	for i, d := range before {
		r := Mended{Report: Report{Diagnostic: d}}
		if len(d.Fixes) > 0 {
			r.Fix = d.Fixes[0].Message
			r.Patch = d.Fixes[0].describe(m.Tree)
			offered = append(offered, i)
		}
		mended = append(mended, r)
	}
	if len(offered) == 0 || m.Untried {
		return mended, nil
	}
	trouble, err := m.try(ctx, pkg, before, offered)
	if err != nil || trouble == "" && !m.Alone {
		return mended, err
	}
	var each []error
	together := trouble
	for _, i := range offered {
		trouble, err := m.try(ctx, pkg, before, []int{i})
		each = append(each, err)
		mended[i].Trouble = trouble
	}
	if i := offered[0]; together != "" && !slices.ContainsFunc(mended, func(r Mended) bool { return r.Trouble != "" }) {
		mended[i].Trouble = "only together with the others of the package: " + together
	}
	return mended, errors.Join(each...)
}

// try applies the first fixes of some of the package's reports, and tells what is
// wrong with that.
func (m Mender) try(ctx context.Context, pkg string, before []Diagnostic, which []int) (trouble string, err error) {
	var fixes []Fix
	for _, i := range which {
		fixes = append(fixes, before[i].Fixes[0])
	}
	files, conflict, err := edited(fixes)
	if err != nil || conflict != "" {
		return conflict, err
	}
	dir := files.dir()
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	tool := m.Tool
	if tool.Overlay, trouble, err = files.write(dir); err != nil || trouble != "" {
		return trouble, err
	}
	run, err := tool.Vet(ctx, m.Tree, m.Module, []string{pkg}, m.Tests)
	if err != nil || run.Failure != "" {
		return run.Failure, err
	}
	for i := range run.Diagnostics {
		d := &run.Diagnostics[i]
		for name, other := range tool.Overlay {
			if filepath.FromSlash(d.File) == other {
				d.File = slashed(m.Tree, name)
			}
		}
	}
	return compareFixed(before, run.Diagnostics, which), nil
}

// slashed returns a file's name relative to the tree.
func slashed(tree, name string) string {
	if rel, err := filepath.Rel(tree, name); err == nil {
		name = rel
	}
	return filepath.ToSlash(name)
}

// compareFixed tells of the fixed reports those that are still there, and of what
// is new.
func compareFixed(before, after []Diagnostic, fixed []int) string {
	key := func(d Diagnostic) string { return d.File + ": " + d.Rule + ": " + d.variable() }
	open := map[string]int{}
	for i, d := range before {
		if !slices.Contains(fixed, i) {
			open[key(d)]++
		}
	}
	was := map[string]bool{}
	for _, i := range fixed {
		was[key(before[i])] = true
	}
	for _, d := range after {
		if open[key(d)]--; open[key(d)] >= 0 {
			continue
		}
		if was[key(d)] {
			return fmt.Sprintf("still there: %s:%v", d.File, d)
		}
		return fmt.Sprintf("new: %s:%v", d.File, d)
	}
	return ""
}

// A Fix is a suggested fix: what the first driver that is told to applies.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces bytes of a file.
type Edit struct {
	Filename   string
	Start, End int
	New        string
}

// describe writes the edits to be read: the lines that go and those that come.
func (f Fix) describe(tree string) string {
	var b strings.Builder
	for _, e := range f.Edits {
		data, err := os.ReadFile(e.Filename)
		if err != nil || e.End > len(data) {
			continue
		}
		fmt.Fprintf(&b, "%s:%d\n", slashed(tree, e.Filename), 1+strings.Count(string(data[:e.Start]), "\n"))
		for _, part := range []struct{ sign, text string }{{"-", string(data[e.Start:e.End])}, {"+", e.New}} {
			for line := range strings.Lines(strings.Trim(part.text, "\n")) {
				b.WriteString(part.sign + " " + strings.TrimSuffix(line, "\n") + "\n")
			}
		}
	}
	return b.String()
}

// contents are files before and after the edits, by name.
type contents map[string]struct{ old, new []byte }

// edited applies fixes to files in memory. Two that get in each other's way are a
// conflict.
func edited(fixes []Fix) (files contents, conflict string, err error) {
	edits := map[string][]Edit{}
	for _, f := range fixes {
		for _, e := range f.Edits {
			if !slices.Contains(edits[e.Filename], e) {
				edits[e.Filename] = append(edits[e.Filename], e)
			}
		}
	}
	files = contents{}
	for name, list := range edits {
		old, err := os.ReadFile(name)
		if err != nil {
			return nil, "", err
		}
		slices.SortStableFunc(list, func(a, b Edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
		var now []byte
		done := 0
		for _, e := range list {
			if e.Start < done || e.End > len(old) {
				return nil, fmt.Sprintf("%s: fixes conflict at %d", name, e.Start), nil
			}
			now = append(append(now, old[done:e.Start]...), e.New...)
			done = e.End
		}
		files[name] = struct{ old, new []byte }{old, append(now, old[done:]...)}
	}
	return files, "", nil
}

// dir names a directory for the new contents. They have to be in the same one each
// time: the go command remembers what it heard of them, with their names.
func (c contents) dir() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(c)) {
		fmt.Fprintf(h, "%s\n%d\n%s", name, len(c[name].new), c[name].new)
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("accuracy-fixes-%x", h.Sum(nil)[:8]))
}

// write writes the new contents into a directory, and returns by which files the
// old ones are replaced. It tells of a file that does not parse, or that was
// formatted before and is not any more.
func (c contents) write(dir string) (replace map[string]string, trouble string, err error) {
	replace = map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(c)) {
		file := c[name]
		formatted, err := format.Source(file.new)
		if err != nil {
			return nil, fmt.Sprintf("%s: %v", name, err), nil
		}
		was, err := format.Source(file.old)
		if err != nil {
			return nil, "", err
		}
		if string(was) == string(file.old) && string(formatted) != string(file.new) {
			return nil, name + ": not formatted", nil
		}
		// The name tells a test from other code, and for which system it is.
		replace[name] = filepath.Join(dir, fmt.Sprint(len(replace)), filepath.Base(name))
		if err := os.MkdirAll(filepath.Dir(replace[name]), 0o777); err != nil {
			return nil, "", err
		}
		if err := os.WriteFile(replace[name], formatted, 0o666); err != nil {
			return nil, "", err
		}
	}
	return replace, "", nil
}
