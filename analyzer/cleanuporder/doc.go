// Package cleanuporder reports releases that come before those which need them.
//
// # Analyzer cleanuporder
//
// cleanuporder: report what is released while something still stands on it
//
// Deferred calls run from last to first, and so do the functions of t.Cleanup,
// which run after all defers. Where two of them are in the wrong order, the ground
// is removed before the house:
//
//	conn, err := db.Conn(ctx)
//	if err != nil {
//		return err
//	}
//	rows, err := conn.QueryContext(ctx, "SELECT name FROM users")
//	if err != nil {
//		return errors.Join(err, conn.Close())
//	}
//	defer rows.Close()
//	defer conn.Close() // WRONG: it runs first, and waits for ever if the rows are open
//
// Defer a release as soon as there is something to release:
//
//	conn, err := db.Conn(ctx)
//	if err != nil {
//		return err
//	}
//	defer conn.Close()
//	rows, err := conn.QueryContext(ctx, "SELECT name FROM users")
//	if err != nil {
//		return err
//	}
//	defer rows.Close() // RIGHT
//
// Reported at the call that comes too early: the file or the directory of a
// database is deleted, its database dropped or its container stopped while the
// pool is open, so that what it writes is lost and files stay behind, and that in a
// method, too, of a struct that keeps the pool beside the path; a connection is
// closed while its rows or its transaction are open, which waits for ever; a
// transaction is committed before its rows are read, which cuts them off, or
// fails; a pool is closed before its transaction or its connection is given back,
// which waits for ever or leaves them open; a file is closed before the writer
// over it.
//
// Silent for resources that have nothing to do with each other, for a pool or a
// statement that is closed before its rows, which works, and for rows that have
// been read to their end by then.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore cleanuporder the test is about a file that vanishes
package cleanuporder
