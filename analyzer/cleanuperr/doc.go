// Package cleanuperr reports cleanups whose failure nobody hears of.
//
// # Analyzer cleanuperr
//
// cleanuperr: report cleanups whose error is dropped
//
// Closing a pool, removing a database, committing a transaction and closing a
// file that was written may fail, and then connections are leaked, files are left
// behind or data is lost. Code that drops the error goes on as if all were well:
//
//	db, err := sql.Open("pgx", dsn)
//	if err != nil {
//		return err
//	}
//	defer db.Close() // WRONG: nobody hears of a pool that cannot be closed
//
// Log it, return it, or join it into the result:
//
//	defer func() {
//		err = errors.Join(err, db.Close()) // RIGHT
//	}()
//
// Reported at the cleanup call: the error of closing a pool, of deleting a
// database's file, of DROP, of ending a container, of closing or flushing what was
// written, if it is dropped in a deferred function, in one that a test runs at its
// end, in one whose name says that it cleans up, or in TestMain behind the tests;
// the error of a Commit anywhere; a csv.Writer that is flushed with no look at its
// Error. An error that is tested, and nothing comes of it, is dropped too, and so is
// one that a deferred function assigns to a variable of the function around it which is
// no result with a name: what that returns has been settled by then.
//
// Silent when the error is logged, returned, joined, recorded, sent, or passed to
// any function. Silent for rows, statements, connections that go back to a pool,
// response bodies, Rollback, and files that were only read: their Close has
// nothing to tell; nor has that of a mocked pool (sqlmock). Silent for a file that
// is closed or synced a second time with a look at the error, for one in t.TempDir,
// which is deleted with it, and on a path that returns an earlier error anyway. An
// error that is assigned to _, and that of removing an ordinary file, are reported
// in the strict profile only.
//
// The suggested fix joins the error into the function's own, if that has a name, tells
// the test, or logs it. A field that may hold something else by the time a deferred call
// runs gets a name where it is deferred; what else may be set again by then has no fix.
// The deletion of a database gets the fix of cleanupretry, where that has one.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore cleanuperr the process ends right after
package cleanuperr
