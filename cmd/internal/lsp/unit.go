package lsp

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

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

// run asks the tool about the units whose inputs have changed.
func (s *server) run(ctx context.Context, p *pkg, units []*unit, snap *snapshot) {
	overlay, err := snap.write(p.temp)
	if err := errors.Join(err, os.MkdirAll(p.temp, 0o777)); err != nil {
		s.log(messageError, err.Error())
		return
	}
	facts := make(map[string]string)
	for i, u := range units {
		needed := make(map[string]string)
		for _, other := range units[:i] {
			if u.Needs(other.Unit) && other.factsFile != "" {
				needed[other.ID] = other.factsFile
				facts[other.ID] = other.facts
			}
		}
		inputs := u.digest(snap, facts)
		if inputs == u.inputs {
			continue
		}
		factsOut := filepath.Join(p.temp, fmt.Sprintf("facts-%d", i))
		result, err := u.Run(ctx, check.Call{
			Tool: s.opts.Tool, Flags: u.flags, Overlay: overlay, Temp: p.temp, Facts: needed, FactsOut: factsOut,
		})
		switch {
		case ctx.Err() != nil:
			return
		case err != nil: // most often the package does not compile; gopls says more
			s.log(messageInfo, err.Error())
			return
		}
		sum, err := fileDigest(factsOut)
		if err != nil {
			s.log(messageError, err.Error())
			return
		}
		s.complete(snap, result.Findings)
		s.mu.Lock()
		if ctx.Err() == nil {
			u.inputs, u.facts, u.factsFile = inputs, sum, factsOut
			p.found[u.Package()] = &found{result.Findings, u.Files, snap.texts}
			s.publish(p)
		}
		s.mu.Unlock()
		s.explain(result)
	}
}

// digest returns a digest of the texts and the facts that the tool reads.
func (u *unit) digest(snap *snapshot, facts map[string]string) string {
	h := sha256.New()
	for _, file := range u.Files {
		t, ok := snap.texts[file]
		fmt.Fprintf(h, "%q %v", file, ok)
		if ok {
			fmt.Fprintf(h, " %d\n%s", len(t.content), t.content)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(facts)) {
		fmt.Fprintf(h, "%q %s\n", id, facts[id])
	}
	return string(h.Sum(nil))
}

func fileDigest(file string) (string, error) {
	data, err := os.ReadFile(file)
	sum := sha256.Sum256(data)
	return string(sum[:]), err
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
