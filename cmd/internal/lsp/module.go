package lsp

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// A module is a module or a workspace of several, in which go vet runs once for all
// the packages that need it.
type module struct {
	root   string
	wanted map[*pkg]reason
	busy   bool               // whether a goroutine looks after the wanted
	stop   context.CancelFunc // ends the run
	said   map[string]bool    // what the client was told of the last run
}

// A reason is why go vet has to look at a package.
type reason int

const (
	unknown reason = iota // the tool alone cannot
	stale                 // what the package imports may have changed
)

// moduleAt returns the module with the root. s.mu is held.
func (s *server) moduleAt(root string) *module {
	m := s.modules[root]
	if m == nil {
		m = &module{root: root, wanted: make(map[*pkg]reason), stop: func() {}}
		s.modules[root] = m
	}
	return m
}

// vetSoon has a package looked at by go vet. s.mu is held.
func (s *server) vetSoon(p *pkg, why reason) {
	m := p.module
	if m == nil {
		return // it will be looked at once its module is known
	}
	m.wanted[p] = max(m.wanted[p], why)
	if m.busy {
		return
	}
	m.busy = true
	s.job(func() {
		for s.vet(m) {
		}
	})
}

// A round is a run of go vet.
type round struct {
	packages []*pkg
	turns    []int // of the packages
	snap     *snapshot
	flags    []string // of the tool
	result   *check.Result
}

// vet runs go vet over the packages that are wanted, and reports whether there were
// any.
func (s *server) vet(m *module) bool {
	ctx, r, err := s.begin(m)
	if r == nil {
		return false
	}
	if err == nil {
		err = s.runVet(ctx, m, r)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	cancelled := ctx.Err() != nil
	m.stop()
	switch {
	case cancelled && s.modules[m.root] != m:
		return true // the packages have been given to another module
	case cancelled: // by the user, until the next edit
	case err != nil:
		s.tellOnce(m, []string{err.Error()}, s.show)
	default:
		s.tellOnce(m, r.result.Errors, s.warn)
		s.take(m, r)
	}
	for i, p := range r.packages {
		p.settle(r.turns[i])
	}
	return true
}

// begin takes the packages that are wanted, if any.
func (s *server) begin(m *module) (context.Context, *round, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := new(round)
	for p := range m.wanted {
		if s.packages[p.dir] == p && p.module == m {
			r.packages = append(r.packages, p)
			r.turns = append(r.turns, p.turn)
		}
	}
	clear(m.wanted)
	if len(r.packages) == 0 {
		m.busy = false
		return nil, nil, nil
	}
	var ctx context.Context
	ctx, m.stop = context.WithCancel(s.ctx)
	var err error
	r.flags, err = s.toolFlags(m.root)
	return ctx, r, err
}

// runVet runs go vet on the text of now. What it leaves in its directory the units
// may need as long as the server lives.
func (s *server) runVet(ctx context.Context, m *module, r *round) (err error) {
	var dirs, others []string
	for _, p := range r.packages {
		dirs = append(dirs, p.dir)
	}
	s.mu.Lock()
	for dir := range s.packages {
		if !slices.Contains(dirs, dir) {
			others = append(others, dir)
		}
	}
	temp := s.newName("vet")
	s.mu.Unlock()

	r.snap = s.snapshot(dirs...)
	files := filepath.Join(temp, "files")
	overlay, err := r.snap.writeAll(files, fmt.Sprint("leakvet lsp ", time.Now().UnixNano()))
	if err != nil {
		return err
	}
	unsaved, err := s.snapshot(others...).write(files)
	if err != nil {
		return err
	}
	maps.Copy(overlay, unsaved)

	progress := s.startProgress(m)
	defer progress.end()
	r.result, err = check.Run(ctx, check.Options{
		Tool:     s.opts.Tool,
		Flags:    r.flags,
		Dir:      m.root,
		Tags:     s.opts.Tags,
		Tests:    s.opts.Tests,
		Patterns: dirs,
		Progress: progress.report,
		Overlay:  overlay,
		Units:    temp,
	})
	if err != nil {
		return err
	}
	s.complete(r.snap, r.result.Findings)
	return os.RemoveAll(files)
}

// take takes what go vet found. s.mu is held.
func (s *server) take(m *module, r *round) {
	for i, p := range r.packages {
		before := p.found
		p.found = make(map[string]*found)
		p.units = nil
		for _, u := range r.result.Units {
			if u.Dir != p.dir {
				continue
			}
			p.units = append(p.units, newUnit(u, r))
			if f := before[u.Package()]; f != nil {
				p.found[u.Package()] = f
			}
			if u.Sound {
				p.found[u.Package()] = &found{r.result.Of(u), u.Files, r.snap.texts}
			}
		}
		isLoaded := len(p.units) > 0
		if !isLoaded {
			p.found = before
		}
		if p.turn == r.turns[i] {
			p.stop()
			p.saved = p.facts()
			if isLoaded {
				s.publish(p)
			}
			continue
		}
		if m.wanted[p] == unknown {
			delete(m.wanted, p)
		}
		s.changed(p)
	}
}
