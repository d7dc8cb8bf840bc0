// Package cleanup understands how code cleans up after itself, for all the rules
// about that:
//
//   - what a cleanup context is ([Code.Context]): deferred, registered with a test
//     or a teardown stack, a function named for it, the end of TestMain;
//   - what a cleanup call is ([Code.Cleanup]): one whose error tells of a leak or
//     of lost data;
//   - what becomes of its error ([Code.ErrorOf]) and whether it is tried again
//     ([Code.IsRetried]);
//   - when things happen ([Code.Moment], [Before]): plain statements, then defers,
//     then what was registered with t.Cleanup, the last two from last to first;
//   - which contexts are done by then ([Code.Done]);
//   - what is derived from what ([Code.Derives]): a data source from a file's path.
//
// It is a must-analysis on dominators, and knows of calls what [Facts] tell it:
// what it reports happens whenever the places that it names are passed. It
// prefers silence: what it cannot place is not there.
package cleanup
