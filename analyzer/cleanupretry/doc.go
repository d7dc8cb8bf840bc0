// Package cleanupretry reports deletions of databases that are tried once only.
//
// # Analyzer cleanupretry
//
// cleanupretry: report deletions of databases with no second try
//
// A database does not always go at the first attempt. Its file is still open in a
// connection that is about to close (on Windows it cannot be removed then), and a
// server refuses to drop a database as long as there is one session left, which
// ends a moment later. Code that tries once leaves the database behind:
//
//	t.Cleanup(func() {
//		if err := os.Remove(path); err != nil { // WRONG: tried once
//			t.Error(err)
//		}
//	})
//	db, err := sql.Open("sqlite", path)
//
// Try again, for a while:
//
//	t.Cleanup(func() {
//		err := retry.Do(context.Background(), "remove "+path, retry.Removal(), func(context.Context) error {
//			return os.Remove(path) // RIGHT
//		})
//		if err != nil {
//			t.Error(err)
//		}
//	})
//	db, err := sql.Open("sqlite", path)
//
// Reported at the deletion, in code that cleans up: os.Remove and os.RemoveAll of a
// path on which a pool is opened, or that ends in .db, .sqlite, .sqlite3 or .db3;
// DROP DATABASE and DROP SCHEMA, WITH (FORCE) too, which fails for other reasons.
//
// Silent in a loop that tries again, in a func that is handed to a function which
// does (the well-known libraries, the package retry of leakvet, and any function
// that calls its argument until it does not fail), for what lies in t.TempDir, which
// is deleted again with retries, and for ordinary files.
//
// The suggested fix hands the deletion to retry.Do where the file imports that. Else, in
// a test that drops the error of os.Remove or the like, it hands it to a function
// retryCleanup, which it adds to the package's tests: it tries again for a second, logs
// each try, and fails the test in the end. Elsewhere there is none: how long a program
// may wait is for its authors to say.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore cleanupretry the database is on a RAM disk of ours
package cleanupretry
