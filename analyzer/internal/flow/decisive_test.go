package flow

import (
	"testing"

	"golang.org/x/tools/go/ssa"
)

// What is known of a register is of use until it can decide nothing any more,
// which is mostly sooner than the register itself is.
func TestDecidesIn(t *testing.T) {
	for _, test := range []struct {
		name, body string
		reg        string // the call that computes it
		at         string // a call in the block
		want       bool
	}{
		{"tested again", `x := acquire(); if x == nil { num() }; cond(); if x == nil { exit() }`, "acquire", "cond", true},
		{"just used", `x := acquire(); if x == nil { num() }; if cond() { exit() }; x.n = 1`, "acquire", "exit", false},
		{"never tested", `n := num(); if cond() { exit() }; ch <- &T{n: n}`, "num", "exit", false},
		{"returned", `err := fail(); if err != nil { num() }; cond(); return err`, "fail", "num", true},
		{"given to a call", `x := acquire(); if x == nil { num() }; cond(); release(x)`, "acquire", "num", true},
		{"another counter's start", `n := num(); for i := n; i < 3; i++ { cond() }`, "num", "cond", false},
		{"through a phi", `x := acquire(); if cond() { x = global }; num(); if x == nil { exit() }`, "acquire", "num", false},
	} {
		fn := build(t, "func f() error { "+test.body+"; return nil }").Func("f")
		d := newGraph(fn).matters()
		if got := d.decidesIn(value(t, fn, test.reg))[blockOf(t, fn, test.at)]; got != test.want {
			t.Errorf("%s: %t, want %t", test.name, got, test.want)
		}
	}
}

// A test that is repeated is known until its operands are computed anew.
func TestTestedFrom(t *testing.T) {
	fn := build(t, `func f() {
		for cond() {
			n := num()
			if n > 3 { fail() }
			if n > 3 { exit() }
			acquire()
		}
	}`).Func("f")
	g := newGraph(fn)
	test := (*value(t, fn, "num").Referrers())[0].(*ssa.BinOp)
	for name, want := range map[string]bool{"fail": true, "exit": false, "acquire": false, "cond": false} {
		if got := g.testedFrom(g.rep(test))[blockOf(t, fn, name)]; got != want {
			t.Errorf("tested from %s: %t, want %t", name, got, want)
		}
	}
}

// The second of two tests may not come by the first, but by what they compare.
func TestTestedFromOperand(t *testing.T) {
	fn := build(t, `func f() {
		for cond() {
			n := num()
			if fail() != nil {
				if n > 3 { acquire() }
			} else if n > 3 {
				exit()
			}
		}
	}`).Func("f")
	g := newGraph(fn)
	test := (*value(t, fn, "num").Referrers())[0].(*ssa.BinOp)
	for name, want := range map[string]bool{"num": false, "acquire": false, "exit": false, "cond": false} {
		if got := g.testedFrom(g.rep(test))[blockOf(t, fn, name)]; got != want {
			t.Errorf("tested from %s: %t, want %t", name, got, want)
		}
	}
}
