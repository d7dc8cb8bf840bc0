package flow

import (
	"testing"

	"golang.org/x/tools/go/ssa"
)

// numbers is shared by all tests, so that their digests can be compared.
var numbers = newDigester()

func digestOf(s *State) digest { return numbers.state(s) }

// What is done to a copy does not show in the original.
func TestCloneIsApart(t *testing.T) {
	variable, reg := &ssa.Alloc{}, &ssa.BinOp{}
	tests := map[string]func(*State){
		"register": func(s *State) { s.Bind(reg, nilVal) },
		"tuple":    func(s *State) { s.tuples.set(tupleElem{reg, 1}, nilVal) },
		"variable": func(s *State) { new(Machine).setCell(s, Cell{Root: variable}, nilVal, true) },
		"mark":     func(s *State) { s.Mark.Status = owed },
		"stage":    func(s *State) { s.Mark.Stage = 1 },
		"parent":   func(s *State) { s.Parent = tokenVal },
		"havoc":    func(s *State) { s.havoc(variable) },
	}
	for name, change := range tests {
		s := &State{}
		new(Machine).setCell(s, Cell{Root: variable}, trueVal, true)
		before, copied := digestOf(s), s.Clone()
		if digestOf(copied) != before {
			t.Errorf("%s: the copy differs", name)
		}
		change(copied)
		if digestOf(s) != before {
			t.Errorf("%s: the change of the copy shows", name)
		}
		if digestOf(copied) == before {
			t.Errorf("%s: the change does not show", name)
		}
	}
}

// cellsOf returns a state that knows parts of one variable.
func cellsOf(root ssa.Value, parts map[string]Val) *State {
	s := &State{}
	for path, v := range parts {
		s.cells.set(Cell{root, path}, v)
	}
	return s
}

func TestSetCell(t *testing.T) {
	root, other := &ssa.Alloc{}, &ssa.Alloc{}
	s := cellsOf(root, map[string]Val{"": {}, ".0": trueVal, ".1": nilVal, ".1.0": tokenVal, shared: nonNilVal})
	new(Machine).setCell(s, Cell{root, ".1"}, nonNilVal, true)
	want := map[string]Val{"": {}, ".0": trueVal, ".1": nonNilVal, shared: nonNilVal}
	check(t, "a part", s, root, want)

	// A copy takes the parts along; what it had of its own is gone.
	s.cells.set(Cell{other, ".5"}, trueVal)
	new(Machine).setCell(s, Cell{Root: other}, Val{Kind: Struct, Ref: root}, true)
	for _, path := range []string{".0", ".1"} {
		got, _ := s.cells.get(Cell{other, path})
		if want, _ := s.cells.get(Cell{root, path}); got != want {
			t.Errorf("part %s was not copied", path)
		}
	}
	if _, ok := s.cells.get(Cell{other, ".5"}); ok {
		t.Error("a part survived that was overwritten by a copy of the whole")
	}

	new(Machine).setCell(s, Cell{Root: root}, nilVal, true)
	check(t, "the whole", s, root, map[string]Val{"": nilVal, shared: nonNilVal})
}

func check(t *testing.T, name string, s *State, root ssa.Value, want map[string]Val) {
	t.Helper()
	n := 0
	for _, e := range s.cells.parts(root) {
		n++
		if w, ok := want[e.key]; !ok || w != e.val {
			t.Errorf("%s: part %q is %v, want %v", name, e.key, e.val, w)
		}
	}
	if n != len(want) {
		t.Errorf("%s: %d parts, want %d", name, n, len(want))
	}
}

// Code that cannot be seen may have changed all but where the token is.
func TestHavoc(t *testing.T) {
	root := &ssa.Alloc{}
	s := cellsOf(root, map[string]Val{"": {}, ".0": trueVal, ".1": tokenVal, ".2": nilVal})
	s.havoc(root)
	check(t, "havoc", s, root, map[string]Val{"": {}, ".0": {}, ".1": tokenVal, ".2": {}, opaque: nonNilVal})
	if s.isZeroed(Cell{root, ".0"}) {
		t.Error("a part is thought to be zero still")
	}
}

// A register that is computed anew is not what others took it for.
func TestForget(t *testing.T) {
	reg, copied, variable := &ssa.BinOp{}, &ssa.UnOp{}, &ssa.Alloc{}
	old := Val{Kind: Sym, Ref: reg}
	s := &State{}
	s.Bind(reg, trueVal)
	s.Bind(copied, old)
	s.cells.set(Cell{Root: variable}, old)
	s.cells.set(Cell{variable, ".0"}, tokenVal)
	s.tuples.set(tupleElem{reg, 0}, nilVal)
	s.forget(reg)
	want := &State{}
	want.cells.set(Cell{variable, ".0"}, tokenVal)
	if digestOf(s) != digestOf(want) {
		t.Errorf("got %+v, want %+v", s, want)
	}
}
