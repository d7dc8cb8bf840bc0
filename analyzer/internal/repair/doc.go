// Package repair makes the suggested fixes of the rules about leaks.
//
// The engine says what is lost and where (a [Lost]); this package finds a place
// in the code from which on the resource is certainly held, and from there on
// releases it: by a defer, if the function is its only owner; by a call before
// each exit that loses it, if other exits hand it on.
//
// A fix is offered only if it is safe: it compiles, it changes nothing but that
// the resource is released, and it makes no report of another rule. Where that
// is not plain from the code there is none.
package repair
