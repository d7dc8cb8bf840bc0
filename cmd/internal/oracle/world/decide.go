package world

import "fmt"

// A decision is one that was taken in a run: which of n alternatives.
type decision struct {
	taken, n int
	fault    bool
}

// An explorer enumerates the sequences of decisions that a program can meet.
type explorer struct {
	script []decision // those of the run under way, or of the last one
	at     int        // how many of them were taken so far
	faults int        // how many faults there were in this run so far

	limit  int  // of faults in a run
	pruned bool // a fault was left out because of the limit
}

// choose returns one of n alternatives; 0 is the one that means nothing odd.
func (e *explorer) choose(n int, fault bool) int {
	if fault && e.faults >= e.limit {
		e.pruned = true
		return 0
	}
	if e.at == len(e.script) {
		e.script = append(e.script, decision{n: n, fault: fault})
	}
	d := e.script[e.at]
	if d.n != n || d.fault != fault {
		panic(fmt.Sprintf("world: a run cannot be repeated: decision %d was %v, is of %d alternatives", e.at, d, n))
	}
	e.at++
	if fault && d.taken > 0 {
		e.faults++
	}
	return d.taken
}

// next prepares the next run, and reports whether there is one.
func (e *explorer) next() bool {
	e.script = e.script[:e.at] // a run that ended early took fewer
	for len(e.script) > 0 {
		last := &e.script[len(e.script)-1]
		if last.taken++; last.taken < last.n {
			e.at, e.faults = 0, 0
			return true
		}
		e.script = e.script[:len(e.script)-1]
	}
	return false
}
