// Package robust runs leakvet over code that it was not made for, to see whether it
// falls over: it panics, takes another verdict when it is asked again, or costs more
// than its share. docs/robustness.md tells what was tried and what came of it.
package robust
