// Package dbtest gives each test a database of its own, in one line:
//
//	//go:embed migrations
//	var migrations embed.FS
//
//	var source = dbtest.SQLite(new(sqlite.Driver), dbtest.Files(migrations, "migrations/*.sql"))
//
//	func TestOrders(t *testing.T) {
//		t.Parallel()
//		db := source.New(t)
//		...
//	}
//
// The database has the schema and is empty otherwise; it is the test's alone,
// and gone when the test has ended. [PostgreSQL] and [MySQL] do the same on a
// server.
//
// # What fails a test
//
//   - Rows, a Row, a Stmt, a Tx or a Conn that is still open at the end: each is
//     named with the stack where it was opened. It is then closed in the driver,
//     so that neither the server nor the next test suffers from it. What its
//     context has ended by then is not called open: database/sql closes that.
//   - Other sessions on the database, from a pool that the test opened by itself
//     and did not close: each is named with what it runs. With SQLite, where nobody
//     can tell them apart, the log that they leave beside the file tells.
//   - A cleanup that fails.
//
// # What is kept
//
// The database of a test that failed or panicked is kept, and the log says how
// to look at it. It goes away with the first run a day later. (testing.T itself
// does not know in a Cleanup that its test is panicking, see golang.org/issue/49929.)
//
// Nothing runs when a test binary is killed, times out, calls os.Exit, or
// panics outside of the test's own goroutine. Its databases are removed by the
// next run, which tells them from those of a run that is still going by a lock
// that the system takes from a dead process.
//
// # What it costs
//
// The schema is applied once, to a template that is named by the hash of the
// schema and is shared by all test binaries and by later runs. A test gets a
// copy. A template that was not used for a week is removed.
package dbtest
