// Package rowserr reports iterations whose error nobody looks at.
//
// # Analyzer rowserr
//
// rowserr: report loops over Next after which Err is not looked at
//
// Next returns false at the end of the rows and also when the connection
// breaks. A loop that does not ask which of the two it was takes half of the
// rows for all of them:
//
//	for rows.Next() {
//		...
//	}
//	return users, nil // WRONG: the rows may have been cut short
//
// Look at Err behind the loop:
//
//	for rows.Next() {
//		...
//	}
//	return users, rows.Err() // RIGHT
//
// The same goes for a single Next: a connection that breaks looks like a row
// that is not there.
//
//	if !rows.Next() {
//		return "", ErrNotFound // WRONG: look at rows.Err() first
//	}
//
// Reported at the call that acquires the rows, cursor or iterator.
//
// Silent when the loop is left early on its own condition and its result is
// not taken to be complete, and when the rows are returned or handed to a
// function that looks at the error itself. A bufio.Scanner has an error like
// that, too, for a file or a connection that cannot be read on and for a line
// that is too long; only the strict profile asks for it, and not where the
// scanner reads a bytes.Buffer, a bytes.Reader or a strings.Reader.
//
// The suggested fix looks at Err behind the loop, or where there is no row, and does
// with the error what the function does with that of the query; if that is not
// plain, it returns the error with zero values, and fails a test. There is none in a
// function that has no way to fail, or that would keep a lock or another resource by
// returning there.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore rowserr a short list is good enough for a hint
package rowserr
