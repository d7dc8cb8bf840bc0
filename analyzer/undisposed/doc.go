// Package undisposed reports pools that are never closed.
//
// # Analyzer undisposed
//
// undisposed: report pools that are opened and never closed
//
// A sql.DB, a pgxpool.Pool or a client that is opened and forgotten keeps its
// connections and goroutines. The usual place is the error path behind a
// successful open:
//
//	db, err := sql.Open("pgx", dsn)
//	if err != nil {
//		return nil, err
//	}
//	if err := db.Ping(); err != nil {
//		return nil, err // WRONG: db is still open
//	}
//	return db, nil
//
// Close it on every path that does not hand it on:
//
//	if err := db.Ping(); err != nil {
//		return nil, errors.Join(err, db.Close()) // RIGHT
//	}
//
// Reported at the call that opens: a pool that some path leaves behind, a type
// that opens a pool into a field and has no method that closes it, or a Close that
// forgets it, however many it lends it to until then; a package variable that is
// opened and that its package never closes.
//
// Silent when the pool goes to another owner: it is returned, or handed to a
// type or a function that closes it. An unexported type that embeds it, and hides its
// Close by one of its own that does not look at it, is no owner. Silent in a main that
// serves until it is killed, and for a package variable that is opened once, in an init
// or by a sync.Once; the strict profile reports these too. Silent for a pool of gorm,
// which programs rarely close, outside of test files.
//
// The suggested fix defers the Close, and lets the test, the caller or the log hear
// of its error; where other paths hand the pool on, it calls Close before each exit
// that loses it. There is none in a function that ends the process meanwhile, which
// would skip a deferred Close, nor for a pool whose Close would wait for a connection
// that may still be out.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore undisposed lives as long as the process
package undisposed
