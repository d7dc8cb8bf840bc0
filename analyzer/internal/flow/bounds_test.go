package flow

import (
	"fmt"
	"strings"
	"testing"
)

// repeat returns n copies of format, each with its number in it.
func repeat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// Paths that differ in nothing which is asked again are merged, so that their
// number does not matter; only the others count against the bounds.
func TestBounds(t *testing.T) {
	flags := func(n int) string {
		return repeat(n, "b# := cond(); if b# { use(#) }\n") + "use()\n" + repeat(n, "if b# { use(#) }\n")
	}
	tests := map[string]struct{ body, gaveUp string }{
		"2^16 paths that do not matter": {repeat(16, "if cond() { use(#) }\n"), ""},
		"nested":                        {repeat(16, "if cond() { use(#)\n") + strings.Repeat("}\n", 16), ""},
		"flags that are not asked again": {
			repeat(16, "b# := cond(); if b# { use(#) }\n"), ""},
		"flags that are asked again at once": {
			repeat(16, "b# := cond(); if b# { use(#) }; if b# { use() }\n"), ""},
		"variables that are not read again": {
			"v := 0\nuse(v)\n" + repeat(16, "if cond() { v = # }\n"), ""},
		"values that are only passed on": {
			repeat(16, "v# := 0; if cond() { v# = num() }\n") + repeat(16, "use(v#)\n"), ""},
		"values that only end in other values": {
			"var all []box\n" + repeat(16, "v# := false; if cond() { v# = cond() }\n") + repeat(16, "all = append(all, box{flag: v#})\n") + "use(all)\n", ""},
		"variables that others set": {
			repeat(16, "var v# box; set(&v#); if v#.flag { use(v#.x) }\n"), ""},
		"loops in a row": {repeat(40, "for cond() { if cond() { continue }; use(#) }\n"), ""},
		"a switch with many cases": {
			"switch num() {\n" + repeat(100, "case #: use(#)\n") + "}\n", ""},
		"few flags": {flags(8), ""},
		// 2^5 states meet no bound at any point, but walk too many blocks.
		"few flags over a long way": {
			repeat(5, "b# := cond(); if b# { use(#) }\n") + repeat(400, "if cond() { use(#) }\n") + repeat(5, "if b# { use() }\n"),
			"too many paths"},
		"many flags": {flags(10), "too many states at one point"},
		"values that are asked for": {
			"v := 0\nswitch num() {\n" + repeat(600, "case #: v = # + 1000\n") + "}\nuse()\nif v == 7 { use() }\n",
			"too many states at one point"},
		"flags that deferred calls leave behind": {
			"var v, w int\n" +
				"defer func() { if v == w { use() } }()\n" +
				"defer func() { switch num() {\n" + repeat(25, "case #: v = #\n") + "} }()\n" +
				"defer func() { switch num() {\n" + repeat(25, "case #: w = #\n") + "} }()\n",
			"too many states in deferred calls"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fn := build(t, "func f() {\nx := acquire()\n"+test.body+"release(x)\n}").Func("f")
			c, m := explore(fn)
			if got := m.GaveUp(); got != test.gaveUp {
				t.Fatalf("gave up: %q, want %q", got, test.gaveUp)
			}
			if got := set(c.outcomes); test.gaveUp == "" && got != "ended" {
				t.Errorf("got %s, want ended", got)
			}
		})
	}
}

// What was seen before the bound stands, and is told to be a part only.
func TestGaveUpInPart(t *testing.T) {
	fn := build(t, "func f() {\nx := acquire()\nif cond() { return }\n"+
		repeat(10, "b# := cond(); if b# { use(#) }\n")+"use()\n"+repeat(10, "if b# { use(#) }\n")+"release(x)\n}").Func("f")
	c, m := explore(fn)
	if got := set(c.outcomes); m.GaveUp() == "" || got != "ended, owed" {
		t.Errorf("gave up: %q, outcomes %s; want a reason, and ended, owed", m.GaveUp(), got)
	}
}

// Closures within closures are walked in place so far and no further.
func TestInlineDepth(t *testing.T) {
	for depth := 1; depth <= maxInline+3; depth++ {
		body := "release(x)"
		for range depth {
			body = "func() { " + body + " }()"
		}
		fn := build(t, "func f() { x := acquire(); "+body+" }").Func("f")
		want := "ended"
		if depth > maxInline {
			want = "owed" // the script does not treat unknown closures as takers
		}
		if c, m := explore(fn); set(c.outcomes) != want || m.TooDeep() != (depth > maxInline) {
			t.Errorf("%d closures: got %s, and too deep: %t; want %s", depth, set(c.outcomes), m.TooDeep(), want)
		}
	}
}

// Functions that call themselves are not walked in themselves.
func TestRecursion(t *testing.T) {
	runFlow(t, []flowTest{
		{"closure", `func f() {
			x := acquire()
			var again func()
			again = func() { if cond() { again() } else { release(x) } }
			again()
		}`, "ended, owed"},
		{"deferred closure", `func f() {
			var walk func()
			walk = func() { if cond() { defer walk() } }
			walk()
			release(acquire())
		}`, "ended"},
	})
}

// A variable is set by a closure, however deep that stands in others.
func TestStoresTo(t *testing.T) {
	t.Parallel()
	for set, want := range map[string]bool{"v = 2": true, "v.x.y.z = 2": true, "use(v)": false, "use(v.x)": false} {
		typ := "int"
		if strings.Contains(set, ".") {
			typ = "struct { x struct { y struct { z int } } }"
		}
		body := set
		for range 7 {
			body = "func() { " + body + " }()"
		}
		fn := build(t, "func f() { var v "+typ+"; use(&v); "+body+" }").Func("f").AnonFuncs[0]
		if got := StoresTo(fn.FreeVars[0]); got != want {
			t.Errorf("%s: %t, want %t", set, got, want)
		}
	}
}
