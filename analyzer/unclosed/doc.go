// Package unclosed reports handles that are not released.
//
// # Analyzer unclosed
//
// unclosed: report handles that are not released on every path
//
// Rows, a statement, a transaction, a file or a response body that is not
// released holds a connection or a descriptor until the process ends. It is
// mostly an early return that forgets it, and the pool runs dry in production:
//
//	rows, err := db.Query("SELECT name FROM users")
//	if err != nil {
//		return err
//	}
//	for rows.Next() {
//		if err := rows.Scan(&name); err != nil {
//			return err // WRONG: rows is still open
//		}
//	}
//
// Release it in a defer, right after the error of the acquire was looked at:
//
//	rows, err := db.Query("SELECT name FROM users")
//	if err != nil {
//		return err
//	}
//	defer rows.Close() // RIGHT
//
// Reported at the call that acquires: a handle that some path leaves behind, a
// handle that is overwritten or discarded, a row that is never scanned, a type
// that keeps a handle and has no method that releases it. An object that its
// method opens something into is reported at the call of that method. A method that
// releases what it has opened into its receiver on one way on which it fails is held to
// do so on the others, unless whoever calls it does. The end of an
// io.Pipe that is read is owed once a goroutine has the other: it waits for ever where
// nobody is given this end, and nobody closes it. Whoever is given it is thought to
// read it to its end.
//
// Silent when the handle goes to another owner: it is returned, stored in a
// place that outlives the function, or passed to a function that releases or
// keeps it, which is inferred from that function's source. Silent too on paths
// on which the acquire failed, that panic, or that end the process, as the end
// of main does; and for rows of a database/sql transaction that the function was
// given, where it returns an error: whoever lent the transaction rolls it back,
// which closes them (the strict profile reports it). A function that returns an
// error together with what it has opened leaves both to its callers: they are held
// to release it then, too.
//
// The suggested fix defers the release where the handle is certainly held. Where
// other paths hand the handle on, and in loops, it calls the release before each
// exit that loses it. A result that is thrown away is closed, or the Query becomes
// an Exec if it does not read. Where what is returned is made of the handle, such as
// an error of a response, the release is deferred in front of the return. What a call
// hands out although it fails is released where its error is looked at. There is no
// fix where a path may have handed the handle on before it comes to the exit, where
// the handle has no name, and for a connection whose Close would wait for rows or a
// transaction that may still be open: they are mended first.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore unclosed the process ends right after
package unclosed
