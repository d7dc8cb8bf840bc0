package lsp

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// A unit is a unit, and the state that the server found it in.
type unit struct {
	*check.Unit
	flags  []string // of the tool
	heads  map[string]head
	inputs string // a digest of what the findings depend on
	facts  string // a digest of what the unit's importers learn
	// factsFile holds the unit's facts, once they are other than go vet's.
	factsFile string
}

// A head is what go vet knows of a file and the tool does not look at again.
type head struct{ name, constraint string }

// canRun reports whether the tool can be asked about the units as the files are now.
func canRun(units []*unit, snap *snapshot) bool {
	if len(units) == 0 || slices.ContainsFunc(units, func(u *unit) bool { return !u.IsReady() }) {
		return false
	}
	for path, text := range snap.texts {
		i := slices.IndexFunc(units, func(u *unit) bool { return slices.Contains(u.Files, path) })
		if i < 0 {
			if !snap.open[path] || slices.Contains(units[0].Ignored, path) {
				continue
			}
			return false // the file is new
		}
		head, imports, err := readHead(text.content)
		if err == nil && (head != units[i].heads[path] || slices.ContainsFunc(imports, units[i].lacks)) {
			return false
		}
	}
	return true
}

// lacks reports whether the tool cannot import the path in the unit.
func (u *unit) lacks(path string) bool { return !u.Imports(path) }

// readHead reads the beginning of a file. An error means that it is not Go, as often
// happens while somebody types, which the tool will find as well.
func readHead(content string) (h head, imports []string, err error) {
	file, err := parser.ParseFile(token.NewFileSet(), "", content, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return head{}, nil, err
	}
	h.name = file.Name.Name
	for _, group := range file.Comments {
		for _, c := range group.List {
			if c.Pos() < file.Package && constraint.IsGoBuild(c.Text) {
				h.constraint = c.Text
			}
		}
	}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return head{}, nil, err
		}
		imports = append(imports, path)
	}
	return h, imports, nil
}

// run asks the tool about the units whose inputs have changed, until one cannot be
// read: most often the package does not compile, of which gopls says more.
func (s *server) run(ctx context.Context, p *pkg, units []*unit, snap *snapshot) {
	overlay, err := snap.write(p.temp)
	if err := errors.Join(err, os.MkdirAll(p.temp, 0o777)); err != nil {
		s.log(messageError, err.Error())
		return
	}
	call := check.Call{Tool: s.opts.Tool, Overlay: overlay, Temp: p.temp, FactsOut: filepath.Join(p.temp, "facts")}
	for i, u := range units {
		needed := u.needed(units[:i])
		inputs := u.digest(snap, needed)
		if inputs == u.inputs {
			continue
		}
		call.Flags, call.Facts = u.flags, factsFiles(needed)
		result, err := u.Run(ctx, call)
		if err == nil {
			s.complete(snap, result.Findings)
			err = s.accept(ctx, p, u, inputs, call.FactsOut, &found{result.Findings, u.Files, snap.texts})
		}
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.log(messageInfo, err.Error())
			return
		}
		s.explain(result)
	}
}

// accept takes what a run has found in a unit, unless it is outdated. The facts move to
// a place that later runs write to only here: one that is ended half way leaves all as
// it was.
func (s *server) accept(ctx context.Context, p *pkg, u *unit, inputs, facts string, f *found) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	data, err := os.ReadFile(facts)
	if err != nil {
		return err
	}
	kept := filepath.Join(p.temp, strings.ReplaceAll(u.Package(), "/", "-")+".facts")
	if err := os.Rename(facts, kept); err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	u.inputs, u.facts, u.factsFile = inputs, string(sum[:]), kept
	p.found[u.Package()] = f
	s.publish(p)
	return nil
}

// needed returns those of the units that the unit imports and that go vet knows other
// facts of.
func (u *unit) needed(units []*unit) []*unit {
	var needed []*unit
	for _, other := range units {
		if u.Needs(other.Unit) && other.factsFile != "" {
			needed = append(needed, other)
		}
	}
	return needed
}

// factsFiles returns the files with the facts of units.
func factsFiles(units []*unit) map[string]string {
	files := make(map[string]string)
	for _, u := range units {
		files[u.ID] = u.factsFile
	}
	return files
}

// digest returns a digest of the texts and the facts that the tool reads.
func (u *unit) digest(snap *snapshot, needed []*unit) string {
	h := sha256.New()
	for _, file := range u.Files {
		t, ok := snap.texts[file]
		fmt.Fprintf(h, "%q %v", file, ok)
		if ok {
			fmt.Fprintf(h, " %d\n%s", len(t.content), t.content)
		}
	}
	for _, other := range needed {
		fmt.Fprintf(h, "%q %s\n", other.ID, other.facts)
	}
	return string(h.Sum(nil))
}

// newUnit returns a unit as go vet has left it.
func newUnit(u *check.Unit, r *round) *unit {
	result := &unit{Unit: u, flags: r.flags, heads: make(map[string]head)}
	for _, file := range u.Files {
		if t := r.snap.texts[file]; t != nil {
			if h, _, err := readHead(t.content); err == nil {
				result.heads[file] = h
			}
		}
	}
	if u.Sound {
		result.inputs = result.digest(r.snap, nil)
	}
	return result
}
