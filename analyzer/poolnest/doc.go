// Package poolnest reports code that waits for a connection while it holds one.
//
// # Analyzer poolnest
//
// poolnest: report connections that are asked for while one is held
//
// A transaction holds a connection. Who asks the pool meanwhile gets another
// one, if there is another: the statement is not part of the transaction, does
// not see what it wrote, waits for its locks, and is not rolled back with it.
// When all connections are held by code that does so, everybody waits for ever:
//
//	tx, err := db.Begin()
//	if err != nil {
//		return err
//	}
//	defer tx.Rollback()
//	if _, err := db.Exec("UPDATE users SET seen = 1"); err != nil { // WRONG: not in tx
//		return err
//	}
//	return tx.Commit()
//
// Ask the transaction, also in the functions that are called:
//
//	if _, err := tx.Exec("UPDATE users SET seen = 1"); err != nil { // RIGHT
//		return err
//	}
//
// Rows that are open keep their connection busy. Drivers of PostgreSQL and MySQL
// fail when the transaction is asked for something else between two rows, with
// "conn busy", "bad connection" and "busy buffer":
//
//	for rows.Next() {
//		if err := rows.Scan(&id); err != nil {
//			return err
//		}
//		if _, err := tx.Exec("DELETE FROM jobs WHERE id = $1", id); err != nil { // WRONG: rows is open
//			return err
//		}
//	}
//
// Read the rows to their end first, or do it in one statement.
//
// Reported at the call that asks: the pool while a transaction is open on it, or
// on a connection that came from it; a transaction or a connection while its rows
// are open; a pool that is limited to one connection by SetMaxOpenConns(1) while
// rows of it are open. Through helpers too, of any package, and in closures that
// run inside a transaction.
//
// Silent when the rows are closed or read to the end by then, when the pools are
// different ones, and where a helper decides by what it was given whom it asks;
// on tests that ask a pool while they hold a connection of it, as they may want to
// see what happens. Silent about rows of a transaction in packages that know no
// other driver than one for SQLite, which can do that. The strict profile also
// reports a pool that is asked while rows of it are open.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore poolnest the audit has to stay if the transaction does not
package poolnest
