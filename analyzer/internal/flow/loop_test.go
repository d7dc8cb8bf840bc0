package flow

import "testing"

func TestLoops(t *testing.T) {
	runFlow(t, []flowTest{
		{"acquire and release", `func f() { for cond() { x := acquire(); release(x) } }`, "ended, none"},
		{"acquire only", `func f() { for cond() { x := acquire(); use(x) } }`, "lost, none, owed"},
		{"continue before release", `func f() {
			for cond() { x := acquire(); if cond() { continue }; release(x) }
		}`, "ended, lost, none, owed"},
		{"one that is kept outside", `func f() {
			var x *T
			for cond() { x = acquire() }
			release(x)
		}`, "ended, lost, none"},
		{"all are kept, in a loop without a condition", `func f() {
			var xs []*T
			for { x := acquire(); if cond() { release(x); break }; xs = append(xs, x) }
			for _, x := range xs { release(x) }
		}`, "again, ended"},
		{"all are kept for nothing", `func f() {
			var xs []*T
			for { x := acquire(); if cond() { release(x); break }; xs = append(xs, x) }
		}`, "again, ended"},
		{"break with it", `func f() {
			var x *T
			for { x = acquire(); if cond() { break }; release(x) }
			release(x)
		}`, "ended"},
		{"retry until it works", `func f() {
			var x *T
			var err error
			for { x, err = open(); if err == nil { break } }
			release(x)
		}`, "ended"},
		{"retry some times", `func f() error {
			var x *T
			var err error
			for i := 0; i < 3; i++ { x, err = open(); if err == nil { break } }
			if err != nil { return err }
			release(x)
			return nil
		}`, "ended nil, none non-nil"},
		{"condition of a constant runs once", `func f() {
			x := acquire()
			for i := 0; i < 3; i++ { release(x) }
		}`, "ended"},
		{"range over a constant runs once", `func f() { x := acquire(); for range 3 { release(x) } }`, "ended"},
		{"range over an unknown number", `func f() { x := acquire(); for range num() { release(x) } }`, "ended, owed"},
		{"labels", `func f() {
			x := acquire()
		outer:
			for cond() {
				for cond() {
					if cond() { break outer }
					if cond() { continue outer }
				}
			}
			release(x)
		}`, "ended"},
		{"goto", `func f() {
			x := acquire()
			if cond() { goto done }
			use(x)
		done:
			release(x)
		}`, "ended"},
		{"goto back", `func f() {
		again:
			x := acquire()
			if cond() { goto again }
			release(x)
		}`, "ended, lost"},
		{"endless", `func f() { x := acquire(); for { use(x) } }`, ""},
		{"swapped", `func f() {
			x := acquire()
			for a, b := true, false; ; a, b = b, a {
				if b { release(x); return }
				if !a { return }
			}
		}`, "ended"},
		{"a flag changes from round to round", `func f() {
			x := acquire()
			for first := true; ; first = false { if !first { break }; release(x) }
		}`, "ended"},
	})
}

// A slice or map that holds the token is not empty: a loop over it runs.
func TestHolders(t *testing.T) {
	runFlow(t, []flowTest{
		{"slice", `func f() {
			var all []*T
			all = append(all, acquire())
			for _, x := range all { release(x) }
		}`, "ended"},
		{"slice, filled in a loop", `func f() {
			var all []*T
			for cond() { x := acquire(); all = append(all, x) }
			for _, x := range all { release(x) }
		}`, "again, ended, none"},
		{"slice by index", `func f() {
			all := []*T{}
			all = append(all, acquire())
			for i := 0; i < len(all); i++ { release(all[i]) }
		}`, "ended"},
		{"slice backwards", `func f() {
			all := []*T{}
			all = append(all, acquire())
			for i := len(all) - 1; i >= 0; i-- { release(all[i]) }
		}`, "ended"},
		{"slice asked for its length", `func f() {
			all := []*T{}
			all = append(all, acquire())
			if len(all) == 0 { return }
			if len(all) > 0 { release(all[0]) }
		}`, "ended"},
		{"array", `func f() { for _, x := range [...]*T{acquire()} { release(x) } }`, "ended"},
		{"map", `func f() {
			m := map[int]*T{}
			m[1] = acquire()
			for _, x := range m { release(x) }
		}`, "ended"},
		{"map with a comma", `func f() {
			m := map[int]*T{}
			m[1] = acquire()
			if x, ok := m[1]; ok { release(x) }
		}`, "ended, owed"},
		{"slice of structs", `func f() {
			var all []box
			all = append(all, box{x: acquire()})
			for _, c := range all { release(c.x) }
		}`, "ended"},
		{"slice that is deferred upon", `func f() {
			var all []*T
			defer func() { for _, x := range all { release(x) } }()
			all = append(all, acquire())
		}`, "ended"},
		{"returned", `func f() []*T { return append([]*T(nil), acquire()) }`, "owed token"},
		{"make", `func f() { s := make([]*T, 1); s[0] = acquire(); use(s[0]) }`, "owed"},
	})
}

// Channels: who receives is another's duty, and what ticks never ends.
func TestChannels(t *testing.T) {
	runFlow(t, []flowTest{
		{"select sends in its case", `func f(done chan bool) int {
			x := acquire()
			select {
			case ch <- x: return 1
			case <-done: return 2
			}
		}`, "gone 1, owed 2"},
		{"select with default", `func f() {
			x := acquire()
			select {
			case ch <- x:
			default: release(x)
			}
		}`, "ended, gone"},
		{"one case", `func f() { x := acquire(); select { case ch <- x: } }`, "gone"},
		{"ticker", `func f() {
			x := acquire()
			for range ticker.C { if cond() { release(x); return } }
		}`, "ended"},
		{"time.Tick", `func f() {
			x := acquire()
			for range time.Tick(1) { if cond() { release(x); return } }
		}`, "ended"},
		{"time.After, received", `func f() {
			x := acquire()
			if _, ok := <-time.After(1); !ok { return }
			release(x)
		}`, "ended"},
		{"another channel may be closed", `func f(c chan int) {
			x := acquire()
			for range c { release(x); return }
		}`, "ended, owed"},
	})
}
