// Package cleanupstatus reports cleanups that fail and are reported as success.
//
// # Analyzer cleanupstatus
//
// cleanupstatus: report failed cleanups that the result or the exit code hides
//
// A cleanup that fails has to be seen by whoever waits for its result: a job in CI
// that leaves a database behind is not green. A log line alone is not read:
//
//	code := m.Run()
//	if err := db.Close(); err != nil {
//		log.Print(err) // WRONG: the exit code is that of the tests
//	}
//	os.Exit(code)
//
// Let it change the status:
//
//	code := m.Run()
//	if err := db.Close(); err != nil {
//		log.Print(err)
//		code = 1 // RIGHT
//	}
//	os.Exit(code)
//
// Reported at the cleanup call: in main, TestMain and functions whose result is the
// exit code, if its error is dropped or only logged before the exit; in functions
// whose name says that they clean up, and that return an error or a bool, if the
// call's error is dropped or only logged on a way to returning nil or true.
//
// Silent when the error is returned or joined into the result, changes the status,
// or comes after another one that is returned. The strict profile also reports
// cleanup functions without a result, and deferred functions of main, that only
// log, and errors that are assigned to _.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore cleanupstatus the cache is made anew anyway
package cleanupstatus
