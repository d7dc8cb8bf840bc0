// Package cleanuptest reports cleanups of a test that run while the test still does.
//
// # Analyzer cleanuptest
//
// cleanuptest: report cleanups that run before the test is over
//
// A subtest that calls t.Parallel goes on when the function that runs it has
// returned, and its deferred calls with it:
//
//	defer db.Close() // WRONG: the subtests have not begun to use it
//	for _, name := range names {
//		t.Run(name, func(t *testing.T) {
//			t.Parallel()
//			query(t, db, name)
//		})
//	}
//
// What is registered with t.Cleanup runs when the subtests are done:
//
//	t.Cleanup(func() { db.Close() }) // RIGHT
//	for _, name := range names {
//		t.Run(name, func(t *testing.T) {
//			t.Parallel()
//			query(t, db, name)
//		})
//	}
//
// Reported at the defer: of what parallel subtests use, and of a pool that a
// goroutine uses which the test does not wait for. Reported at t.Cleanup: of what
// belongs to the test, if it is registered with a subtest, and the test or another
// subtest uses it after that. Reported at a testify suite: what SetupTest opens for
// each test and only TearDownSuite closes, once, and what SetupSuite opens and
// TearDownTest closes after the first test.
//
// Silent where the subtests run in a group of their own, which ends before the
// function goes on, where they do not use what is released, and for goroutines
// that are waited for in any way.
//
// The suggested fix registers with t.Cleanup what is deferred before parallel subtests.
// The other reports have none.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore cleanuptest the subtests want to see a closed pool
package cleanuptest
