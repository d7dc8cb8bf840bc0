package flow

import (
	"maps"
	"math/rand/v2"
	"strconv"
	"testing"

	"golang.org/x/tools/go/ssa"
)

// A cellSet does what a map does, and so does a copy of it, whichever is changed.
func TestCellSet(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	roots := []ssa.Value{&ssa.Alloc{}, &ssa.Alloc{}, &ssa.Alloc{}}
	paths := []string{"", ".0", ".1", ".1.0", "[2]", "[2].3", opaque, shared}
	type model = map[Cell]Val
	sets, want := []*cellSet{{}}, []model{{}}
	for range 3000 {
		i := r.IntN(len(sets))
		s, w := sets[i], want[i]
		root, path, val := roots[r.IntN(len(roots))], paths[r.IntN(len(paths))], constant(strconv.Itoa(r.IntN(4)))
		k := Cell{root, path}
		switch r.IntN(16) {
		case 0:
			s.remove(root)
			maps.DeleteFunc(w, func(c Cell, _ Val) bool { return c.Root == root })
		case 1:
			s.removeIn(root, func(p string, v Val) bool { return p == path || v == val })
			maps.DeleteFunc(w, func(c Cell, v Val) bool { return c.Root == root && (c.Path == path || v == val) })
		case 2:
			s.removeIf(func(c Cell, v Val) bool { return c == k || v == val })
			maps.DeleteFunc(w, func(c Cell, v Val) bool { return c == k || v == val })
		case 3:
			s.replace(val, nilVal)
			for c, v := range w {
				w[c] = instead(v, val, nilVal)
			}
		case 4:
			s.change(root, func(p string, v Val) Val { return instead(v, val, trueVal) })
			for c, v := range w {
				if c.Root == root {
					w[c] = instead(v, val, trueVal)
				}
			}
		case 5:
			copied := s.clone()
			sets, want = append(sets, &copied), append(want, maps.Clone(w))
		default:
			s.set(k, val)
			w[k] = val
		}
		for i, s := range sets {
			if got := maps.Collect(s.all()); !maps.Equal(got, want[i]) || s.len() != len(got) {
				t.Fatalf("set %d is %v, of %d cells; want %v", i, got, s.len(), want[i])
			}
		}
		if len(sets) > 4 {
			sets, want = sets[1:], want[1:]
		}
	}
}

// Where no path is longer than that of a cell, it has no parts that are known.
func TestMayHaveBelow(t *testing.T) {
	root := &ssa.Alloc{}
	var s cellSet
	for i, test := range []struct {
		set, of string
		want    bool
	}{{"[0]", "[0]", false}, {opaque, "[1]", false}, {opaque, "", true}, {".0.1", ".0", true}, {".0.1", ".0.1", false}, {"[0][1].2", ".0.1", true}} {
		s.set(Cell{root, test.set}, nilVal)
		if got := s.mayHaveBelow(Cell{root, test.of}); got != test.want {
			t.Errorf("%d: %q is said to have parts: %t", i, test.of, got)
		}
	}
}
