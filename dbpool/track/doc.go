// Package track wraps a database/sql driver and knows what is open: which
// connections are checked out of the pool, which transactions, statements and
// rows are not closed, for how long, and - if asked - where each was taken.
// It answers the question that database/sql cannot: who holds the connections?
//
//	connector := track.Wrap(inner, track.Stacks)
//	db := sql.OpenDB(connector)
//	...
//	for _, h := range connector.Live() {
//		log.Println(h) // Rows "SELECT id FROM orders" held 330ms by shop.LoadOrders (orders.go:33)
//	}
//
// A look-up by key on SQLite in memory, the quickest query there is, takes 1.08
// times as long with [Count] and 1.46 times with [Stacks] (BenchmarkOverhead);
// one on PostgreSQL over loopback 1.02 and 1.08 times.
// What is closed leaves nothing behind: its record is used again.
//
// # What it sees
//
// Everything happens below database/sql, so that code keeps using *sql.DB and
// nothing can bypass the registry. A driver is told when a connection is
// checked out (Connect, ResetSession) and when it is returned (IsValid, Close),
// which makes a forgotten *sql.Conn visible too. Two things cannot be seen from
// there and are answered with care: a *sql.Stmt that was closed while its
// connection is busy is only closed in the driver once the connection is
// returned, so a statement on a busy connection is not called open; and
// sql.DB.Close closes the driver's statements of idle connections by itself, so
// look at [Connector.Live] before it to find the statements that nobody closed.
//
// # What it leaves alone
//
// database/sql asks a driver for a dozen optional interfaces and behaves
// differently when one is missing. A wrapped connection, statement or result
// has exactly those of the driver, or answers what database/sql would do
// without. Only [sql.Conn.Raw] shows the wrapper: use [Raw] inside it.
package track
