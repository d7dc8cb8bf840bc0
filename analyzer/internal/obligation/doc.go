// Package obligation is the engine. It finds where a function comes to owe a
// release, follows what it owes along every path (package flow), and reports the
// paths that end in debt.
//
// One tracker follows one obligation: the result of one call, or a parameter as
// if it were owed. What becomes of a parameter and of results is written down as
// a [Summary]; which methods of a type release its fields as an [Owner]. Both go
// to importing packages as facts, and make a chain of helpers, constructors and
// owners as transparent as code in one function.
//
// It is a may-analysis and prefers silence: what cannot be followed is thought
// to be taken care of. The exception is proof: what is released after unknown
// code has had it was only lent.
package obligation
