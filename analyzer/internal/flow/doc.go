// Package flow explores the paths of a function and follows one value along
// each of them.
//
// It is a may-analysis by bounded symbolic execution: every path from the
// entry is walked with a small [State] (what is known of registers, of local
// variables, of pending defers), a branch whose condition the state decides is
// taken one way only, and states that agree are merged by never being walked
// twice. Closures called or deferred are walked in place. A function whose
// paths need more than the bounds allow is given up or explored in part, which
// the caller is told: the package prefers silence to a guess.
//
// The followed value, the token, is opaque here: package flow knows what holds
// it and what reaches it, and asks its [Client] what calls do with it. It knows
// no resources.
package flow
