package flow

import "testing"

func TestDefers(t *testing.T) {
	runFlow(t, []flowTest{
		{"a deferred closure in a closure that leaves early", `func f() {
			x := acquire()
			func() {
				defer func() { release(x) }()
				if cond() { return }
				use(x)
			}()
		}`, "ended"},
		{"release", `func f() { x := acquire(); defer release(x); if cond() { return }; use(x) }`, "ended"},
		{"before the error is looked at", `func f() error {
			x, err := open()
			defer release(x)
			return err
		}`, "ended nil, none non-nil"},
		{"on some path", `func f() { x := acquire(); if cond() { defer release(x) } }`, "ended, owed"},
		{"after a return", `func f() { x := acquire(); if cond() { return }; defer release(x) }`, "ended, owed"},
		{"arguments are evaluated at once", `func f() { x := acquire(); y := x; defer release(y); y = nil; use(y) }`, "ended"},
		{"nil at the time", `func f() { var x *T; defer release(x); x = acquire(); use(x) }`, "owed"},
		{"closure reads at the end", `func f() { var x *T; defer func() { release(x) }(); x = acquire() }`, "ended"},
		{"closure reads what it is by then", `func f() { x := acquire(); defer func() { release(x) }(); x = nil }`, "owed"},
		{"closure that asks", `func f() {
			var x *T
			defer func() { if x != nil { release(x) } }()
			if cond() { return }
			x = acquire()
		}`, "ended, none"},
		{"last come first", `func f() {
			x := acquire()
			ok := true
			defer func() { if ok { release(x) } }()
			defer func() { ok = false }()
		}`, "owed"},
		{"last come first, the other way", `func f() {
			x := acquire()
			ok := false
			defer func() { ok = false }()
			defer func() { if ok { release(x) } }()
			defer func() { ok = true }()
		}`, "ended"},
		{"committed", `func f() error {
			x := acquire()
			committed := false
			defer func() { if !committed { release(x) } }()
			if err := fail(); err != nil { return err }
			committed = true
			return nil
		}`, "ended non-nil, owed nil"},
		{"named result, error", `func f() (x *T, err error) {
			x, err = open()
			if err != nil { return nil, err }
			defer func() { if err != nil { release(x) } }()
			if err = fail(); err != nil { return nil, err }
			return x, nil
		}`, "none nil non-nil, owed nil non-nil, owed token nil"},
		{"named result, captured apart", `func f() (_ *T, err error) {
			x, err := open()
			if err != nil { return nil, err }
			defer func() { if err != nil { release(x) } }()
			if err = fail(); err != nil { return nil, err }
			return x, nil
		}`, "ended nil non-nil, none nil non-nil, owed token nil"},
		{"named result set by return", `func f() (err error) {
			x := acquire()
			defer func() { if err != nil { release(x) } }()
			if cond() { return ErrBad }
			return nil
		}
		var ErrBad = errors.New("")`, "ended non-nil, owed nil"},
		{"named result set by the closure", `func f() (err error) {
			x := acquire()
			defer func() { release(x); err = nil }()
			return fail()
		}`, "ended nil"},
		{"in a closure that is called", `func f() {
			x := acquire()
			func() { defer release(x) }()
			use(x)
		}`, "ended"},
		{"not at the end of a closure", `func f() {
			x := acquire()
			ok := true
			defer func() { if ok { release(x) } }()
			func() { use(x) }()
			ok = false
		}`, "owed"},
		{"thunk", `func f() { defer closer(acquire())(); if cond() { return }; use() }`, "ended"},
		{"method value", `func (x *T) Close() { release(x) }
		func f() { x := acquire(); defer x.Close() ; use(x) }`, "owed"},
		{"in a loop", `func f() { for cond() { x := acquire(); defer release(x) } }`, "ended, lost, none"},
		{"does not matter", `func f() { defer use(1); x := acquire(); release(x) }`, "ended"},
		{"later", `func f() { x := acquire(); later(func() { release(x) }) }`, "ended"},
		{"later, on some path", `func f() { x := acquire(); if cond() { later(func() { release(x) }) } }`, "ended, owed"},
		{"range-over-func, function's end", `func f() {
			for range each { x := acquire(); defer release(x); break }
		}`, "ended, none"},
		{"range-over-func, before", `func f() {
			x := acquire()
			for range each { defer release(x) }
		}`, "ended, owed"},
		{"range-over-func, return inside", `func f() int {
			x := acquire()
			for i := range each { if i > 3 { release(x); return 1 } }
			return 2
		}`, "ended 1, owed 2"},
	})
}
