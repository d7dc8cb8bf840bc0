package flow

import "testing"

// An error and the value beside it tell of each other: the one question that
// decides most paths.
func TestErrorPairs(t *testing.T) {
	runFlow(t, []flowTest{
		{"decides", `func f() error {
			x, err := open()
			if err != nil { return err }
			release(x)
			return nil
		}`, "ended nil, none non-nil"},
		{"forgotten", `func f() error {
			x, err := open()
			if err != nil { return err }
			use(x)
			return nil
		}`, "none non-nil, owed nil"},
		{"nil first", `func f() {
			x, err := open()
			if nil == err { release(x) }
		}`, "ended, none"},
		{"negated", `func f() {
			x, err := open()
			if !(err != nil) { release(x) }
		}`, "ended, none"},
		{"through a phi", `func f(b bool) error {
			var x *T
			var err error
			if b { x, err = open() } else { err = fail() }
			if err != nil { return err }
			if x != nil { release(x) }
			return nil
		}`, "ended nil, none nil, none non-nil"},
		{"the value's nilness", `func f(b bool) {
			var x *T
			if b { x = acquire() }
			if cond() { use(x) }
			if x != nil { release(x) }
		}`, "ended, none"},
		{"shadowed", `func f() (err error) {
			if x, err := open(); err == nil { use(x); return err }
			return err
		}`, "none nil, owed nil"},
		{"in a field of another", `func f(s *struct{ err error }) {
			var x *T
			x, s.err = open()
			if s.err != nil { return }
			release(x)
		}`, "ended, none"},
		{"in a field that a call may set", `func f(s *struct{ err error }) {
			var x *T
			x, s.err = open()
			set(s)
			if s.err != nil { return }
			release(x)
		}`, "ended, none, owed"},
		{"in a field that is set again", `func f(s, t *struct{ err error }) {
			var x *T
			x, s.err = open()
			t.err = fail()
			if s.err != nil { return }
			release(x)
		}`, "ended, none, owed"},
		{"in a field of what is captured", `func f(s *struct{ err error }) {
			func() {
				var x *T
				x, s.err = open()
				if s.err != nil { return }
				release(x)
			}()
		}`, "ended, none"},
		{"copied", `func f() error {
			x, err := open()
			e := err
			if cond() { use(e) }
			if e != nil { return err }
			release(x)
			return e
		}`, "ended nil, none non-nil"},
		{"captured and only read", `func f() {
			x, err := open()
			defer func() { use(err) }()
			if err != nil { return }
			release(x)
		}`, "ended, none"},
		{"captured and set by a call", `func f() error {
			x, err := open()
			clear := func() { err = nil }
			clear()
			if err != nil { return err }
			use(x)
			return err
		}`, "none nil, owed nil"},
		{"its address is given away", `func f() {
			x, err := open()
			set(&err)
			if err != nil { return }
			release(x)
		}`, "ended, none, owed"},
		{"reused", `func f() error {
			x, err := open()
			if err != nil { return err }
			err = fail()
			if err != nil { return err }
			release(x)
			return nil
		}`, "ended nil, none non-nil, owed non-nil"},
		{"errors.Is finds nothing in nil", `func f() error {
			x, err := open()
			if err != nil { return err }
			e := fail()
			if errors.Is(e, sentinel) { return e }
			release(x)
			return e
		}
		var sentinel = errors.New("")`, "ended ?, none non-nil, owed non-nil"},
		{"errors.Is finds nil in nil only", `func f() error {
			x, err := open()
			if err != nil { return err }
			e := fail()
			if !errors.Is(e, nil) { release(x); return e }
			return e
		}`, "ended non-nil, none non-nil, owed nil"},
		{"a sentinel is not nil", `func f() error {
			x := acquire()
			err := fail()
			if err == ErrDone { return err }
			release(x)
			return nil
		}
		var ErrDone = errors.New("")`, "ended nil, owed non-nil"},
		{"two of them", `func f() error {
			x, err := open()
			if err != nil { return err }
			err2 := fail()
			if err2 == nil { err2 = fail() }
			if err2 != nil { release(x); return err2 }
			release(x)
			return err2
		}`, "ended nil, ended non-nil, none non-nil"},
	})
}

// What a branch has told is known at the next one that asks the same.
func TestCorrelatedBranches(t *testing.T) {
	runFlow(t, []flowTest{
		{"flag", `func f(b bool) {
			var x *T
			if b { x = acquire() }
			use()
			if b { release(x) }
		}`, "ended, none"},
		{"negated flag", `func f(b bool) {
			var x *T
			if !b { x = acquire() }
			if b { return }
			release(x)
		}`, "ended, none"},
		{"two flags are two things", `func f(a, b bool) {
			var x *T
			if a { x = acquire() }
			if b { release(x) }
		}`, "ended, none, owed"},
		{"flag set beside it", `func f() {
			var x *T
			opened := false
			if cond() { x = acquire(); opened = true }
			if opened { release(x) }
		}`, "ended, none"},
		{"flag set wrongly", `func f() {
			var x *T
			opened := true
			if cond() { x = acquire(); opened = false }
			if opened { release(x) }
		}`, "none, owed"},
		{"conjunction", `func f(a, b bool) {
			var x *T
			if a && b { x = acquire() }
			if a && b { release(x) }
		}`, "ended, none"},
		{"field read twice", `func f(c *box) {
			var x *T
			if c.flag { x = acquire() }
			use()
			if c.flag { release(x) }
		}`, "ended, none"},
		{"field set between", `func f(c *box) {
			var x *T
			if c.flag { x = acquire() }
			c.flag = cond()
			if c.flag { release(x) }
		}`, "ended, none, owed"},
		{"negated field", `func f(c *box) {
			var x *T
			if !c.flag { x = acquire() }
			if !c.flag { release(x) }
		}`, "ended, none"},
		{"field of a local", `func f() {
			var c box
			if cond() { c.x = acquire(); c.flag = true }
			if c.flag { release(c.x) }
		}`, "ended, none"},
		{"field of a local that was given away", `func f() {
			var c box
			if cond() { c.x = acquire(); c.flag = true }
			set(&c.flag)
			if c.flag { release(c.x) }
		}`, "ended, none, owed"},
		{"calls tell something new each time", `func f() {
			var x *T
			if cond() { x = acquire() }
			if cond() { release(x) }
		}`, "ended, none, owed"},
		{"equal comparisons", `func f(n, k int) {
			var x *T
			if n > k { x = acquire() }
			if n > k { release(x) }
		}`, "ended, none"},
		{"equal lengths", `func f(s string) {
			var x *T
			if len(s) > 3 { x = acquire() }
			if len(s) > 3 { release(x) }
		}`, "ended, none"},
		{"switch on constants", `func f(n int) {
			x := acquire()
			switch n {
			case 1: release(x)
			case 2: exit()
			}
			switch n {
			case 1, 2: return
			}
			release(x)
		}`, "ended"},
		{"switch after a comparison", `func f(s string) int {
			x := acquire()
			if s == "a" { release(x) }
			switch s {
			case "b": return 1
			case "a": return 2
			}
			return 3
		}`, "ended 2, owed 1, owed 3"},
		{"constants", `func f() {
			const debug = false
			x := acquire()
			if debug { return }
			release(x)
		}`, "ended"},
		{"constant variable", `func f() {
			n := 0
			x := acquire()
			if n > 0 { return }
			if n != 0 { return }
			release(x)
		}`, "ended"},
		{"test", `func f() {
			x := acquire()
			if more(x) { return }
		}`, "ended, owed"},
		{"negated test", `func f() {
			x := acquire()
			if !more(x) { return }
			release(x)
		}`, "ended"},
		{"negated test in a variable", `func f() int {
			x := acquire()
			no := !more(x)
			if no { return 1 }
			return 2
		}`, "ended 1, owed 2"},
		{"test in a variable", `func f() {
			x := acquire()
			if ok := more(x); !ok { return }
		}`, "ended, owed"},
	})
}

// The token is what was acquired, by whatever name.
func TestAliases(t *testing.T) {
	runFlow(t, []flowTest{
		{"copy", `func f() { x := acquire(); y := x; release(y) }`, "ended"},
		{"another value", `func f() { x := acquire(); use(x); release(&T{}) }`, "owed"},
		{"interface and back", `func f() { var i any = acquire(); release(i.(*T)) }`, "ended"},
		{"assertion that must succeed", `func f() {
			var i any = acquire()
			if x, ok := i.(*T); ok { release(x) }
		}`, "ended"},
		{"assertion that may fail", `func f() {
			var i any = acquire()
			_, ok := i.(interface{ M() })
			x, _ := i.(*T)
			if ok { return }
			release(x)
		}`, "ended, owed"},
		{"interface, later", `func f() {
			var i any = acquire()
			if cond() { return }
			x := i.(*T)
			if cond() { use() }
			release(x)
		}`, "ended, owed"},
		{"another type, later", `type U *T
		func f() { u := U(acquire()); if cond() { use() }; release((*T)(u)) }`, "ended"},
		{"part of it, later", `func f() { p := acquire().part; if cond() { use() }; release(p) }`, "ended"},
		{"address of a part, later", `func f() { p := &acquire().part; if cond() { use() }; release(*p) }`, "ended"},
		{"assertion of nil", `func f() {
			var i any
			x := acquire()
			if _, ok := i.(*T); ok { return }
			release(x)
		}`, "ended"},
		{"type switch", `func f() {
			var i any = acquire()
			switch x := i.(type) {
			case *T: release(x)
			case int: use(x)
			}
		}`, "ended"},
		{"part of it", `func f() { x := acquire(); release(x.part) }`, "ended"},
		{"field", `func f() { c := box{x: acquire()}; release(c.x) }`, "ended"},
		{"struct copied", `func f() { c := box{x: acquire()}; d := c; release(d.x) }`, "ended"},
		{"pointer to a struct", `func f() { c := &box{x: acquire()}; release(c.x) }`, "ended"},
		{"wrong field", `func f() { c := T{part: acquire()}; use(c.n) }`, "owed"},
		{"overwritten field", `func f() { c := box{x: acquire()}; c.x = nil; release(c.x) }`, "owed"},
		{"array", `func f() { var a [2]*T; a[1] = acquire(); release(a[1]) }`, "ended"},
		{"another element", `func f() { var a [2]*T; a[1] = acquire(); release(a[0]) }`, "owed"},
		{"returned", `func f() *T { return acquire() }`, "owed token"},
		{"returned in a struct", `func f() *box { return &box{x: acquire()} }`, "owed token"},
		{"returned in a closure", `func f() func() { x := acquire(); return func() { release(x) } }`, "owed token"},
		{"thunk", `func f() { c := closer(acquire()); c() }`, "ended"},
		{"thunk not called", `func f() { c := closer(acquire()); use(c) }`, "owed"},
		{"method value", `func (x *T) Close() { release(x) }
		func f() { x := acquire(); c := x.Close; use(c) }`, "owed"},
		{"global", `func f() { global = acquire() }`, "gone"},
		{"parameter's field", `func f(c *box) { c.x = acquire() }`, "gone"},
		{"sent", `func f() { ch <- acquire() }`, "gone"},
		{"goroutine", `func f() { x := acquire(); go func() { release(x) }() }`, "gone"},
		{"map", `func f() { m := map[string]*T{}; m["a"] = acquire(); release(m["a"]) }`, "ended"},
		{"map of somebody", `func f(m map[string]*T) { m["a"] = acquire() }`, "gone"},
		{"panic is no return", `func f() { x := acquire(); if cond() { panic(x) }; release(x) }`, "ended"},
	})
}

// Steps tells the branches since the token was acquired, oldest first.
func TestSteps(t *testing.T) {
	fn := build(t, `func f(a, b, c bool) {
		if a { use() }
		x := acquire()
		if b { return }
		if !c { return }
		release(x)
	}`).Func("f")
	c, _ := explore(fn)
	got := map[string]bool{}
	for i, steps := range c.steps {
		path := c.outcomes[i] + ":"
		for _, s := range steps {
			path += " " + s.If.Cond.Name()
			if !s.Taken {
				path += "=false"
			}
		}
		got[path] = true
	}
	for _, want := range []string{"owed: b", "owed: b=false c=false", "ended: b=false c"} {
		if !got[want] {
			t.Errorf("no path %q in %v", want, got)
		}
	}
	if len(got) != 3 {
		t.Errorf("got %v, want 3 paths", got)
	}
}
