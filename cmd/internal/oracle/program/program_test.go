package program_test

import (
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/oracle/generate"
	"github.com/leakvet/leakvet/cmd/internal/oracle/program"
)

// A clone shares no statement and no function with the program.
func TestClone(t *testing.T) {
	for seed := range uint64(50) {
		p := generate.Program(seed)
		size := p.Size()
		c := p.Clone()
		if c.Size() != size {
			t.Fatalf("seed %d: the clone has size %d, not %d", seed, c.Size(), size)
		}
		for _, f := range c.Functions() {
			program.Walk(f.Body, func(s *program.Stmt) { s.Body, s.Else, s.Call = nil, nil, nil })
			f.Body = nil
		}
		if p.Size() != size {
			t.Fatalf("seed %d: a change of the clone changes the program", seed)
		}
	}
}

func TestPrune(t *testing.T) {
	owner := &program.Owner{}
	used, unused := &program.Func{Name: "used"}, &program.Func{Name: "unused", Takes: &program.Kind{Owner: owner}}
	p := &program.Program{
		Entry:   &program.Func{Body: []*program.Stmt{{Op: program.Use, Call: used}}},
		Helpers: []*program.Func{used, unused},
		Owners:  []*program.Owner{owner},
	}
	p.Prune()
	if len(p.Helpers) != 1 || p.Helpers[0] != used || len(p.Owners) != 0 {
		t.Errorf("left %v and %v", p.Helpers, p.Owners)
	}
}
