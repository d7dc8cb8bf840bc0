package obligation

import (
	"go/types"
	"slices"
)

// closers are the methods that release things of which nothing else is known.
var closers = []string{
	"Close", "Release", "Rollback", "Commit", "Stop", "End", "Shutdown", "Disconnect", "Dispose",
	"CloseNow", "CloseIdleConnections", "Terminate", "Teardown", "TearDown", "Cleanup", "Destroy", "Purge", "Free",
	"Discard", "Abort", "Finish", "CloseWithError", "CloseAll", "Hijack", "GracefulStop", "EndSession",
}

// isCloser reports whether a method of that name is likely to release.
func isCloser(method string) bool {
	return slices.Contains(closers, capital(method))
}

// closersOf returns the closers among the methods of t.
func (p *pkg) closersOf(t types.Type) []string {
	found, ok := p.closers[t]
	if ok {
		return found
	}
	if may := p.mayHave(t); may != 0 {
		for i, c := range closers {
			if may&(1<<i) != 0 && hasMethod(t, c) {
				found = append(found, c)
			}
		}
	}
	p.closers[t] = found
	return found
}

// A closerSet has a bit for each of the closers.
type closerSet uint64

// anyCloser is the set of those of which nothing is known.
const anyCloser = ^closerSet(0)

// mayHave returns the closers that t may have: its own methods' names and those of
// what it embeds, at any depth. Most types have none, and to ask go/types for each
// costs it a walk over all that is embedded.
func (p *pkg) mayHave(t types.Type) closerSet {
	switch t := types.Unalias(t).(type) {
	case *types.Basic, *types.Slice, *types.Map, *types.Chan, *types.Array, *types.Signature, *types.Tuple:
		return 0
	case *types.Pointer:
		return p.mayHave(t.Elem())
	case *types.Struct:
		var set closerSet
		for f := range t.Fields() {
			if f.Embedded() {
				set |= p.mayHave(f.Type())
			}
		}
		return set
	case *types.Interface:
		return closersIn(t.Methods())
	case *types.Named:
		set, ok := p.embeds[t]
		if !ok {
			p.embeds[t] = anyCloser // of a type that embeds itself
			set = closersIn(t.Methods())
			switch under := t.Underlying().(type) {
			case *types.Struct, *types.Interface:
				set |= p.mayHave(under)
			}
			p.embeds[t] = set
		}
		return set
	}
	return anyCloser
}

// closersIn returns the closers among the methods.
func closersIn(methods func(func(*types.Func) bool)) closerSet {
	var set closerSet
	for m := range methods {
		if i := slices.Index(closers, m.Name()); i >= 0 {
			set |= 1 << i
		}
	}
	return set
}
