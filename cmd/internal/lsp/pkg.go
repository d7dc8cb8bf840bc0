package lsp

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// A pkg is a directory with open files: a package, with its tests and its external
// tests.
type pkg struct {
	dir    string
	temp   string  // a directory for its files
	module *module // nil until it is known
	units  []*unit // what go vet asked about; none before it has run
	turn   int     // counts the changes
	done   int     // the turn that was looked at last
	waiter chan struct{}
	stop   context.CancelFunc // ends the run of the last turn
	saved  string             // the facts that other packages were looked at with

	found     map[string]*found        // by import path: the last that was found
	published map[string]publishParams // by path: what the client shows

	running sync.Mutex // held by the run: there is one at a time
}

// found is what a run found in a package.
type found struct {
	findings []check.Finding
	files    []string         // of the unit
	texts    map[string]*text // in which it was found, of these and all others that it names
}

// packageOf returns the package of a file, a new one if need be. s.mu is held.
func (s *server) packageOf(path string) *pkg {
	dir := filepath.Dir(path)
	p := s.packages[dir]
	if p == nil {
		p = &pkg{
			dir:       dir,
			temp:      s.newName("package"),
			stop:      func() {},
			waiter:    make(chan struct{}),
			found:     make(map[string]*found),
			published: make(map[string]publishParams),
		}
		s.packages[dir] = p
	}
	return p
}

// changed looks at a package anew, as soon as it rests. s.mu is held.
func (s *server) changed(p *pkg) {
	p.stop()
	p.turn++
	ctx, cancel := context.WithCancel(s.ctx)
	p.stop = cancel
	turn := p.turn
	s.job(func() {
		defer cancel()
		select {
		case <-ctx.Done():
		case <-time.After(s.opts.Delay):
			s.look(ctx, p, turn)
		}
	})
}

// look looks at a package: by its units where that is possible, or else by go vet.
func (s *server) look(ctx context.Context, p *pkg, turn int) {
	p.running.Lock()
	defer p.running.Unlock()
	if ctx.Err() != nil || !s.join(ctx, p, turn) {
		return
	}
	s.mu.Lock()
	var units []*unit
	if ctx.Err() == nil && !s.isReconfigured(p) {
		units = p.units
	}
	s.mu.Unlock()
	snap := s.snapshot(p.dir)
	if !canRun(units, snap) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if ctx.Err() == nil {
			s.vetSoon(p, unknown)
		}
		return
	}
	s.run(ctx, p, units, snap)
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() == nil {
		s.publish(p) // a file may have been opened that no run was needed for
		p.settle(turn)
	}
}

// join finds the module of a package, and reports whether there is one.
func (s *server) join(ctx context.Context, p *pkg, turn int) bool {
	s.mu.Lock()
	known := p.module != nil
	s.mu.Unlock()
	if known {
		return true
	}
	root, err := check.Root(ctx, p.dir)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return false
	case errors.Is(err, check.ErrForeign), errors.Is(err, fs.ErrNotExist): // or the directory is still to be made
		p.settle(turn)
		return false
	case err != nil:
		s.show(advice(p.dir, err))
		p.settle(turn)
		return false
	}
	p.module = s.moduleAt(root)
	return true
}

// settle ends a turn: whoever waits for it goes on. s.mu is held.
func (p *pkg) settle(turn int) {
	p.done = max(p.done, turn)
	close(p.waiter)
	p.waiter = make(chan struct{})
}

// rest waits until all changes of a package have been looked at.
func (s *server) rest(ctx context.Context, p *pkg) {
	for {
		s.mu.Lock()
		rests, waiter := p.done == p.turn || s.packages[p.dir] != p, p.waiter
		s.mu.Unlock()
		if rests {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-waiter:
		}
	}
}

// facts returns what other packages can know of the package.
func (p *pkg) facts() string {
	var sums []string
	for _, u := range p.units {
		sums = append(sums, u.facts)
	}
	return strings.Join(sums, " ")
}
