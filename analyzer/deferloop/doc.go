// Package deferloop reports releases that pile up in a loop.
//
// # Analyzer deferloop
//
// deferloop: report deferred releases of what a loop acquires
//
// A defer waits for the end of the function and not of the iteration. In a
// loop every round holds one more connection or descriptor:
//
//	for _, name := range names {
//		f, err := os.Open(name)
//		if err != nil {
//			return err
//		}
//		defer f.Close() // WRONG: all files are open until the function returns
//		...
//	}
//
// Give the iteration a function of its own:
//
//	for _, name := range names {
//		if err := load(name); err != nil { // RIGHT: load defers the Close
//			return err
//		}
//	}
//
// Reported at the defer.
//
// Silent when the body of the loop is a function literal that is called in
// every round, when the loop is left right after the defer, and where what goes on
// after the round needs the resource: it is gathered in a slice or a map, a goroutine
// works on it, or a func that is called later. Silent too when the round releases it
// itself and the deferred call is for the ways out before that, as a Rollback behind
// a Commit: nothing piles up but the calls.
//
// The suggested fix makes a function of the loop's body. There is none if something
// else is deferred in it, which would run earlier, or if it leaves the loop in ways
// of more than one kind, or returns anything but an error.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore deferloop there are never more than two
package deferloop
