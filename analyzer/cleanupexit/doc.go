// Package cleanupexit reports deferred cleanups that an exit of the process
// skips.
//
// # Analyzer cleanupexit
//
// cleanupexit: report exits of the process that skip a deferred cleanup
//
// os.Exit ends the process at once, and log.Fatal calls it: nothing that is
// deferred runs. The pool is not closed, the temporary directory stays behind,
// what a writer still holds is lost.
//
//	db, err := sql.Open("sqlite", "app.db")
//	if err != nil {
//		log.Fatal(err)
//	}
//	defer db.Close()
//	if err := migrate(db); err != nil {
//		log.Fatal(err) // WRONG: the deferred db.Close() does not run
//	}
//
// Let a function that returns an error have the defers, and exit outside of it:
//
//	func main() {
//		if err := run(); err != nil {
//			log.Fatal(err) // RIGHT: nothing is deferred here
//		}
//	}
//
// A TestMain may return: the status of m.Run is the exit status all the same.
//
// Reported at the first call of a function that ends the process, with the
// others beside it: by the deferred release of a pool, a connection, a
// transaction or a buffer, by a deferred removal of a file, a database or a
// container, and by a deferred flush. A function that never returns because it
// ends the process counts as such a call, in whatever package it is.
//
// Silent on t.Fatal, runtime.Goexit and panic, which run what is deferred; when
// the resource was released before the exit, or the file moved away; and on mutexes and other things
// that end with the process. The strict profile also reports the files and
// bodies that the operating system takes back, and calls of helpers that only
// may end the process.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore cleanupexit the peer notices
package cleanupexit
