package world

import (
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
)

// The world is one: a process explores one program at a time. mu guards what
// the goroutines of the program share.
var (
	mu       sync.Mutex
	decisive *explorer
	found    *findings
	current  *run
)

// A run is what happened so far in the run under way.
type run struct {
	resources []*Resource
	failed    []*Resource  // whose iteration ended because of an error
	more      map[Site]int // how often a loop was to go on
	end       ending
	over      bool        // it hangs
	disposing bool        // the program is over, and the caller releases what it got
	left      []*Resource // what was open when it was over
	early     []*early    // releases that come too early
}

// How far an exploration goes.
const (
	fewFaults = 2
	maxRuns   = 20_000
	maxMore   = 2 // rounds of a loop in one run
)

// Choose returns one of n alternatives; 0 is the usual one.
func Choose(n int) int {
	mu.Lock()
	defer mu.Unlock()
	return decisive.choose(n, false)
}

// Fault reports whether what is about to be done fails.
func Fault() bool {
	mu.Lock()
	defer mu.Unlock()
	return decisive.choose(2, true) == 1
}

// Panics reports whether what is about to be done panics. In a goroutine of the
// program it does not: that would end the process.
func Panics() bool {
	mu.Lock()
	defer mu.Unlock()
	if !locate(3).main || decisive.choose(2, true) == 0 {
		return false
	}
	current.end = unwound
	return true
}

// More reports whether a loop goes on.
func More() bool {
	mu.Lock()
	defer mu.Unlock()
	loop := here()
	if current.more[loop] >= maxMore || decisive.choose(2, false) == 0 {
		return false
	}
	current.more[loop]++
	return true
}

// Explore runs each function of a program in every way: with every combination of
// conditions and of up to two faults, or, if that is asked for, of any number of
// faults, as long as there are not too many runs. The functions may have the
// parameters that Argument knows.
func Explore(p Program, allFaults bool) Result {
	result := Result{ID: p.ID, Exact: true, Outcomes: map[string]bool{}}
	found = newFindings()
	limit := fewFaults
	if allFaults {
		limit = maxRuns
	}
	for i, f := range p.Functions {
		result.Exact = explore(reflect.ValueOf(f), limit, &result) && result.Exact
		for outcome := range found.outcomes {
			result.Outcomes[fmt.Sprint(i, outcome)] = true
		}
		clear(found.outcomes)
	}
	result.Sites, result.Uses = found.order, found.used
	return result
}

// explore reports whether no run was left out.
func explore(program reflect.Value, limit int, result *Result) bool {
	decisive = &explorer{limit: limit}
	for range maxRuns {
		result.Runs++
		if err := once(program); err != nil {
			result.Fault = err.Error()
			return false
		}
		if !decisive.next() {
			return !decisive.pruned
		}
	}
	return false
}

// once runs the program once, and notes what it has left open.
func once(program reflect.Value) error {
	current = &run{more: map[Site]int{}}
	before := runtime.NumGoroutine()
	call := newCall(program.Type())
	done := make(chan error)
	go func() {
		var failure error
		fails := func() {
			if p := recover(); p != nil && p != any(Panic) {
				failure = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}
		defer func() { done <- failure }()
		defer fails()
		defer func() {
			if !call.returned {
				current.end = unwound
			}
			call.finish()
		}()
		defer fails()
		call.results = program.Call(call.arguments)
		call.returned = true
	}()
	failure := <-done
	if failure == nil {
		settle(before)
		take(call)
		found.outcomes[call.outcome()] = true
	}
	for _, r := range slices.Backward(current.resources) { // children first, or it hangs
		if r.Open() {
			r.Force()
		}
	}
	return failure
}

// settle waits for the goroutines that the program has left behind.
func settle(before int) {
	for range 100 {
		if runtime.NumGoroutine() <= before || !anyOpen() {
			return
		}
		runtime.Gosched()
	}
}

func anyOpen() bool {
	for _, r := range current.resources {
		if r.Open() {
			return true
		}
	}
	return false
}

// take notes what the run has left open, and which failures it kept to itself.
func take(call *call) {
	for _, e := range current.early {
		if e.of.released {
			e.at.Early = true
			e.at.Within = e.at.Within || !e.across
		} else if current.over && !e.of.given {
			found.at(e.of.site, e.of.Kind).leak(current.end)
		}
	}
	for _, r := range current.resources {
		if current.leaks(r) {
			found.at(r.site, r.Kind).leak(current.end)
		} else if r.Open() {
			found.at(r.site, r.Kind).Implied = true
		}
	}
	for _, r := range current.failed {
		if current.end == returned {
			a := found.at(r.site, r.Kind)
			a.Unasked = true
			a.Unheard = a.Unheard || call.succeeded() && !r.elsewhere
		}
	}
}

// leaks reports whether a resource was left open, by no other's fault: one that
// ends with a transaction that is left open itself is not the matter. Rows that
// nobody closes are, in a transaction that the caller goes on with.
func (r *run) leaks(one *Resource) bool {
	if parent := one.parent; parent != nil {
		return one.Kind == "rows" && slices.Contains(r.left, one) && !one.released && !one.given && !parent.Open()
	}
	return one.Open()
}

// Panic is what programs panic with.
const Panic = "the program panics"
