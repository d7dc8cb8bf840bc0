package flow

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"
)

// toy makes a function of empty blocks: "0>1,2 1>3 2>3" is
//
//	  0
//	 / \
//	1   2
//	 \ /
//	  3
func toy(t *testing.T, edges string) *ssa.Function {
	t.Helper()
	fn := &ssa.Function{}
	block := func(word string) *ssa.BasicBlock {
		n, err := strconv.Atoi(word)
		if err != nil {
			t.Fatal(err)
		}
		for len(fn.Blocks) <= n {
			fn.Blocks = append(fn.Blocks, &ssa.BasicBlock{Index: len(fn.Blocks)})
		}
		return fn.Blocks[n]
	}
	for _, word := range strings.Fields(edges) {
		from, tos, _ := strings.Cut(word, ">")
		b := block(from)
		for _, to := range strings.Split(tos, ",") {
			s := block(to)
			b.Succs = append(b.Succs, s)
			s.Preds = append(s.Preds, b)
		}
	}
	return fn
}

func (set blockSet) list() []int {
	var list []int
	for i, in := range set {
		if in {
			list = append(list, i)
		}
	}
	return list
}

func TestCyclicBlocks(t *testing.T) {
	tests := []struct {
		name, edges string
		want        []int
	}{
		// 0 ─ 1 ─ 2
		{"line", "0>1 1>2", nil},
		//   0
		//  / \
		// 1   2
		//  \ /
		//   3
		{"diamond", "0>1,2 1>3 2>3", nil},
		// 0 ─ 1 ─ 2
		//    ╰╯
		{"edge to itself", "0>1 1>1,2", []int{1}},
		// 0 ─ 1 ─ 2 ─ 3
		//     ╰───╯
		{"loop", "0>1 1>2 2>1,3", []int{1, 2}},
		// 0 ─ 1 ─ 2 ─ 3 ─ 4 ─ 5
		//     │   ╰───╯   │
		//     ╰───────────╯
		{"loop in a loop", "0>1 1>2 2>3 3>2,4 4>1,5", []int{1, 2, 3, 4}},
		// 0 ─ 1 ─ 2 ─ 3 ─ 4 ─ 5
		//     ╰───╯   ╰───╯
		{"two loops", "0>1 1>2 2>1,3 3>4 4>3,5", []int{1, 2, 3, 4}},
		//   0
		//  / \
		// 1 ⇄ 2    the loop has two entries
		//      \
		//       3
		{"irreducible", "0>1,2 1>2 2>1,3", []int{1, 2}},
		// 0 ⇄ 1   2 ⇄ 3   the second half is dead code, or a recover block
		{"not connected", "0>1 1>0 2>3 3>2", []int{0, 1, 2, 3}},
		// 0 ─ 1 ─ 2 ─ 4
		//     ╰─ 3 ╯│
		//     ╰─────╯     both arms lead back, one leaves
		{"arms of a loop", "0>1 1>2,3 3>2 2>1,4", []int{1, 2, 3}},
		// 0 ─ 1 ─ 2
		//      ╲ 3 ─ 1     a component is closed late, after a branch that is none of it
		{"branch out of a loop", "0>1 1>2,3 3>1", []int{1, 3}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fn := toy(t, test.edges)
			if got := cyclicBlocks(fn).list(); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			// The definition, the slow way: a block that one of its successors reaches.
			g := &graph{fn: fn, reached: map[*ssa.BasicBlock]blockSet{}}
			var slow []int
			for _, b := range fn.Blocks {
				if slices.ContainsFunc(b.Succs, func(s *ssa.BasicBlock) bool { return g.reaches(b)[s.Index] }) {
					slow = append(slow, b.Index)
				}
			}
			if !slices.Equal(slow, test.want) {
				t.Errorf("by definition %v, want %v", slow, test.want)
			}
		})
	}
}

func TestBackward(t *testing.T) {
	// 0 ─ 1 ─ 2 ─ 3 ─ 5
	//     ╰───╯   │
	//     4 ──────╯
	const edges = "0>1 1>2 2>1,3 3>5 4>3"
	tests := []struct {
		name  string
		roots []int
		stop  int // -1: none
		want  []int
	}{
		{"none", nil, -1, nil},
		{"entry", []int{0}, -1, []int{0}},
		{"into the loop", []int{1}, -1, []int{0, 1, 2}},
		{"through the loop", []int{3}, -1, []int{0, 1, 2, 3, 4}},
		{"not beyond the definition", []int{3}, 2, []int{3, 4}},
		{"a root that is the definition", []int{2}, 2, []int{0, 1, 2}},
		{"two roots", []int{0, 4}, -1, []int{0, 4}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fn := toy(t, edges)
			var roots []*ssa.BasicBlock
			for _, r := range test.roots {
				roots = append(roots, fn.Blocks[r])
			}
			var stop *ssa.BasicBlock
			if test.stop >= 0 {
				stop = fn.Blocks[test.stop]
			}
			if got := (&graph{fn: fn}).backward(roots, stop).list(); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestPredIndex(t *testing.T) {
	// 0 ═ 1   0 goes to 1 by both arms, 2 comes between
	//   2 ╯
	fn := toy(t, "0>1 2>1 0>1")
	for _, test := range []struct{ block, succ, want int }{{0, 0, 0}, {0, 1, 2}, {2, 0, 1}} {
		if got := predIndex(fn.Blocks[test.block], test.succ); got != test.want {
			t.Errorf("predIndex(%d, %d) = %d, want %d", test.block, test.succ, got, test.want)
		}
	}
}

func TestPredIndexPanics(t *testing.T) {
	fn := toy(t, "0>1")
	fn.Blocks[1].Preds = nil
	defer func() {
		if recover() == nil {
			t.Error("an edge that only one of its ends knows is no error")
		}
	}()
	predIndex(fn.Blocks[0], 0)
}

// value returns the only register of fn that calls the function, or the
// parameter of that name.
func value(t *testing.T, fn *ssa.Function, name string) ssa.Value {
	t.Helper()
	for _, p := range fn.Params {
		if p.Name() == name {
			return p
		}
	}
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			if call, ok := instr.(*ssa.Call); ok && call.Call.StaticCallee() != nil && call.Call.StaticCallee().Name() == name {
				return call
			}
		}
	}
	t.Fatalf("no %s in %s", name, fn)
	return nil
}

// blockOf returns the index of the block that calls the function.
func blockOf(t *testing.T, fn *ssa.Function, name string) int {
	t.Helper()
	return value(t, fn, name).(*ssa.Call).Block().Index
}

func TestLiveIn(t *testing.T) {
	//	acquire ─ num ─┬─ release ─┬─ exit
	//	               ╰─ fail ────╯
	fn := build(t, `func f(b bool) {
		x := acquire()
		if b { num() } else { cond() }
		if cond2() { release(x) } else { fail() }
		exit()
	}
	func cond2() bool`).Func("f")
	g := newGraph(fn)
	x := value(t, fn, "acquire")
	for name, want := range map[string]bool{
		"acquire": false, // its own block defines it
		"num":     true, "cond": true, "cond2": true, "release": true,
		"fail": false, "exit": false,
	} {
		if got := g.liveIn(x)[blockOf(t, fn, name)]; got != want {
			t.Errorf("live at %s: %t, want %t", name, got, want)
		}
	}
	b := value(t, fn, "b")
	for name, want := range map[string]bool{"acquire": true, "num": false, "cond2": false} {
		if got := g.liveIn(b)[blockOf(t, fn, name)]; got != want {
			t.Errorf("b is live at %s: %t, want %t", name, got, want)
		}
		if g.testedFrom(b)[blockOf(t, fn, name)] {
			t.Errorf("tested from %s: no other register computes b", name)
		}
	}
}

// What feeds a phi is used at the end of the block that it comes from, and
// not in the other one.
func TestLiveInOfPhi(t *testing.T) {
	//	acquire ─┬─ num ──┬─ exit: phi of x and nil, release
	//	         ╰─ fail ─╯
	fn := build(t, `func f(b bool) {
		x := acquire()
		if b { num() } else { fail(); x = nil }
		exit()
		release(x)
	}`).Func("f")
	live := newGraph(fn).liveIn(value(t, fn, "acquire"))
	for name, want := range map[string]bool{"acquire": false, "num": true, "fail": false, "exit": false} {
		if got := live[blockOf(t, fn, name)]; got != want {
			t.Errorf("live at %s: %t, want %t", name, got, want)
		}
	}
}

// The block that defines a register may be the one that feeds it to a phi.
func TestLiveInOfPhiAtDefinition(t *testing.T) {
	//	num ─ acquire ─┬────────┬─ exit: phi of x and nil, release
	//	               ╰─ fail ─╯
	fn := build(t, `func f(b bool) {
		if num() > 0 { use() }
		x := acquire()
		if b { fail(); x = nil }
		exit()
		release(x)
	}`).Func("f")
	live := newGraph(fn).liveIn(value(t, fn, "acquire"))
	if got := live.list(); len(got) > 0 {
		t.Errorf("live on entry to %v, want nowhere: it passes from its own block to the phi", got)
	}
}

// A part of a variable is used wherever its address may be, or that of what
// contains it or holds its address; of a captured variable, everywhere.
func TestUsedFrom(t *testing.T) {
	alloc := func(fn *ssa.Function, comment string) ssa.Value {
		for _, l := range fn.Locals {
			if l.Comment == comment {
				return l
			}
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if a, ok := instr.(*ssa.Alloc); ok && a.Comment == comment {
					return a
				}
			}
		}
		t.Fatalf("no variable %s in %s", comment, fn)
		return nil
	}
	fn := build(t, `func f() {
		var local box
		var captured *T
		get := func() *T { return captured }
		if cond() { num() ; use(local.x) } else { fail() }
		exit()
		get()
	}`).Func("f")
	g := newGraph(fn)
	for _, test := range []struct {
		variable, path, at string
		want               bool
	}{
		{"local", "", "cond", false}, {"local", "", "num", true}, {"local", "", "fail", false}, {"local", "", "exit", false},
		{"local", ".0", "num", true}, {"local", ".1", "num", false}, {"local", ".0.0", "num", true},
		{"local", opaque, "num", true}, {"local", opaque, "fail", false},
		{"captured", "", "cond", true}, {"captured", "", "fail", true}, {"captured", "", "exit", true},
	} {
		if got := g.usedFrom(Cell{alloc(fn, test.variable), test.path})[blockOf(t, fn, test.at)]; got != test.want {
			t.Errorf("%s%s used from %s: %t, want %t", test.variable, test.path, test.at, got, test.want)
		}
	}
}

// Registers that compute the same share a representative, unless a store may
// have come between.
func TestRepresentatives(t *testing.T) {
	tests := map[string]struct {
		src  string
		same bool
	}{
		"field":                   {`func f(c *box) (bool, bool) { return c.flag, c.flag }`, true},
		"field that is set":       {`func f(c *box) (bool, bool) { a := c.flag; c.flag = true; return a, c.flag }`, false},
		"another field is set":    {`func f(c *box) (bool, bool) { a := c.flag; c.x = nil; return a, c.flag }`, true},
		"of another":              {`func f(c, d *box) (bool, bool) { return c.flag, d.flag }`, false},
		"comparison":              {`func f(n int) (bool, bool) { return n > 1, n > 1 }`, true},
		"with another constant":   {`func f(n int) (bool, bool) { return n > 1, n > 2 }`, false},
		"the other way round":     {`func f(n int) (bool, bool) { return n > 1, n < 1 }`, false},
		"not":                     {`func f(b bool) (bool, bool) { return !b, !b }`, true},
		"length":                  {`func f(s []int) (bool, bool) { return len(s) > 0, len(s) > 0 }`, true},
		"calls":                   {`func f() (bool, bool) { return cond(), cond() }`, false},
		"of calls":                {`func f() (bool, bool) { return num() > 0, num() > 0 }`, false},
		"global":                  {`func f() (bool, bool) { return global != nil, global != nil }`, true},
		"elements may be changed": {`func f(s []bool) (bool, bool) { return s[0], s[0] }`, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			fn := build(t, test.src).Func("f")
			g := newGraph(fn)
			for _, b := range fn.Blocks {
				if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
					if got := g.rep(ret.Results[0]) == g.rep(ret.Results[1]); got != test.same {
						t.Errorf("the same: %t, want %t", got, test.same)
					}
				}
			}
		})
	}
}
