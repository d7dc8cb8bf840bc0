// Package afterclose reports resources that are used after their release.
//
// # Analyzer afterclose
//
// afterclose: report uses of a resource that is already released
//
// A method that needs the live resource fails once it was released, or works
// by luck. The mistake hides where the release is deferred and the resource
// leaves the function:
//
//	rows, err := db.Query("SELECT name FROM users")
//	if err != nil {
//		return nil, err
//	}
//	defer rows.Close()
//	return rows, nil // WRONG: the caller gets closed rows
//
// Leave the release to whoever gets the resource:
//
//	return db.Query("SELECT name FROM users") // RIGHT: the caller closes
//
// Reported at the use. A deferred cancel counts as well where it ends the context of
// rows, of a transaction or of a response that goes to the caller.
//
// Silent on a second release, on Rollback after Commit, on plain accessors
// such as Err, Name and Stats, when the variable got a new value in between, and
// after a method that releases on some ways only.
//
// The suggested fix defers a release that stands before the use. There is none where
// the resource leaves the function: who is to release it then is not known.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore afterclose the test wants the error
package afterclose
