package generate_test

import (
	"reflect"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/oracle/generate"
	"github.com/leakvet/leakvet/cmd/internal/oracle/program"
	"github.com/leakvet/leakvet/cmd/internal/oracle/render"
)

const seeds = 2000

// A seed stands for one program: its text is the same each time.
func TestReproducible(t *testing.T) {
	for seed := range uint64(100) {
		for style := range uint64(3) {
			first, err := render.Program(generate.Program(seed), "x", style, render.Imports{})
			if err != nil {
				t.Fatal(err)
			}
			again, _ := render.Program(generate.Program(seed), "x", style, render.Imports{})
			if !reflect.DeepEqual(first, again) {
				t.Errorf("seed %d, style %d: two programs", seed, style)
			}
		}
	}
}

// Every statement, and every variant of those that have some, is made up by some
// seed.
func TestCoverage(t *testing.T) {
	seen := map[program.Op]map[program.How]bool{}
	for seed := range uint64(seeds) {
		for _, f := range generate.Program(seed).Functions() {
			program.Walk(f.Body, func(s *program.Stmt) {
				if seen[s.Op] == nil {
					seen[s.Op] = map[program.How]bool{}
				}
				seen[s.Op][s.How] = true
			})
		}
	}
	for op := program.Acquire; op <= program.Go; op++ {
		if seen[op] == nil {
			t.Errorf("no statement %d", op)
		}
	}
	for op, last := range map[program.Op]program.How{
		program.Release: program.Commit, program.Defer: program.OnFailure, program.Give: program.ToMap, program.Leave: program.Continue,
	} {
		for how := program.How(0); how <= last; how++ {
			if !seen[op][how] {
				t.Errorf("statement %d: no variant %d", op, how)
			}
		}
	}
}

// The mix is like that of real leaks.
func TestMix(t *testing.T) {
	several, helpers := 0, 0
	for seed := range uint64(seeds) {
		p := generate.Program(seed)
		acquires := 0
		program.Walk(p.Entry.Body, func(s *program.Stmt) {
			if s.Op == program.Acquire {
				acquires++
			}
		})
		if acquires > 1 {
			several++
		}
		if len(p.Helpers) > 0 {
			helpers++
		}
	}
	if several < seeds/4 || helpers < seeds/10 {
		t.Errorf("of %d programs %d have several resources, %d have helpers", seeds, several, helpers)
	}
}
