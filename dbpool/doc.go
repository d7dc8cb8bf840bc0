// Package dbpool is a pool of database connections that are always given back,
// over any database/sql driver.
//
//	pool, err := dbpool.Open(ctx, "sqlite", "users.db", dbpool.Config{})
//	if err != nil {
//		return err
//	}
//	defer func() { err = errors.Join(err, pool.Close(ctx)) }()
//
//	err = pool.InTx(ctx, nil, func(ctx context.Context, tx *sql.Tx) error {
//		_, err := tx.ExecContext(ctx, "UPDATE users SET seen = ? WHERE id = ?", now, id)
//		return err
//	})
//
// It does what leakvet's rules ask for. These are the practices, and what here
// is made for each:
//
// # Pool connections
//
// Opening a connection costs more than most queries, and a server has few. A
// [Pool] keeps 5 open, opens up to 10 more under load, and replaces each after
// 30 minutes; see [Config]. Whoever needs one waits at most 30 seconds, and is
// then told what database/sql cannot tell: an [ExhaustedError] names who holds
// the connections, with the stack where each was taken.
//
// # Release in defer
//
// A release that an early return or a panic can skip is a leak that waits for
// its day. [Pool.With], [Pool.InTx] and [Pool.Rows] take the connection for the
// time of a function or a loop, and give it back however that ends: by a
// return, a break, a panic or runtime.Goexit (which is how t.Fatal ends a
// test). Where you do it yourself, defer the release in the line after the
// check of the error.
//
// # Dispose of the engine
//
// sql.DB.Close returns at once and leaves open what is in use: the file stays
// locked, the server's session idle in its transaction. [Pool.Close] refuses new
// work, waits for the work that is under way, names what is still open, closes
// it in the driver, and then removes the database, if it was asked to: see
// [RemoveSQLite]. The other order destroys data silently.
//
// # Retry cleanup
//
// What cleanup needs may be in use for one more moment: a file by a scanner, a
// database by a session that is just leaving. Package retry tries again, with
// growing waits, and says so in the log; Close removes the database with it.
//
// # Log cleanup failures
//
// A failure of the cleanup must not hide that of the work, nor be hidden by it.
// Both are returned, joined, and those that a panic would swallow are in the
// log too. Package teardown does it for any cleanup: last in, first out, and no
// step is left out because another failed.
//
// # Report success or failure
//
// Work whose cleanup failed has failed: Close returns what went wrong, and
// InTx returns nil only if the commit succeeded. In tests, package dbtest fails
// the test for what it left open.
//
// # Cost
//
// With takes half a microsecond, most of it for the context that ends with the
// function. How that compares with a query, as the ratio to database/sql alone
// with a context that can end (BenchmarkWith, BenchmarkPostgreSQL), for each mode
// of the [track.Connector] that the pool is opened over:
//
//	                            alone    Least  Off   Count  Stacks
//	row by key, SQLite file     13.1 µs  1.04   1.05  1.10   1.29
//	50 rows, SQLite file        25.2 µs  1.03   1.04  1.09   1.20
//	row by key, file with WAL    8.0 µs  1.06   1.07  1.13   1.45
//	row by key, in memory        5.1 µs  1.08   1.10  1.17   1.65
//	PostgreSQL over loopback      37 µs         1.01  1.04   1.13
//
// Least is database/sql alone again, with a context that ends with the function and
// a connection of its own: what With promises costs no less.
//
// Where the caller's context is one that never ends, database/sql alone spares
// itself the watching of it, which With cannot: a row by key from a file takes
// 1.2 times as long then.
package dbpool
