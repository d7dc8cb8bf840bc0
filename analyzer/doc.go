// Package analyzer is leakvet as a library: analyzers that find resources
// which are not released.
//
// The words that the rules share:
//
//   - A resource is a value that has to be released. A handle is short-lived:
//     rows, a statement, a transaction, a file, a response body. A pool is
//     long-lived and shared: a sql.DB, a pgxpool.Pool, a grpc.ClientConn.
//   - An acquire is a call whose success hands out a resource.
//   - An obligation is the duty to release it. An acquire that fails makes none.
//   - A release ends an obligation: Close, Rollback or Commit, rows read to
//     their end.
//   - The owner is whoever has the obligation. To borrow is to use a resource
//     without it: decoding a body does not close it.
//   - A transfer makes somebody else the owner: a return, a store in a place
//     that outlives the function, a call of a function that takes ownership.
//   - A leak is a path on which the owner leaves, and the obligation is not met.
//
// Ownership is inferred from the source, package by package, and travels as
// facts. Comments state it where the source cannot tell:
//
//	//leakvet:owns [param]       the function or field takes the resource
//	//leakvet:borrows [param]    it only uses it
//	//leakvet:releases [param]   it ends the obligation
//
// [New] makes the analyzers for any driver of golang.org/x/tools/go/analysis.
package analyzer
