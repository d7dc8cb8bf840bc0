// Package undeferred reports releases that are not reached when the function is
// left on the way.
//
// # Analyzer undeferred
//
// undeferred: report releases that a panic or a failing test does not reach
//
// A release at the end of the function runs if everything before it returns.
// t.Fatal does not, nor does what panics. The test that fails then leaves a
// transaction or rows open, and the tests that follow wait for its locks, or for
// its connection:
//
//	rows, err := db.Query("SELECT name FROM users")
//	if err != nil {
//		t.Fatal(err)
//	}
//	for rows.Next() {
//		if err := rows.Scan(&name); err != nil {
//			t.Fatal(err)
//		}
//	}
//	rows.Close() // WRONG: not reached after t.Fatal
//
// Defer it, or hand it to t.Cleanup, right after the acquire:
//
//	rows, err := db.Query("SELECT name FROM users")
//	if err != nil {
//		t.Fatal(err)
//	}
//	defer rows.Close() // RIGHT
//
// Reported at the release, in tests: pools, transactions, connections and rows
// that are open when t.Fatal, a helper that calls it, or an assertion that stops
// the test ends it.
//
// Silent when the release is deferred or registered; in loops, where a defer
// waits for the end of the function; in functions that end the process, which
// runs no defers; and for the func that a helper hands out to clean up. The strict
// profile also reports files and bodies, and outside of tests the releases that a
// panic does not reach: of the function's own, or of a func that it was given and
// calls.
//
// The suggested fix defers the release right after the acquire, and deletes the
// plain one if it is the last thing that the function does. Else that stays, lets
// somebody hear of its error if that matters, and there is only a fix if a second
// release does no harm: that is known of the well-known resources, and inferred of
// what owns such.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore undeferred the process ends with the test
package undeferred
